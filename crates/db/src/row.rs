//! Rows, read by column name.

use std::sync::Arc;

use base::{Millilitres, MonthOfYear, Rupiah, UtcMicros, Uuid};

use crate::{Failure, Owned};

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    columns: Arc<[Box<str>]>,
    values: Vec<Owned>,
}

impl Row {
    /// Puts names and values together; both have the same length.
    pub(crate) fn new(columns: Arc<[Box<str>]>, values: Vec<Owned>) -> Self {
        debug_assert_eq!(columns.len(), values.len());
        Self { columns, values }
    }

    /// Reads a column as a type.
    ///
    /// # Errors
    /// A bug [`Failure`] where the column is absent or of another type.
    pub fn get<T: FromColumn>(&self, column: &str) -> Result<T, Failure> {
        let value = self.value(column)?;
        T::from_column(value).ok_or_else(|| {
            Failure::bug(format!(
                "column {column} is not a {}: {value:?}",
                std::any::type_name::<T>()
            ))
        })
    }

    /// A BYTES column without copying it.
    ///
    /// # Errors
    /// A bug [`Failure`] where the column is absent or of another type.
    pub fn bytes(&self, column: &str) -> Result<&[u8], Failure> {
        match self.value(column)? {
            Owned::Bytes(bytes) => Ok(bytes),
            other => Err(Failure::bug(format!(
                "column {column} is not bytes: {other:?}"
            ))),
        }
    }

    /// A column's bare value.
    ///
    /// # Errors
    /// A bug [`Failure`] where the column is absent.
    pub fn value(&self, column: &str) -> Result<&Owned, Failure> {
        self.columns
            .iter()
            .position(|name| &**name == column)
            .and_then(|position| self.values.get(position))
            .ok_or_else(|| Failure::bug(format!("the answer has no column {column}")))
    }

    /// Reads a TEXT column into a type that parses from it (a state, a civil date, a month).
    ///
    /// # Errors
    /// A bug [`Failure`] where the column is absent, empty, or holds another text.
    pub fn parse<T: std::str::FromStr>(&self, column: &str) -> Result<T, Failure> {
        let text: String = self.get(column)?;
        text.parse().map_err(|_| {
            Failure::bug(format!(
                "column {column} holds {text:?}, not a {}",
                std::any::type_name::<T>()
            ))
        })
    }

    /// Names and values in the order of the statement.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &Owned)> {
        self.columns.iter().map(AsRef::as_ref).zip(&self.values)
    }
}

/// A type that a column can be read as.
pub trait FromColumn: Sized {
    /// The value, or `None` where the column holds another type.
    fn from_column(value: &Owned) -> Option<Self>;
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(value: &Owned) -> Option<Self> {
        match value {
            Owned::Null => Some(None),
            present => T::from_column(present).map(Some),
        }
    }
}

macro_rules! from_integer {
    ($($target:ty => $convert:expr),+ $(,)?) => {$(
        impl FromColumn for $target {
            fn from_column(value: &Owned) -> Option<Self> {
                match value {
                    Owned::Integer(number) => $convert(*number),
                    _ => None,
                }
            }
        }
    )+};
}

from_integer! {
    i64 => Some,
    i32 => |number| i32::try_from(number).ok(),
    u32 => |number| u32::try_from(number).ok(),
    u16 => |number| u16::try_from(number).ok(),
    u64 => |number| u64::try_from(number).ok(),
    usize => |number| usize::try_from(number).ok(),
    bool => |number| match number { 0 => Some(false), 1 => Some(true), _ => None },
    Rupiah => |number| Some(Rupiah::new(number)),
    Millilitres => |number| Some(Millilitres::new(number)),
    UtcMicros => |number| Some(UtcMicros::new(number)),
}

impl FromColumn for String {
    fn from_column(value: &Owned) -> Option<Self> {
        match value {
            Owned::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromColumn for Vec<u8> {
    fn from_column(value: &Owned) -> Option<Self> {
        match value {
            Owned::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

impl FromColumn for Uuid {
    fn from_column(value: &Owned) -> Option<Self> {
        match value {
            Owned::Bytes(bytes) => Self::from_slice(bytes).ok(),
            _ => None,
        }
    }
}

impl FromColumn for MonthOfYear {
    fn from_column(value: &Owned) -> Option<Self> {
        match value {
            Owned::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}
