//! The part of CBOR (RFC 8949) that vouchers use, in its deterministic form only (section 4.2.1).
//!
//! One value has one encoding: whatever this module writes it reads back, and it reads nothing else.

use crate::TokenRefusal;

const MAX_DEPTH: u32 = 8;
/// 2^53 - 1: what a JavaScript number holds exactly.
const MAX_INTEGER: u64 = 9_007_199_254_740_991;

/// A CBOR value of the kinds a voucher may contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Int(i64),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Value>),
    /// Entries in the order of their encoded keys.
    Map(Vec<(Value, Value)>),
    Tag(i64, Box<Value>),
    Bool(bool),
}

/// Reads exactly one value that fills `bytes`.
pub(crate) fn decode(bytes: &[u8]) -> Result<Value, TokenRefusal> {
    let mut reader = Reader { rest: bytes };
    let value = reader.value(1)?;
    if reader.rest.is_empty() {
        Ok(value)
    } else {
        Err(TokenRefusal::TrailingBytes)
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: u32) -> Result<Value, TokenRefusal> {
        if depth > MAX_DEPTH {
            return Err(TokenRefusal::TooDeep);
        }
        let first = self.byte()?;
        let (major, info) = (first >> 5, first & 0x1F);
        if major == 7 {
            return simple(info);
        }
        let argument = self.argument(major, info)?;
        match major {
            0 => Ok(Value::Int(argument)),
            1 => Ok(Value::Int(-1 - argument)),
            2 => Ok(Value::Bytes(self.take(argument)?.to_vec())),
            3 => match std::str::from_utf8(self.take(argument)?) {
                Ok(text) => Ok(Value::Text(text.to_owned())),
                Err(_) => Err(TokenRefusal::BadUtf8),
            },
            4 => self.array(argument, depth),
            5 => self.map(argument, depth),
            _ => Ok(Value::Tag(argument, Box::new(self.value(depth + 1)?))),
        }
    }

    fn argument(&mut self, major: u8, info: u8) -> Result<i64, TokenRefusal> {
        let (width, least) = match info {
            0..=23 => return Ok(i64::from(info)),
            24 => (1, 24),
            25 => (2, 0x100),
            26 => (4, 0x1_0000),
            27 => (8, 0x1_0000_0000),
            31 if (2..=5).contains(&major) => return Err(TokenRefusal::IndefiniteLength),
            _ => return Err(TokenRefusal::UnexpectedType),
        };
        let number = self
            .take(width)?
            .iter()
            .fold(0_u64, |sum, &byte| (sum << 8) | u64::from(byte));
        if number < least {
            return Err(TokenRefusal::NotShortest);
        }
        let limit = if major == 1 {
            MAX_INTEGER - 1
        } else {
            MAX_INTEGER
        };
        match i64::try_from(number) {
            Ok(fits) if number <= limit => Ok(fits),
            _ => Err(TokenRefusal::NumberTooLarge),
        }
    }

    fn array(&mut self, count: i64, depth: u32) -> Result<Value, TokenRefusal> {
        let count = self.count(count, 1)?;
        let items: Result<_, _> = (0..count).map(|_| self.value(depth + 1)).collect();
        Ok(Value::Array(items?))
    }

    fn map(&mut self, count: i64, depth: u32) -> Result<Value, TokenRefusal> {
        let count = self.count(count, 2)?;
        let mut entries = Vec::with_capacity(count);
        let mut previous: Option<&'a [u8]> = None;
        for _ in 0..count {
            let before = self.rest;
            let key = self.value(depth + 1)?;
            let encoded = before
                .get(..before.len() - self.rest.len())
                .unwrap_or(before);
            match previous.map(|previous| previous.cmp(encoded)) {
                Some(std::cmp::Ordering::Equal) => return Err(TokenRefusal::DuplicateKey),
                Some(std::cmp::Ordering::Greater) => return Err(TokenRefusal::UnsortedKeys),
                _ => previous = Some(encoded),
            }
            entries.push((key, self.value(depth + 1)?));
        }
        Ok(Value::Map(entries))
    }

    /// A count of items that the remaining bytes can hold, so that a lie allocates nothing.
    fn count(&self, count: i64, bytes_each: usize) -> Result<usize, TokenRefusal> {
        match usize::try_from(count) {
            Ok(count) if count <= self.rest.len() / bytes_each => Ok(count),
            _ => Err(TokenRefusal::Truncated),
        }
    }

    fn byte(&mut self) -> Result<u8, TokenRefusal> {
        let (&first, rest) = self.rest.split_first().ok_or(TokenRefusal::Truncated)?;
        self.rest = rest;
        Ok(first)
    }

    fn take(&mut self, length: i64) -> Result<&'a [u8], TokenRefusal> {
        let length = usize::try_from(length).map_err(|_| TokenRefusal::Truncated)?;
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(TokenRefusal::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }
}

fn simple(info: u8) -> Result<Value, TokenRefusal> {
    match info {
        20 => Ok(Value::Bool(false)),
        21 => Ok(Value::Bool(true)),
        25..=27 => Err(TokenRefusal::Float),
        31 => Err(TokenRefusal::IndefiniteLength),
        _ => Err(TokenRefusal::UnexpectedType),
    }
}

impl Value {
    /// Builds a map; puts the entries into their deterministic order.
    pub(crate) fn map(mut entries: Vec<(Value, Value)>) -> Self {
        entries.sort_by_cached_key(|(key, _)| key.encode());
        Self::Map(entries)
    }

    /// The one encoding of this value.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Int(number) if *number < 0 => write_head(out, 1, (-1 - number).unsigned_abs()),
            Self::Int(number) => write_head(out, 0, number.unsigned_abs()),
            Self::Bytes(bytes) => {
                write_head(out, 2, bytes.len() as u64);
                out.extend(bytes);
            }
            Self::Text(text) => {
                write_head(out, 3, text.len() as u64);
                out.extend(text.as_bytes());
            }
            Self::Array(items) => {
                write_head(out, 4, items.len() as u64);
                for item in items {
                    item.write(out);
                }
            }
            Self::Map(entries) => {
                write_head(out, 5, entries.len() as u64);
                for (key, value) in entries {
                    key.write(out);
                    value.write(out);
                }
            }
            Self::Tag(number, value) => {
                write_head(out, 6, number.unsigned_abs());
                value.write(out);
            }
            Self::Bool(truth) => out.push(0xF4 | u8::from(*truth)),
        }
    }
}

fn write_head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    let [.., b2, b1, b0] = argument.to_be_bytes();
    match argument {
        0..=23 => out.push(major | b0),
        24..=0xFF => out.extend([major | 0x18, b0]),
        0x100..=0xFFFF => out.extend([major | 0x19, b1, b0]),
        0x1_0000..=0xFFFF_FFFF => {
            let [.., b3, _, _, _] = argument.to_be_bytes();
            out.extend([major | 0x1A, b3, b2, b1, b0]);
        }
        _ => {
            out.push(major | 0x1B);
            out.extend(argument.to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let limit = 9_007_199_254_740_991_i64;
        let leaf = prop_oneof![
            (-limit..=limit).prop_map(Value::Int),
            (-300..300_i64).prop_map(Value::Int),
            any::<Vec<u8>>().prop_map(Value::Bytes),
            any::<String>().prop_map(Value::Text),
            any::<bool>().prop_map(Value::Bool),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
                proptest::collection::btree_map(any::<i16>(), inner.clone(), 0..6).prop_map(
                    |map| {
                        Value::map(
                            map.into_iter()
                                .map(|(k, v)| (Value::Int(k.into()), v))
                                .collect(),
                        )
                    }
                ),
                (0..=70_000_i64, inner).prop_map(|(tag, value)| Value::Tag(tag, Box::new(value))),
            ]
        })
    }

    proptest! {
        #[test]
        fn reads_back_what_it_writes(value in any_value()) {
            prop_assert_eq!(decode(&value.encode()), Ok(value));
        }

        #[test]
        fn accepts_only_bytes_it_would_write_itself(bytes in any::<Vec<u8>>()) {
            if let Ok(value) = decode(&bytes) {
                prop_assert_eq!(value.encode(), bytes);
            }
        }
    }
}
