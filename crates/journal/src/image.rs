//! The image of a row: the same bytes from either engine, as long as the row is the same.
//!
//! A map from column name to value in the order of the names, NULL left out (so that a column
//! added later, which is nullable, changes no image). BOOL is 0 or 1, an ID its 16 bytes.
//!
//! Personal data: a table that has the column `privacy_salt` shows only salted digests of its TEXT
//! and BYTES columns (not of ids), as one-element arrays; the salt itself never appears. Erasing
//! the salt makes the digests meaningless and leaves the log whole.

use db::{Failure, Owned, Row};
use minicbor::Encoder;
use sha2::{Digest as _, Sha256};

/// The column that marks a table of personal data and holds the row's salt.
const SALT_COLUMN: &str = "privacy_salt";

/// A value in an image, as shown in a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageValue {
    /// A number, an amount, an instant, or a BOOL.
    Integer(i64),
    /// A text.
    Text(String),
    /// An ID or other bytes.
    Bytes(Vec<u8>),
    /// Personal data, known only by its salted digest.
    Personal([u8; 32]),
}

/// Encodes a row as deterministic CBOR (RFC 8949, section 4.2, with names in byte order).
pub fn encode_image(row: &Row) -> Result<Vec<u8>, Failure> {
    let mut columns: Vec<(&str, &Owned)> = row
        .columns()
        .filter(|(_, value)| **value != Owned::Null)
        .collect();
    columns.sort_unstable_by_key(|(name, _)| *name);
    let salt = columns
        .iter()
        .find(|(name, _)| *name == SALT_COLUMN)
        .map(|(_, value)| *value);
    let mut encoder = Encoder::new(Vec::with_capacity(256));
    let written = (|| {
        let shown = columns.len() - usize::from(salt.is_some());
        encoder.map(u64::try_from(shown).unwrap_or_default())?;
        for (name, value) in &columns {
            if *name == SALT_COLUMN {
                continue;
            }
            encoder.str(name)?;
            match (salt, *value) {
                (Some(salt), Owned::Text(_) | Owned::Bytes(_)) if !is_id(name) => {
                    encoder
                        .array(1)?
                        .bytes(&personal_digest(salt, name, value))?;
                }
                (_, Owned::Integer(number)) => {
                    encoder.i64(*number)?;
                }
                (_, Owned::Text(text)) => {
                    encoder.str(text)?;
                }
                (_, Owned::Bytes(bytes)) => {
                    encoder.bytes(bytes)?;
                }
                (_, Owned::Null) => {}
            }
        }
        Ok::<_, minicbor::encode::Error<std::convert::Infallible>>(())
    })();
    written.map_err(|error| Failure::other("encode a row's image", error.to_string()))?;
    Ok(encoder.into_writer())
}

fn is_id(column: &str) -> bool {
    column == "id" || column.ends_with("_id")
}

fn personal_digest(salt: &Owned, column: &str, value: &Owned) -> [u8; 32] {
    let bytes_of = |value: &Owned| match value {
        Owned::Text(text) => text.clone().into_bytes(),
        Owned::Bytes(bytes) => bytes.clone(),
        Owned::Integer(_) | Owned::Null => Vec::new(),
    };
    let mut digest = Sha256::new();
    // Lengths keep the three parts apart.
    for part in [bytes_of(salt), column.as_bytes().to_vec(), bytes_of(value)] {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}
