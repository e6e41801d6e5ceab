use std::time::Duration;

use axum::http::{Method, StatusCode};

use super::browser::Browser;

#[tokio::test]
async fn unknown_address_is_a_page_in_the_readers_language() {
    let mut browser = Browser::new();
    let page = browser.get("/tidak-ada").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text.contains("Halaman tidak ditemukan"));
    assert!(
        browser
            .get("/tidak-ada?lang=en")
            .await
            .text
            .contains("Page not found")
    );
}

#[tokio::test]
async fn unknown_address_is_a_problem_for_programs() {
    let page = Browser::new().get("/api/v1/tidak-ada").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(page.header("content-type"), "application/problem+json");
    assert!(page.text.contains("\"code\":\"not_found\""));
    let accept = [("accept", "application/json")];
    let page = Browser::new()
        .ask(Method::GET, "/tidak-ada", &accept, String::new())
        .await;
    assert_eq!(page.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn failure_and_panic_tell_a_number_and_nothing_else() {
    for path in ["/gagal", "/rusak"] {
        let page = Browser::new().get(path).await;
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        assert!(!page.text.contains("secret"), "{path}");
        assert!(page.text.contains(page.header("x-request-id")), "{path}");
        assert!(page.text.contains("Coba lagi"), "{path}");
    }
}

#[tokio::test]
async fn page_survives_sessions_that_cannot_be_asked() {
    let mut browser = Browser::new();
    browser.set_cookie("sesi", "broken");
    let page = browser.get("/dalam").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.text.contains("Ada gangguan"));
    assert!(!page.text.contains("secret"));
}

#[tokio::test]
async fn each_no_has_its_status_and_sentence() {
    for (path, status, text) in [
        ("/ditolak", StatusCode::UNPROCESSABLE_ENTITY, "Pagu habis"),
        (
            "/sama",
            StatusCode::FORBIDDEN,
            "Harus diputuskan oleh orang lain",
        ),
        (
            "/sibuk",
            StatusCode::SERVICE_UNAVAILABLE,
            "Sistem sedang sibuk",
        ),
        ("/kunci", StatusCode::CONFLICT, "Kunci idempotensi"),
    ] {
        let page = Browser::new().get(path).await;
        assert_eq!(page.status, status, "{path}");
        assert!(page.text.contains(text), "{path}");
    }
}

#[tokio::test]
async fn who_is_too_quick_is_told_when_to_come_back() {
    let mut browser = Browser::new();
    assert_eq!(browser.get("/sering").await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/sering").await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.header("retry-after"), "60");
    assert!(page.text.contains("Tunggu 60 detik"));
    browser.clock.advance_seconds(60);
    assert_eq!(browser.get("/sering").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn endless_request_ends_as_busy() {
    let mut browser = Browser::with(|parts| parts.request_limit = Duration::from_millis(20));
    let page = browser.get("/tanpa-akhir").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(page.header("retry-after"), "5");
    assert!(page.text.contains("Sistem sedang sibuk"));
}

#[tokio::test]
async fn unknown_host_is_misdirected_where_cities_are_named() {
    let mut browser = Browser::with(|parts| parts.cities.replace([].into(), None));
    assert_eq!(
        browser.get("/").await.status,
        StatusCode::MISDIRECTED_REQUEST
    );
}
