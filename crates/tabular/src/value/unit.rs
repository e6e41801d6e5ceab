//! Units and currencies of foreign files, converted exactly.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::words::normalise;

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Volume; base unit millilitre.
    Volume,
    /// Distance; base unit metre.
    Distance,
    /// Money; base unit whole rupiah.
    Money,
}

/// A unit or currency that files use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Litre.
    Litre,
    /// Millilitre.
    Millilitre,
    /// US liquid gallon: 231 cubic inches, exactly 3.785411784 litres (NIST Handbook 44, App. C).
    GallonUs,
    /// Kilometre.
    Km,
    /// International mile, exactly 1.609344 km.
    Mile,
    /// Indonesian rupiah.
    Idr,
    /// US dollar; never converted.
    Usd,
}

impl Unit {
    /// What the unit measures.
    pub fn measure(self) -> Measure {
        match self {
            Self::Litre | Self::Millilitre | Self::GallonUs => Measure::Volume,
            Self::Km | Self::Mile => Measure::Distance,
            Self::Idr | Self::Usd => Measure::Money,
        }
    }

    /// The unit that Indonesian files mean when they name none.
    pub fn usual(measure: Measure) -> Self {
        match measure {
            Measure::Volume => Self::Litre,
            Measure::Distance => Self::Km,
            Measure::Money => Self::Idr,
        }
    }

    /// The word of the mapping file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Litre => "litre",
            Self::Millilitre => "millilitre",
            Self::GallonUs => "gallon_us",
            Self::Km => "km",
            Self::Mile => "mile",
            Self::Idr => "idr",
            Self::Usd => "usd",
        }
    }

    /// Recognises a unit written in a header or behind a number.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match normalise(word).as_str() {
            "l" | "lt" | "ltr" | "liter" | "litre" | "liters" | "litres" => Self::Litre,
            "ml" | "mililiter" | "milliliter" | "millilitre" | "cc" => Self::Millilitre,
            "gal" | "gals" | "gallon" | "gallons" | "galon" | "ga" => Self::GallonUs,
            "km" | "kilometer" | "kilometre" | "kms" => Self::Km,
            "mi" | "mile" | "miles" | "mil" => Self::Mile,
            "rp" | "idr" | "rupiah" => Self::Idr,
            "usd" | "us" | "dollar" | "dollars" | "dolar" => Self::Usd,
            _ if matches!(word.trim(), "$" | "US$") => Self::Usd,
            _ => return None,
        })
    }

    /// Millilitres, metres or whole rupiah, half up (away from zero).
    ///
    /// `None` for foreign money, and where the result is beyond 64 bits.
    pub fn to_base(self, amount: Decimal) -> Option<i64> {
        let factor = match self {
            Self::Litre | Self::Km => Decimal::ONE_THOUSAND,
            Self::Millilitre | Self::Idr => Decimal::ONE,
            Self::GallonUs => Decimal::new(3_785_411_784, 6),
            Self::Mile => Decimal::new(1_609_344, 3),
            Self::Usd => return None,
        };
        let exact = amount.checked_mul(factor)?;
        exact
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
            .try_into()
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(unit: Unit, amount: &str) -> Option<i64> {
        unit.to_base(amount.parse().unwrap())
    }

    #[test]
    fn conversions_are_exact_and_round_half_up() {
        assert_eq!(base(Unit::GallonUs, "1"), Some(3_785));
        assert_eq!(base(Unit::GallonUs, "12.6"), Some(47_696));
        assert_eq!(base(Unit::GallonUs, "1000000"), Some(3_785_411_784));
        assert_eq!(base(Unit::Mile, "65611"), Some(105_590_669));
        assert_eq!(base(Unit::Litre, "12.3455"), Some(12_346));
        assert_eq!(base(Unit::Litre, "-12.3455"), Some(-12_346));
        assert_eq!(base(Unit::Idr, "1234567.50"), Some(1_234_568));
        assert_eq!(base(Unit::Usd, "1"), None);
        assert_eq!(base(Unit::Litre, "79228162514264337593543950335"), None);
    }

    #[test]
    fn words_of_files_name_units() {
        assert_eq!(Unit::from_word("Ltr."), Some(Unit::Litre));
        assert_eq!(Unit::from_word("GA"), Some(Unit::GallonUs));
        assert_eq!(Unit::from_word("$"), Some(Unit::Usd));
        assert_eq!(Unit::from_word("botol"), None);
    }
}
