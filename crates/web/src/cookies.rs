//! Names and attributes of our cookies.

use axum_extra::extract::cookie::{Cookie, SameSite};

/// The cookies this program sets; none of them is read by scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CookieName {
    /// The login session's token.
    Session,
    /// Seed of form tokens before login, signed.
    Visit,
    /// A message for the next page, signed.
    Flash,
    /// The chosen language.
    Language,
}

impl CookieName {
    /// The name; over HTTPS with the prefix that browsers bind to this host (RFC 6265bis).
    pub(crate) const fn text(self, https: bool) -> &'static str {
        match (self, https) {
            (CookieName::Session, true) => "__Host-sesi",
            (CookieName::Session, false) => "sesi",
            (CookieName::Visit, true) => "__Host-kunjungan",
            (CookieName::Visit, false) => "kunjungan",
            (CookieName::Flash, true) => "__Host-pesan",
            (CookieName::Flash, false) => "pesan",
            (CookieName::Language, true) => "__Host-bahasa",
            (CookieName::Language, false) => "bahasa",
        }
    }
}

/// The text of a `Set-Cookie` header; `seconds` of `None` lasts until the browser closes, 0 deletes.
pub(crate) fn set_cookie(
    name: CookieName,
    value: String,
    https: bool,
    seconds: Option<i64>,
) -> String {
    let mut cookie = Cookie::build((name.text(https), value))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .build()
        .to_string();
    if let Some(seconds) = seconds {
        cookie.push_str("; Max-Age=");
        cookie.push_str(&seconds.to_string());
    }
    cookie
}
