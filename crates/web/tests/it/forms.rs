use axum::http::{Method, StatusCode};

use super::browser::Browser;

async fn token(browser: &mut Browser, path: &str) -> String {
    browser.get(path).await.field("_csrf")
}

#[tokio::test]
async fn form_without_token_is_refused() {
    let mut browser = Browser::new();
    browser.get("/").await;
    let page = browser.post("/kirim", &[], "litres=3").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("Formulir sudah kedaluwarsa"));
}

#[tokio::test]
async fn form_with_token_passes_for_strangers_and_staff() {
    for (mut browser, path) in [(Browser::new(), "/"), (Browser::signed_in(), "/dalam")] {
        let token = token(&mut browser, path).await;
        let page = browser
            .post("/kirim", &[], &format!("_csrf={token}&litres=35,5"))
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert!(page.header("location").starts_with("/hasil?liter=35,5&"));
    }
}

#[tokio::test]
async fn token_of_another_visitor_is_refused() {
    let foreign = token(&mut Browser::new(), "/").await;
    let body = format!("_csrf={foreign}&litres=3");
    let mut stranger = Browser::new();
    stranger.get("/").await;
    assert_eq!(
        stranger.post("/kirim", &[], &body).await.status,
        StatusCode::FORBIDDEN
    );
    let mut staff = Browser::signed_in();
    assert_eq!(
        staff.post("/kirim", &[], &body).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn token_without_its_cookie_or_with_a_forged_one_is_refused() {
    let mut browser = Browser::new();
    let token = token(&mut browser, "/").await;
    let body = format!("_csrf={token}");
    let sealed = browser.cookie("kunjungan").unwrap().clone();
    let mut bare = Browser::new();
    assert_eq!(
        bare.post("/kirim", &[], &body).await.status,
        StatusCode::FORBIDDEN
    );
    bare.set_cookie("kunjungan", &sealed.replacen('.', "A.", 1));
    assert_eq!(
        bare.post("/kirim", &[], &body).await.status,
        StatusCode::FORBIDDEN
    );
    bare.set_cookie("kunjungan", &sealed);
    assert_eq!(
        bare.post("/kirim", &[], &body).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn form_from_another_site_is_refused_even_with_token() {
    let mut browser = Browser::new();
    let body = format!("_csrf={}", token(&mut browser, "/").await);
    for header in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "http://evil.test"),
        ("origin", "null"),
    ] {
        let expected = if header.1 == "null" {
            StatusCode::SEE_OTHER
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(
            browser.post("/kirim", &[header], &body).await.status,
            expected,
            "{header:?}"
        );
    }
    let same = [
        ("origin", "http://bbm.test"),
        ("sec-fetch-site", "same-origin"),
    ];
    assert_eq!(
        browser.post("/kirim", &same, &body).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn key_comes_from_the_field_or_the_header() {
    let mut browser = Browser::new();
    let first = browser.get("/").await;
    let (token, key) = (first.field("_csrf"), first.field("_kunci"));
    assert_eq!(key.len(), 36);
    let body = format!("_csrf={token}&_kunci={key}&litres=1&stations=a&stations=b");
    let page = browser.post("/kirim", &[], &body).await;
    assert_eq!(
        page.header("location"),
        format!("/hasil?liter=1&spbu=a+b&kunci={key}")
    );
    let page = browser
        .post("/kirim", &[("idempotency-key", "abc-1")], &body)
        .await;
    assert!(page.header("location").ends_with("kunci=abc-1"));
    let long = "x".repeat(65);
    let page = browser
        .post("/kirim", &[("idempotency-key", &long)], &body)
        .await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn each_page_has_a_fresh_token_and_key() {
    let mut browser = Browser::new();
    let (first, second) = (browser.get("/").await, browser.get("/").await);
    assert_ne!(first.field("_csrf"), second.field("_csrf"));
    assert_ne!(first.field("_kunci"), second.field("_kunci"));
}

#[tokio::test]
async fn message_is_shown_once_and_escaped() {
    let mut browser = Browser::new();
    let token = token(&mut browser, "/").await;
    browser
        .post("/kirim", &[], &format!("_csrf={token}&litres=3"))
        .await;
    let page = browser.get("/").await;
    assert!(
        page.text.contains("Tersimpan 3 &#38; &#60;b&#62;"),
        "{}",
        page.text
    );
    assert!(!browser.get("/").await.text.contains("Tersimpan"));
}

#[tokio::test]
async fn script_is_told_the_target_instead_of_being_redirected() {
    let mut browser = Browser::new();
    let token = token(&mut browser, "/").await;
    let body = format!("_csrf={token}&litres=3");
    let page = browser
        .post("/kirim", &[("x-sihebat-fetch", "1")], &body)
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.header("x-sihebat-location")
            .starts_with("/hasil?liter=3")
    );
    assert_eq!(page.header("location"), "");
}

#[tokio::test]
async fn too_much_is_refused() {
    let mut browser = Browser::new();
    let token = token(&mut browser, "/").await;
    let body = format!("_csrf={token}&litres={}", "9".repeat(1024 * 1024));
    assert_eq!(
        browser.post("/kirim", &[], &body).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

fn multipart(fields: &[(&str, &str)], file: &str) -> String {
    let start = "--b\r\ncontent-disposition: form-data; name=";
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{start}\"{name}\"\r\n\r\n{value}\r\n"));
    let file = format!("{start}\"berkas\"; filename=\"a.csv\"\r\n\r\n{file}\r\n--b--\r\n");
    fields.chain([file]).collect()
}

#[tokio::test]
async fn file_arrives_with_its_fields_only_under_a_token() {
    let mut browser = Browser::new();
    let token = token(&mut browser, "/").await;
    let kind = [("content-type", "multipart/form-data; boundary=b")];
    let body = multipart(&[("_csrf", &token), ("litres", "2")], "isi");
    let page = browser.ask(Method::POST, "/berkas", &kind, body).await;
    assert_eq!(page.header("location"), "/hasil?liter=2&ukuran=3");
    let body = multipart(&[("litres", "2")], "isi");
    let page = browser.ask(Method::POST, "/berkas", &kind, body).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let big = "x".repeat(3 * 1024 * 1024);
    let body = multipart(&[("_csrf", &token)], &big);
    let page = browser.ask(Method::POST, "/berkas", &kind, body).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}
