//! What goes into a statement and what comes out of a column.

use base::{CivilDate, Millilitres, Rupiah, UtcMicros, Uuid};

/// A parameter of a statement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// A BIGINT.
    Integer(i64),
    /// A TEXT.
    Text(&'a str),
    /// A BYTES.
    Bytes(&'a [u8]),
    /// A BOOL.
    Bool(bool),
    /// An ID.
    Id(Uuid),
}

impl Value<'_> {
    /// An ID that may be absent.
    pub fn maybe_id(id: Option<impl Into<Uuid>>) -> Self {
        id.map_or(Self::Null, |id| Self::Id(id.into()))
    }
}

/// A column's value, the same for both engines: BOOL reads as 0 or 1, ID as its 16 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owned {
    /// No value.
    Null,
    /// A BIGINT or BOOL.
    Integer(i64),
    /// A TEXT.
    Text(String),
    /// A BYTES or ID.
    Bytes(Vec<u8>),
}

impl Owned {
    /// Borrows the value as a parameter.
    ///
    /// An ID or BOOL read from a row loses its type this way: name the type where it matters.
    pub fn as_value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Integer(number) => Value::Integer(*number),
            Self::Text(text) => Value::Text(text),
            Self::Bytes(bytes) => Value::Bytes(bytes),
        }
    }
}

macro_rules! from_scalar {
    ($($source:ty => |$value:ident| $target:expr),+ $(,)?) => {$(
        impl From<$source> for Value<'_> {
            fn from($value: $source) -> Self {
                $target
            }
        }

        impl From<Option<$source>> for Value<'_> {
            fn from(value: Option<$source>) -> Self {
                value.map_or(Self::Null, Self::from)
            }
        }
    )+};
}

from_scalar! {
    i64 => |number| Value::Integer(number),
    i32 => |number| Value::Integer(i64::from(number)),
    u32 => |number| Value::Integer(i64::from(number)),
    u16 => |number| Value::Integer(i64::from(number)),
    bool => |flag| Value::Bool(flag),
    Uuid => |id| Value::Id(id),
    Rupiah => |amount| Value::Integer(amount.get()),
    Millilitres => |volume| Value::Integer(volume.get()),
    UtcMicros => |at| Value::Integer(at.get()),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl<'a> From<&'a Option<String>> for Value<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_deref().map_or(Self::Null, Self::Text)
    }
}

impl<'a> From<Option<&'a [u8]>> for Value<'a> {
    fn from(bytes: Option<&'a [u8]>) -> Self {
        bytes.map_or(Self::Null, Self::Bytes)
    }
}

/// Civil dates are ISO text; format them at the call: `params![date.to_string().as_str()]` is
/// long, so rows take [`CivilDate`] and statements take its text.
impl crate::FromColumn for CivilDate {
    fn from_column(value: &Owned) -> Option<Self> {
        match value {
            Owned::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}
