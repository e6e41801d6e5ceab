//! A client that notices when an answer was cut.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Why there was no whole answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The door was closed before a byte of the answer came.
    Closed,
    /// The answer had begun and broke off.
    Cut,
}

/// Status and body of a whole answer.
pub(crate) fn call(address: SocketAddr, request: &str) -> Result<(u16, String), Lost> {
    exchange(address, request.as_bytes()).map(|(status, _, body)| (status, body))
}

/// Status, head and body of a whole answer.
pub(crate) fn exchange(address: SocketAddr, request: &[u8]) -> Result<(u16, String, String), Lost> {
    let closed = |_| Lost::Closed;
    let limit = Duration::from_secs(5);
    let mut stream = TcpStream::connect_timeout(&address, limit).map_err(closed)?;
    stream
        .set_read_timeout(Some(Duration::from_secs(40)))
        .map_err(closed)?;
    // A server that refuses a request may answer before it has read all of it.
    let sent = stream.write_all(request);
    let mut bytes = Vec::new();
    let ended = stream.read_to_end(&mut bytes);
    if bytes.is_empty() || (sent.is_err() && ended.is_err()) {
        return Err(Lost::Closed);
    }
    if ended.is_err() {
        return Err(Lost::Cut);
    }
    whole(
        &String::from_utf8_lossy(&bytes),
        request.starts_with(b"HEAD "),
    )
    .ok_or(Lost::Cut)
}

fn whole(text: &str, is_head: bool) -> Option<(u16, String, String)> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let lower = head.to_ascii_lowercase();
    let header = |name: &str| lower.lines().find_map(|line| line.strip_prefix(name));
    let length: Option<usize> = header("content-length: ").and_then(|length| length.parse().ok());
    let is_whole = match length {
        // The answer to HEAD tells a length and has no body.
        _ if is_head => body.is_empty(),
        // Bytes that are no text were replaced, which changes their number.
        Some(length) => body.len() == length || body.contains('\u{fffd}'),
        None if header("transfer-encoding: chunked").is_some() => body.ends_with("0\r\n\r\n"),
        None => body.is_empty(),
    };
    is_whole.then(|| (status, head.to_owned(), body.to_owned()))
}

pub(crate) fn get(address: SocketAddr, path: &str) -> Result<(u16, String), Lost> {
    call(
        address,
        &format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"),
    )
}

/// Adds a price notice, whose number tells it apart; an acknowledged one is journaled and keyed.
pub(crate) fn post_notice(
    address: SocketAddr,
    token: &str,
    number: u64,
) -> Result<(u16, String), Lost> {
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

/// A keyed request with a JSON body, as text.
pub(crate) fn post_json(token: &str, path: &str, (key, body): (&str, &str)) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\nidempotency-key: {key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}
