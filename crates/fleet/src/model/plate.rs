//! Plates (TNKB): how they are written, and what their numbers say.

use base::{CivilDate, Uuid};
use serde::{Deserialize, Serialize};

use crate::VehicleId;

coded! {
    /// The colour of a plate's ground.
    PlateColour {
        /// Red ground, white letters: of the government (Perpol 7/2021).
        Red "red",
        /// Black ground, white letters: private, before 2022.
        Black "black",
        /// White ground, black letters: private, since 2022.
        White "white",
        /// Yellow ground: public transport.
        Yellow "yellow",
        /// Not written down.
        Unknown "unknown",
    }
}

/// A plate in its one spelling: area letters, number, series, as `DH 1234 A`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Plate(String);

/// The longest plate of another form that is kept, in signs.
const KEY_SIGNS_MAX: usize = 16;

impl Plate {
    /// Reads a plate as anybody writes it; `None` where it holds no letter or digit, or is no plate.
    ///
    /// Plates of another form (military, diplomatic, temporary) keep their letters and digits.
    pub fn read(written: &str) -> Option<Self> {
        let key = plate_key(written);
        if key.len() > KEY_SIGNS_MAX || !key.bytes().any(|sign| sign.is_ascii_digit()) {
            return None;
        }
        Some(match PlateParts::of(&key) {
            Some(parts) => Self(parts.to_string()),
            None => Self(key),
        })
    }

    /// The plate with its spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Letters and digits only: what plates are compared by.
    pub fn key(&self) -> String {
        plate_key(&self.0)
    }

    /// The key from its end.
    pub(crate) fn reversed_key(&self) -> String {
        self.key().chars().rev().collect()
    }

    /// What lists are sorted by: the number in front, filled up, so that 9 comes before 10.
    pub(crate) fn list_key(&self) -> String {
        let key = self.key().to_lowercase();
        match PlateParts::of(&key.to_uppercase()) {
            Some(parts) => {
                format!("{}{:0>4}{}", parts.area, parts.number, parts.series).to_lowercase()
            }
            None => key,
        }
    }

    /// What the number says of the kind of vehicle, where it speaks against the class.
    ///
    /// Number blocks differ between regions and times, so this is a hint, never a refusal:
    /// 1 to 1999 passenger, 2000 to 6999 motorcycle, 7000 to 7999 bus, 8000 to 9999 goods.
    pub fn block(&self) -> Option<NumberBlock> {
        let parts_key = self.key();
        let parts = PlateParts::of(&parts_key)?;
        let number: u16 = parts.number.parse().ok()?;
        Some(match number {
            0..=1_999 => NumberBlock::Passenger,
            2_000..=6_999 => NumberBlock::Motorcycle,
            7_000..=7_999 => NumberBlock::Bus,
            _ => NumberBlock::Goods,
        })
    }
}

impl std::fmt::Display for Plate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Letters and digits of a text, in capitals.
pub fn plate_key(written: &str) -> String {
    written
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| sign.to_ascii_uppercase())
        .collect()
}

/// What a plate's number says of the vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberBlock {
    /// 1 to 1999.
    Passenger,
    /// 2000 to 6999.
    Motorcycle,
    /// 7000 to 7999.
    Bus,
    /// 8000 to 9999.
    Goods,
}

impl NumberBlock {
    /// Whether a class of the standard set may carry such a number; unknown classes may.
    pub fn suits(self, class: &str) -> bool {
        let expected = match class {
            "car" | "electric_car" | "ambulance" | "hearse" => Self::Passenger,
            "motorcycle" | "three_wheeler" | "electric_three_wheeler" => Self::Motorcycle,
            "bus" => Self::Bus,
            "pick_up" | "garbage_truck" | "dump_truck" | "fire_engine" => Self::Goods,
            _ => return true,
        };
        self == expected
    }
}

/// Area letters, number and series of a plate's key.
struct PlateParts<'a> {
    area: &'a str,
    number: &'a str,
    series: &'a str,
}

impl<'a> PlateParts<'a> {
    /// One or two letters, one to four digits without a leading zero, up to three letters.
    fn of(key: &'a str) -> Option<Self> {
        let (area, rest) = key.split_at_checked(key.find(|c: char| c.is_ascii_digit())?)?;
        let digits = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (number, series) = rest.split_at_checked(digits)?;
        let fits = (1..=2).contains(&area.len())
            && (1..=4).contains(&number.len())
            && !number.starts_with('0')
            && series.len() <= 3
            && series.bytes().all(|sign| sign.is_ascii_uppercase());
        fits.then_some(Self {
            area,
            number,
            series,
        })
    }
}

impl std::fmt::Display for PlateParts<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.area, self.number)?;
        if self.series.is_empty() {
            Ok(())
        } else {
            write!(formatter, " {}", self.series)
        }
    }
}

/// A plate of a vehicle over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlateSpan {
    /// The row's id.
    pub id: Uuid,
    /// The vehicle that carries it.
    pub vehicle: VehicleId,
    /// The plate.
    pub plate: String,
    /// Its colour.
    pub colour: PlateColour,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day; none while it is carried.
    pub until_on: Option<CivilDate>,
    /// Why it came.
    pub reason: Option<String>,
}

/// Another plate for a vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewPlate {
    /// The plate.
    pub plate: Plate,
    /// Its colour.
    pub colour: PlateColour,
    /// The first day it is carried.
    pub from_on: CivilDate,
    /// Why: a new STNK, a swap, a correction.
    pub reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(written: &str) -> Option<String> {
        Plate::read(written).map(|plate| plate.to_string())
    }

    #[test]
    fn many_spellings_are_one_plate() {
        for written in [
            "DH 1234 A",
            "dh1234a",
            "DH-1234-A",
            " DH. 1234 A ",
            "DH 1234  A",
        ] {
            assert_eq!(read(written).as_deref(), Some("DH 1234 A"), "{written}");
        }
        assert_eq!(read("dh 12").as_deref(), Some("DH 12"));
        assert_eq!(read("CD 12 34").as_deref(), Some("CD 1234"));
    }

    #[test]
    fn other_forms_keep_their_signs_and_words_are_no_plates() {
        assert_eq!(read("3391-00").as_deref(), Some("339100"));
        assert_eq!(read("belum ada"), None);
        assert_eq!(read("-"), None);
        assert_eq!(read("DH 1234 A / DH 5678 B / DH 9 C"), None);
    }

    #[test]
    fn nine_is_listed_before_ten() {
        let key = |written: &str| Plate::read(written).unwrap().list_key();
        assert!(key("DH 9 A") < key("DH 10 A"));
        assert!(key("DH 1234 A") < key("DH 1234 B"));
    }

    #[test]
    fn a_number_block_warns_of_another_kind() {
        let block = |written: &str| Plate::read(written).unwrap().block().unwrap();
        assert!(block("DH 1234 A").suits("car"));
        assert!(!block("DH 3456 A").suits("car"));
        assert!(block("DH 3456 A").suits("motorcycle"));
        assert!(block("DH 8001 A").suits("garbage_truck"));
        assert!(block("DH 8001 A").suits("a class of the city's own"));
    }

    proptest! {
        #[test]
        fn reading_again_changes_nothing(written in "\\PC{0,30}") {
            if let Some(plate) = Plate::read(&written) {
                prop_assert_eq!(Plate::read(plate.as_str()), Some(plate.clone()));
                prop_assert_eq!(plate.key(), plate_key(&written));
            }
        }

        #[test]
        fn every_civil_plate_survives_any_separator(
            area in "[A-Z]{1,2}", number in "[1-9][0-9]{0,3}", series in "[A-Z]{0,3}", sign in "[ .-]{0,2}",
        ) {
            let plate = Plate::read(&format!("{area}{sign}{number}{sign}{series}")).unwrap();
            let expected = format!("{area} {number} {series}");
            prop_assert_eq!(plate.as_str(), expected.trim_end());
        }
    }
}
