//! From where a request comes.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::Extensions;
use axum::http::HeaderMap;

/// The address of the client: of the socket, or what the nearest proxy appended where one is trusted.
pub(crate) fn client_address(
    headers: &HeaderMap,
    extensions: &Extensions,
    behind_proxy: bool,
) -> String {
    let forwarded = || {
        let last = headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()?
            .to_str()
            .ok()?;
        let address = last.rsplit(',').next()?.trim();
        address.parse::<std::net::IpAddr>().ok()
    };
    if let Some(address) = behind_proxy.then(forwarded).flatten() {
        return address.to_string();
    }
    extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(|| "-".to_owned(), |info| info.0.ip().to_string())
}
