use axum::http::StatusCode;

use super::browser::Browser;

#[tokio::test]
async fn stranger_is_sent_to_the_login_and_back() {
    let page = Browser::new()
        .get("/dalam?cari=DH 1".replace(' ', "%20").as_str())
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(
        page.header("location"),
        "/masuk?kembali=/dalam%3Fcari%3DDH%25201"
    );
}

#[tokio::test]
async fn staff_sees_name_and_only_the_menu_of_his_rights() {
    let page = Browser::signed_in().get("/dalam").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Maria &#60;Nggadas&#62;"));
    assert!(page.text.contains("href=\"/boleh\""));
    assert!(!page.text.contains("href=\"/terlarang\""));
}

#[tokio::test]
async fn unknown_session_is_nobody() {
    let mut browser = Browser::new();
    browser.set_cookie("sesi", "guessed");
    assert_eq!(browser.get("/dalam").await.status, StatusCode::SEE_OTHER);
    assert!(!browser.get("/").await.text.contains("href=\"/boleh\""));
}
