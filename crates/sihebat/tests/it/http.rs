//! A client that notices when an answer was cut.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Status and body; `None` where there was no whole answer.
pub(crate) fn call(address: SocketAddr, request: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5)).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(40)))
        .ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().find_map(|line| {
        line.to_ascii_lowercase()
            .strip_prefix("content-length: ")?
            .parse()
            .ok()
    });
    let is_whole = match length {
        Some(length) => body.len() == length,
        None => body.ends_with("0\r\n\r\n"),
    };
    is_whole.then(|| (status, body.to_owned()))
}

pub(crate) fn get(address: SocketAddr, path: &str) -> Option<(u16, String)> {
    call(
        address,
        &format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"),
    )
}

/// Adds a price notice, whose number tells it apart; an acknowledged one is journaled and keyed.
pub(crate) fn post_notice(address: SocketAddr, token: &str, number: u64) -> Option<(u16, String)> {
    let minute = number / 60 % 60;
    let (hour, day) = (number / 3_600 % 24, number / 86_400 % 28 + 1);
    let second = number % 60;
    let body = format!(
        "{{\"product\":\"pertamax\",\"province\":\"53\",\"price_rupiah\":13000,\
         \"valid_from_at\":\"2024-01-{day:02}T{hour:02}:{minute:02}:{second:02}+08:00\",\
         \"source_number\":\"n{number}\"}}"
    );
    call(
        address,
        &format!(
            "POST /api/v1/price-notices HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
             authorization: Bearer {token}\r\nidempotency-key: key-{number}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ),
    )
}
