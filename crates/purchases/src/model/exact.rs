//! Exact decimals as a list wrote them.

use std::fmt;

use rust_decimal::Decimal;

/// A decimal as written, in a form that a database adds up without rounding: `12.60` is 1260 with
/// two digits behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    digits: i64,
    scale: u32,
}

impl Exact {
    /// The number, or nothing where it has more digits than 64 bits hold.
    pub fn of(number: Decimal) -> Option<Self> {
        let digits = i64::try_from(number.mantissa()).ok()?;
        (number.scale() <= 18).then_some(Self {
            digits,
            scale: number.scale(),
        })
    }

    /// From the two columns of a table.
    pub const fn stored(digits: i64, scale: u32) -> Self {
        Self { digits, scale }
    }

    /// All digits, without the point.
    pub const fn digits(self) -> i64 {
        self.digits
    }

    /// How many digits stand behind the point.
    pub const fn scale(self) -> u32 {
        self.scale
    }

    /// The number.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.digits, self.scale.min(28))
    }

    /// Whether it is above zero.
    pub const fn is_positive(self) -> bool {
        self.digits > 0
    }
}

/// As programs write it: `1234.50`, with all digits of the list.
impl fmt::Display for Exact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decimal().fmt(formatter)
    }
}

/// As Indonesians write it: `1.234,50`, with all digits that were given.
pub(crate) fn local_number(number: Decimal) -> String {
    let text = number.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if number.is_sign_negative() && !number.is_zero() {
        "-"
    } else {
        ""
    };
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        let left = whole.len().saturating_sub(place);
        if place > 0 && left.is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped},{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn every_written_digit_is_kept() {
        for text in ["12.60", "0.000", "-5.13", "44670.59", "9223372036854775807"] {
            assert_eq!(Exact::of(number(text)).unwrap().to_string(), text);
        }
        assert_eq!(Exact::of(number("9223372036854775808")), None);
    }

    #[test]
    fn numbers_read_as_in_indonesia() {
        for (text, shown) in [
            ("0", "0"),
            ("999", "999"),
            ("1234567.50", "1.234.567,50"),
            ("-0.53", "-0,53"),
            ("44670.59", "44.670,59"),
        ] {
            assert_eq!(local_number(number(text)), shown);
        }
    }
}
