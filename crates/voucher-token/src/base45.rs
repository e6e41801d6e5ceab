//! Base45 of RFC 9285: three characters for two bytes, all of them in a QR code's alphanumeric set.

use crate::TokenRefusal;

const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Writes bytes as Base45 text.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(2) * 3);
    for pair in bytes.chunks(2) {
        let (mut rest, digits) = match *pair {
            [high, low] => (u32::from(high) * 256 + u32::from(low), 3),
            [single] => (u32::from(single), 2),
            _ => continue,
        };
        for _ in 0..digits {
            let symbol = ALPHABET.get(rest as usize % 45).copied().unwrap_or(b'0');
            text.push(char::from(symbol));
            rest /= 45;
        }
    }
    text
}

/// Reads Base45 text; refuses foreign characters, a lone last character and groups that overflow.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, TokenRefusal> {
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2 + 1);
    for group in text.as_bytes().chunks(3) {
        let mut value = 0_u32;
        for &symbol in group.iter().rev() {
            value = value * 45 + digit(symbol)?;
        }
        let [.., high, low] = value.to_be_bytes();
        match group.len() {
            3 if value <= 0xFFFF => bytes.extend([high, low]),
            2 if value <= 0xFF => bytes.push(low),
            _ => return Err(TokenRefusal::BadBase45),
        }
    }
    Ok(bytes)
}

fn digit(symbol: u8) -> Result<u32, TokenRefusal> {
    ALPHABET
        .iter()
        .zip(0_u32..)
        .find_map(|(&known, value)| (known == symbol).then_some(value))
        .ok_or(TokenRefusal::BadBase45)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_examples_of_rfc_9285() {
        for (bytes, text) in [
            ("AB", "BB8"),
            ("Hello!!", "%69 VD92EX0"),
            ("base-45", "UJCLQE7W581"),
            ("ietf!", "QED8WEX0"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
        }
    }

    #[test]
    fn refuses_overflow_lone_and_foreign_characters() {
        for text in ["GGW", "::", "BB8A", "bb8", "BÄ", "BB8\n"] {
            assert_eq!(decode(text), Err(TokenRefusal::BadBase45), "{text}");
        }
    }
}
