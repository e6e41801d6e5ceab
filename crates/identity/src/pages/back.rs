//! Where a person goes after signing in.

/// The address to return to: a path of this site, or the start page.
pub(crate) fn local_path(typed: &str) -> &str {
    let plain = typed
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    // "//host" and "/\host" would leave the site.
    let local = typed.starts_with('/') && !typed.starts_with("//");
    let loops = typed == "/masuk" || typed.starts_with("/masuk?") || typed.starts_with("/masuk/");
    if plain && local && !loops { typed } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_kept() {
        let check =
            |typed: &str, expected: &str| assert_eq!(local_path(typed), expected, "{typed:?}");
        check("/voucher?status=terbit", "/voucher?status=terbit");
        check("//jahat.example/", "/");
        check("/\\jahat.example/", "/");
        check("https://jahat.example/", "/");
        check("javascript:alert(1)", "/");
        check("/a\r\nSet-Cookie: x", "/");
        check("/masuk?kembali=/masuk", "/");
        check("", "/");
    }
}
