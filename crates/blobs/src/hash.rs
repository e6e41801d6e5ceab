//! A blob's name: the SHA-256 of its content.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// The SHA-256 of a blob's content, written as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobHash([u8; 32]);

/// The text was not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the hash of a blob")]
pub struct BlobHashError;

impl BlobHash {
    /// The hash of a content.
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }

    /// Wraps the 32 bytes as a table keeps them.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for BlobHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&base::to_hex(&self.0))
    }
}

impl FromStr for BlobHash {
    type Err = BlobHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // One content has one name: upper case would give it a second.
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(BlobHashError);
        }
        let bytes = base::from_hex(text).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or(BlobHashError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_has_one_text() {
        let hash = BlobHash::of(b"kupang");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(
            hash.to_string().to_uppercase().parse::<BlobHash>(),
            Err(BlobHashError)
        );
        assert_eq!("../../etc".parse::<BlobHash>(), Err(BlobHashError));
        assert_eq!("".parse::<BlobHash>(), Err(BlobHashError));
    }
}
