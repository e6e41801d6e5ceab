use axum::http::Method;

use super::browser::Browser;

#[tokio::test]
async fn indonesian_unless_asked_otherwise() {
    let mut browser = Browser::new();
    assert!(browser.get("/").await.text.contains("<html lang=\"id\""));
    let accept = [("accept-language", "en-GB,en;q=0.9")];
    let page = browser.ask(Method::GET, "/", &accept, String::new()).await;
    assert!(page.text.contains("<html lang=\"en\""));
}

#[tokio::test]
async fn choice_by_url_is_remembered() {
    let mut browser = Browser::new();
    assert!(
        browser
            .get("/?lang=en")
            .await
            .text
            .contains("Skip to content")
    );
    assert!(browser.get("/").await.text.contains("Skip to content"));
    assert!(
        browser
            .get("/?lang=id")
            .await
            .text
            .contains("Langsung ke isi")
    );
    assert!(
        browser
            .get("/?lang=xx")
            .await
            .text
            .contains("Langsung ke isi")
    );
}

#[tokio::test]
async fn account_decides_where_nothing_was_chosen() {
    let mut browser = Browser::signed_in();
    assert!(
        browser
            .get("/dalam")
            .await
            .text
            .contains("<html lang=\"en\"")
    );
    browser.get("/?lang=id").await;
    assert!(
        browser
            .get("/dalam")
            .await
            .text
            .contains("<html lang=\"id\"")
    );
}

#[tokio::test]
async fn other_language_is_one_link_away_and_keeps_the_filters() {
    let page = Browser::new().get("/?cari=DH").await;
    assert!(
        page.text.contains("href=\"/?cari=DH&#38;lang=en\""),
        "{}",
        page.text
    );
}
