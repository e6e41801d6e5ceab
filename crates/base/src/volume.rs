//! Volume in millilitres, and the two conversions between volume and money.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{OutOfRange, Rupiah, format_scaled};

/// A volume in millilitres; may be negative in differences and corrections.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Millilitres(i64);

impl Millilitres {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Wraps a volume in millilitres.
    pub const fn new(volume: i64) -> Self {
        Self(volume)
    }

    /// Whole litres, or [`OutOfRange`].
    pub fn litres(litres: i64) -> Result<Self, OutOfRange> {
        litres.checked_mul(1_000).map(Self).ok_or(OutOfRange)
    }

    /// The volume in millilitres.
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

    /// Whether the volume is above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }
}

/// Writes litres with a comma and no needless zeros: `12,5 l`.
impl fmt::Display for Millilitres {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\u{a0}l", format_scaled(self.0, 3))
    }
}

/// What a volume costs at a price per litre, rounded half up once.
///
/// Both arguments must not be negative.
///
/// # Errors
/// [`OutOfRange`] where an argument is negative or the product does not fit.
pub fn price_of(volume: Millilitres, price_per_litre: Rupiah) -> Result<Rupiah, OutOfRange> {
    let volume = u128::try_from(volume.get()).map_err(|_| OutOfRange)?;
    let price = u128::try_from(price_per_litre.get()).map_err(|_| OutOfRange)?;
    let rounded = volume
        .checked_mul(price)
        .and_then(|product| product.checked_add(500))
        .and_then(|product| product.checked_div(1_000))
        .ok_or(OutOfRange)?;
    i64::try_from(rounded)
        .map(Rupiah::new)
        .map_err(|_| OutOfRange)
}

/// The most that an amount buys at a price per litre, rounded down to a millilitre.
///
/// # Errors
/// [`OutOfRange`] where the amount is negative, the price is not positive, or the volume does
/// not fit.
pub fn volume_for(amount: Rupiah, price_per_litre: Rupiah) -> Result<Millilitres, OutOfRange> {
    let amount = u128::try_from(amount.get()).map_err(|_| OutOfRange)?;
    let price = u128::try_from(price_per_litre.get()).map_err(|_| OutOfRange)?;
    let volume = amount
        .checked_mul(1_000)
        .and_then(|product| product.checked_div(price))
        .ok_or(OutOfRange)?;
    i64::try_from(volume)
        .map(Millilitres::new)
        .map_err(|_| OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_a_price_half_up_once() {
        // 12,345 l at Rp 13.650 is Rp 168.509,25; 0,5 of a rupiah goes up.
        assert_eq!(
            price_of(Millilitres::new(12_345), Rupiah::new(13_650)),
            Ok(Rupiah::new(168_509))
        );
        assert_eq!(
            price_of(Millilitres::new(50), Rupiah::new(10)),
            Ok(Rupiah::new(1))
        );
        assert_eq!(
            price_of(Millilitres::new(49), Rupiah::new(10)),
            Ok(Rupiah::new(0))
        );
    }

    #[test]
    fn never_buys_more_than_the_amount_pays_for() {
        let bought = volume_for(Rupiah::new(100_000), Rupiah::new(13_650)).unwrap();
        assert_eq!(bought, Millilitres::new(7_326));
        assert!(price_of(bought, Rupiah::new(13_650)).unwrap() <= Rupiah::new(100_000));
    }

    #[test]
    fn refuses_negative_quantities_and_free_fuel() {
        assert_eq!(
            price_of(Millilitres::new(-1), Rupiah::new(1)),
            Err(OutOfRange)
        );
        assert_eq!(volume_for(Rupiah::new(1), Rupiah::ZERO), Err(OutOfRange));
    }

    #[test]
    fn writes_litres_with_a_comma() {
        assert_eq!(Millilitres::new(12_500).to_string(), "12,5\u{a0}l");
        assert_eq!(Millilitres::new(1_234_567).to_string(), "1.234,567\u{a0}l");
        assert_eq!(Millilitres::new(-20).to_string(), "-0,02\u{a0}l");
    }
}
