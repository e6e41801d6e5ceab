//! Typed values of a record and how they are read from text.

pub(crate) mod date;
pub(crate) mod flag;
pub(crate) mod number;
pub(crate) mod unit;

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use date::Moment;
use unit::Unit;

/// A typed value of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Trimmed text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// A quantity in its original unit and converted.
    Quantity {
        /// Exactly as in the file.
        amount: Decimal,
        /// Unit or currency of the file.
        unit: Unit,
        /// Millilitres, metres or whole rupiah, half up (away from zero); none for foreign money.
        base: Option<i64>,
    },
    /// A civil date.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A date and time with its instant.
    Instant(Moment),
    /// Key of a choice.
    Choice(String),
    /// Yes or no.
    Bool(bool),
}

impl Value {
    /// The number in its original unit, where the value is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Integer(number) => Some(Decimal::from(*number)),
            Self::Decimal(amount) | Self::Quantity { amount, .. } => Some(*amount),
            _ => None,
        }
    }
}

/// The values of one row by field key; a field without content has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub(crate) keys: Arc<[Cow<'static, str>]>,
    pub(crate) values: Vec<Option<Value>>,
}

impl Record {
    /// The value of a field.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let index = self.keys.iter().position(|known| known == key)?;
        self.values.get(index)?.as_ref()
    }

    /// All fields with content, in the order of the kind.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.keys
            .iter()
            .zip(&self.values)
            .filter_map(|(key, value)| Some((key.as_ref(), value.as_ref()?)))
    }

    /// The text or choice of a field.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Text(text) | Value::Choice(text) => Some(text),
            _ => None,
        }
    }

    /// The number of a field in its original unit.
    pub fn number(&self, key: &str) -> Option<Decimal> {
        self.get(key)?.number()
    }

    /// Whole number, or the millilitres, metres or rupiah of a quantity.
    pub fn integer(&self, key: &str) -> Option<i64> {
        match self.get(key)? {
            Value::Integer(number) => Some(*number),
            Value::Quantity { base, .. } => *base,
            _ => None,
        }
    }

    /// The date of a field; of an instant the local date.
    pub fn date(&self, key: &str) -> Option<Date> {
        match self.get(key)? {
            Value::Date(date) => Some(*date),
            Value::Instant(moment) => Some(moment.local.date()),
            _ => None,
        }
    }

    /// The instant of a field in microseconds UTC.
    pub fn utc_micros(&self, key: &str) -> Option<i64> {
        match self.get(key)? {
            Value::Instant(moment) => Some(moment.utc_micros),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn bool(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }
}
