//! The number over a station's entrance.

use serde::{Deserialize, Serialize};

/// A station's number without its punctuation: `54.851.02` and `54-85102` are one station.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StationNumber(String);

/// Who owns and runs a station, by the second digit of its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// Run by Pertamina (COCO).
    Company,
    /// Pertamina's, run by a dealer (CODO).
    DealerOnCompanyLand,
    /// A dealer's own (DODO).
    Dealer,
}

/// The text holds no station number: 4 to 12 digits, apart from dots, dashes and spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the number of a station")]
pub struct StationNumberError;

impl StationNumber {
    /// The bare digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Who runs it; `None` where the number has not the shape known of Pertamina's stations.
    ///
    /// Seven or eight digits, the first a region from 1 to 8, the second 1, 3 or 4.
    pub fn ownership(&self) -> Option<Ownership> {
        let mut digits = self.0.chars();
        let (region, owner) = (digits.next()?, digits.next()?);
        if !matches!(self.0.len(), 7 | 8) || !('1'..='8').contains(&region) {
            return None;
        }
        match owner {
            '1' => Some(Ownership::Company),
            '3' => Some(Ownership::DealerOnCompanyLand),
            '4' => Some(Ownership::Dealer),
            _ => None,
        }
    }

    /// Whether the number has a shape we know; another is taken, with a warning.
    pub fn is_usual(&self) -> bool {
        self.ownership().is_some()
    }
}

/// As it is written at the station: `54.851.02`.
impl std::fmt::Display for StationNumber {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !matches!(self.0.len(), 7 | 8) {
            return formatter.write_str(&self.0);
        }
        for (position, digit) in self.0.chars().enumerate() {
            if position == 2 || position == 5 {
                formatter.write_str(".")?;
            }
            write!(formatter, "{digit}")?;
        }
        Ok(())
    }
}

impl std::str::FromStr for StationNumber {
    type Err = StationNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let text = text
            .strip_prefix("SPBU")
            .or(text.strip_prefix("spbu"))
            .unwrap_or(text);
        let mut digits = String::new();
        for character in text.chars() {
            match character {
                '0'..='9' => digits.push(character),
                '.' | '-' | ' ' | '\u{a0}' => {}
                _ => return Err(StationNumberError),
            }
        }
        if !(4..=12).contains(&digits.len()) {
            return Err(StationNumberError);
        }
        Ok(Self(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> StationNumber {
        text.parse().unwrap()
    }

    #[test]
    fn one_station_has_one_number_however_it_is_written() {
        for text in ["54.851.02", "54-85102", "SPBU 5485102", " 5485102 "] {
            assert_eq!(number(text).digits(), "5485102");
            assert_eq!(number(text).to_string(), "54.851.02");
        }
    }

    #[test]
    fn numbers_seen_at_stations_are_usual() {
        for text in [
            "31.128.02",
            "44.582.02",
            "34-15146",
            "34.40340",
            "34-115130",
        ] {
            assert!(number(text).is_usual(), "{text}");
        }
        assert_eq!(number("31.128.02").ownership(), Some(Ownership::Company));
        assert_eq!(
            number("53.851.02").ownership(),
            Some(Ownership::DealerOnCompanyLand)
        );
        assert_eq!(number("64.751.16").ownership(), Some(Ownership::Dealer));
    }

    #[test]
    fn another_shape_is_taken_but_not_usual() {
        for text in ["12345", "95.851.02", "52.851.02", "541234567"] {
            assert!(!number(text).is_usual(), "{text}");
        }
    }

    #[test]
    fn what_holds_no_number_is_refused() {
        for text in ["", "SPBU", "54.851.0A", "123", "1234567890123"] {
            assert_eq!(
                text.parse::<StationNumber>(),
                Err(StationNumberError),
                "{text}"
            );
        }
    }
}
