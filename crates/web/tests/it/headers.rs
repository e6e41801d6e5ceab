use super::browser::Browser;

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let mut browser = Browser::new();
    for path in [
        "/",
        "/tidak-ada",
        "/gagal",
        "/favicon.svg",
        "/api/openapi.json",
    ] {
        let page = browser.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'self'; script-src 'self'; style-src 'self'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(
            page.header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert!(
            page.header("permissions-policy").contains("camera=(self)"),
            "{path}"
        );
        assert!(!page.header("x-request-id").is_empty(), "{path}");
        assert_eq!(page.header("strict-transport-security"), "", "{path}");
    }
}

#[tokio::test]
async fn https_adds_hsts_and_binds_cookies_to_the_host() {
    let mut browser = Browser::with(|parts| parts.https = true);
    let page = browser.get("/").await;
    assert!(
        page.header("strict-transport-security")
            .starts_with("max-age=31536000")
    );
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-kunjungan="), "{cookie}");
    for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
}

#[tokio::test]
async fn pages_are_not_cached_and_icons_are() {
    let mut browser = Browser::new();
    assert_eq!(browser.get("/").await.header("cache-control"), "no-store");
    assert_eq!(
        browser.get("/favicon.svg").await.header("cache-control"),
        "public, max-age=86400"
    );
}

#[tokio::test]
async fn pages_are_compressed_for_who_asks() {
    let mut browser = Browser::new();
    let page = browser
        .ask(
            axum::http::Method::GET,
            "/",
            &[("accept-encoding", "br")],
            String::new(),
        )
        .await;
    assert_eq!(page.header("content-encoding"), "br");
}
