//! Small text encodings of URLs.

/// Percent-encodes a text for one query value (RFC 3986, unreserved characters stay).
pub(crate) fn encode_query(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&base::to_hex(&[byte]).to_ascii_uppercase());
        }
    }
    encoded
}
