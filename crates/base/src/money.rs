//! Money in whole rupiah.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{OutOfRange, format_grouped};

/// An amount of whole rupiah; may be negative in differences and corrections.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Rupiah(i64);

impl Rupiah {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// Wraps an amount of whole rupiah.
    pub const fn new(amount: i64) -> Self {
        Self(amount)
    }

    /// The amount in whole rupiah.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum, or [`OutOfRange`].
    pub fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        self.0.checked_add(other.0).map(Self).ok_or(OutOfRange)
    }

    /// The difference, or [`OutOfRange`].
    pub fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        self.0.checked_sub(other.0).map(Self).ok_or(OutOfRange)
    }

    /// Whether the amount is above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }
}

/// Writes `Rp 1.234.567`, as Indonesians do; negative amounts as `-Rp 1.000`.
impl fmt::Display for Rupiah {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(
            formatter,
            "{sign}Rp\u{a0}{}",
            format_grouped(self.0.unsigned_abs())
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_dots_between_thousands() {
        assert_eq!(Rupiah::new(1_234_567).to_string(), "Rp\u{a0}1.234.567");
        assert_eq!(Rupiah::new(-5_000).to_string(), "-Rp\u{a0}5.000");
        assert_eq!(Rupiah::ZERO.to_string(), "Rp\u{a0}0");
    }

    #[test]
    fn refuses_to_wrap_around() {
        assert_eq!(Rupiah::new(i64::MAX).plus(Rupiah::new(1)), Err(OutOfRange));
        assert_eq!(Rupiah::new(i64::MIN).minus(Rupiah::new(1)), Err(OutOfRange));
    }
}
