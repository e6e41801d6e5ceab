//! What may be used month by month.

use base::Rupiah;
use serde::Serialize;

/// The most a month may be given: ten trillion rupiah, so that no sum can overflow.
pub const MONTH_MAX: Rupiah = Rupiah::new(10_000_000_000_000);

/// Why twelve amounts are no ceilings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a ceiling is negative or above {MONTH_MAX}")]
pub struct CeilingOutOfRange;

/// The ceilings of the twelve months of a year, January first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Ceilings([Rupiah; 12]);

impl Ceilings {
    /// Twelve amounts, January first.
    ///
    /// # Errors
    /// [`CeilingOutOfRange`] where one is negative or above [`MONTH_MAX`].
    pub fn new(months: [Rupiah; 12]) -> Result<Self, CeilingOutOfRange> {
        let fit = |amount: &Rupiah| (Rupiah::ZERO..=MONTH_MAX).contains(amount);
        if months.iter().all(fit) {
            Ok(Self(months))
        } else {
            Err(CeilingOutOfRange)
        }
    }

    /// A year's amount in twelve equal parts of whole thousands; December takes the rest.
    ///
    /// # Errors
    /// [`CeilingOutOfRange`] where a part is negative or above [`MONTH_MAX`].
    pub fn spread(annual: Rupiah) -> Result<Self, CeilingOutOfRange> {
        let part = annual.get().div_euclid(12_000).saturating_mul(1_000);
        let last = annual.get().saturating_sub(part.saturating_mul(11));
        let mut months = [Rupiah::new(part); 12];
        if let Some(december) = months.last_mut() {
            *december = Rupiah::new(last);
        }
        Self::new(months)
    }

    /// The months, January first.
    pub const fn months(&self) -> &[Rupiah; 12] {
        &self.0
    }

    /// The whole year.
    pub fn total(&self) -> Rupiah {
        let sum = self.0.iter().map(|month| month.get());
        Rupiah::new(sum.fold(0, i64::saturating_add))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_years_amount_is_spread_in_whole_thousands_and_december_takes_the_rest() {
        let ceilings = Ceilings::spread(Rupiah::new(100_000_001)).unwrap();
        assert_eq!(ceilings.months()[0], Rupiah::new(8_333_000));
        assert_eq!(ceilings.months()[10], Rupiah::new(8_333_000));
        assert_eq!(ceilings.months()[11], Rupiah::new(8_337_001));
    }

    #[test]
    fn a_spread_loses_no_rupiah() {
        for annual in [0, 1, 11_999, 12_000, 999_999_999_999, MONTH_MAX.get()] {
            let ceilings = Ceilings::spread(Rupiah::new(annual)).unwrap();
            assert_eq!(ceilings.total(), Rupiah::new(annual));
        }
    }

    #[test]
    fn refuses_negative_and_absurd_amounts() {
        assert_eq!(Ceilings::spread(Rupiah::new(-1)), Err(CeilingOutOfRange));
        let mut months = [Rupiah::ZERO; 12];
        months[3] = Rupiah::new(MONTH_MAX.get() + 1);
        assert_eq!(Ceilings::new(months), Err(CeilingOutOfRange));
    }
}
