//! From where a request comes.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::Extensions;
use axum::http::HeaderMap;

/// The address of the client: of the socket, or what a trusted proxy at the socket appended.
///
/// Only the last address counts: whatever stands before it was said by the client itself.
pub(crate) fn client_address(
    headers: &HeaderMap,
    extensions: &Extensions,
    proxies: &[IpAddr],
) -> String {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let Some(peer) = peer.map(|info| info.0.ip().to_canonical()) else {
        return "-".to_owned();
    };
    let forwarded = || {
        let last = headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()?
            .to_str()
            .ok()?;
        let address = last.rsplit(',').next()?.trim();
        address.parse::<IpAddr>().ok()
    };
    let is_proxy = proxies.contains(&peer);
    is_proxy
        .then(forwarded)
        .flatten()
        .unwrap_or(peer)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 50_000)));
        let proxies: Vec<IpAddr> = proxies.iter().map(|one| one.parse().unwrap()).collect();
        client_address(&headers, &extensions, &proxies)
    }

    #[test]
    fn only_a_trusted_proxy_at_the_socket_is_believed() {
        let check = |peer: &str, forwarded: &[&str], proxies: &[&str], expected: &str| {
            assert_eq!(address(peer, forwarded, proxies), expected);
        };
        check("203.0.113.7", &["198.51.100.1"], &[], "203.0.113.7");
        check("127.0.0.1", &["198.51.100.1"], &[], "127.0.0.1");
        // A proxy is configured, but this request came past it.
        check(
            "203.0.113.7",
            &["198.51.100.1"],
            &["127.0.0.1"],
            "203.0.113.7",
        );
        check(
            "127.0.0.1",
            &["198.51.100.1"],
            &["127.0.0.1"],
            "198.51.100.1",
        );
        check(
            "::ffff:127.0.0.1",
            &["198.51.100.1"],
            &["127.0.0.1"],
            "198.51.100.1",
        );
        check(
            "10.0.0.2",
            &["2001:db8::1"],
            &["127.0.0.1", "10.0.0.2"],
            "2001:db8::1",
        );
        // What the client wrote stands before what the proxy appended, in one header or in two.
        check(
            "127.0.0.1",
            &["192.0.2.9, 198.51.100.1"],
            &["127.0.0.1"],
            "198.51.100.1",
        );
        check(
            "127.0.0.1",
            &["192.0.2.9", "198.51.100.1"],
            &["127.0.0.1"],
            "198.51.100.1",
        );
        check("127.0.0.1", &["no address"], &["127.0.0.1"], "127.0.0.1");
        check("127.0.0.1", &[], &["127.0.0.1"], "127.0.0.1");
    }
}
