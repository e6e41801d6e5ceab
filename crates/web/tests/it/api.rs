use axum::http::{Method, StatusCode};

use super::browser::{Browser, Page, TOKEN};

async fn call(method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Page {
    let bearer = format!("Bearer {TOKEN}");
    let mut all = vec![
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    all.extend_from_slice(headers);
    Browser::new()
        .ask(method, path, &all, body.to_owned())
        .await
}

#[tokio::test]
async fn missing_or_wrong_token_is_unauthorised() {
    for headers in [
        &[][..],
        &[("authorization", "Bearer wrong")],
        &[("authorization", "Basic x")],
    ] {
        let page = Browser::new()
            .ask(Method::GET, "/api/v1/vouchers", headers, String::new())
            .await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert_eq!(page.header("www-authenticate"), "Bearer");
        assert!(page.text.contains("\"code\":\"sign_in_required\""));
    }
}

#[tokio::test]
async fn guessing_tokens_is_slowed_down() {
    let mut browser = Browser::new();
    let wrong = [("authorization", "Bearer wrong")];
    for _ in 0..30 {
        let page = browser
            .ask(Method::GET, "/api/v1/vouchers", &wrong, String::new())
            .await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    }
    let page = browser
        .ask(Method::GET, "/api/v1/vouchers", &wrong, String::new())
        .await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn list_reads_on_after_its_cursor() {
    let page = call(Method::GET, "/api/v1/vouchers", &[], "").await;
    assert!(
        page.text.starts_with("{\"items\":[\"-\"],\"next\":\""),
        "{}",
        page.text
    );
    let next = page
        .text
        .split("\"next\":\"")
        .nth(1)
        .unwrap()
        .trim_end_matches("\"}")
        .to_owned();
    let page = call(
        Method::GET,
        &format!("/api/v1/vouchers?after={next}"),
        &[],
        "",
    )
    .await;
    assert!(page.text.starts_with("{\"items\":[\"2\"]"), "{}", page.text);
    let page = call(Method::GET, "/api/v1/vouchers?after=%21", &[], "").await;
    assert!(page.text.contains("\"code\":\"cursor_invalid\""));
}

#[tokio::test]
async fn command_needs_a_key_and_a_fitting_body() {
    let path = "/api/v1/vouchers";
    let key = [("idempotency-key", "k-1")];
    let page = call(Method::POST, path, &key, "{\"litres\":3}").await;
    assert_eq!(
        (page.status, page.text.as_str()),
        (StatusCode::OK, "\"k-1 3\"")
    );
    for (headers, body, code) in [
        (&[][..], "{\"litres\":3}", "idempotency_key_missing"),
        (&key, "{\"litres\":\"3\"}", "json_does_not_fit"),
        (&key, "{", "json_unreadable"),
    ] {
        let page = call(Method::POST, path, headers, body).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(
            page.text.contains(&format!("\"code\":\"{code}\"")),
            "{}",
            page.text
        );
    }
}

#[tokio::test]
async fn description_is_openapi_3_1_with_the_token_scheme() {
    let page = Browser::new().get("/api/openapi.json").await;
    let description: serde_json::Value = serde_json::from_str(&page.text).unwrap();
    assert_eq!(description["openapi"], "3.1.0");
    assert_eq!(
        description["components"]["securitySchemes"]["token"]["scheme"],
        "bearer"
    );
}
