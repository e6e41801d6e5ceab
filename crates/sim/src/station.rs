//! Fuel stations, their attendants and contracts.

use jiff::civil::{Date, DateTime};
use serde::Serialize;

use crate::civil::{days_between, minute_of_day};
use crate::dice::Dice;
use crate::number::{AttendantNo, PersonNo, StationNo};
use crate::person::People;
use crate::settings::{Scale, Settings};

/// Who runs a station: the second digit of its number (reference A5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Operator {
    /// Run by Pertamina.
    Coco,
    /// Owned by Pertamina, run by a dealer.
    Codo,
    /// Private.
    Dodo,
}

/// How the city pays a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Means {
    /// Bill at the end of the month.
    OnAccount,
    /// Deposit paid ahead.
    Prepaid,
    /// Government credit card.
    Kkpd,
    /// Pertamina fleet card.
    FleetCard,
}

/// A fuel station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Station {
    /// Number in the simulation.
    pub no: StationNo,
    /// SPBU number, digits only (7 or 8); invented in the shape of the region's numbers.
    pub spbu_number: String,
    /// Name.
    pub name: String,
    /// Who runs it.
    pub operator: Operator,
    /// Latitude in millionths of a degree.
    pub latitude_e6: i64,
    /// Longitude in millionths of a degree.
    pub longitude_e6: i64,
    /// Opening time in minutes after midnight.
    pub opens_minute: i64,
    /// Closing time in minutes after midnight; 1440 when open all night.
    pub closes_minute: i64,
    /// Means of payment in the contract.
    pub means: Means,
    /// Contract number.
    pub contract: String,
    /// Day from which the station stopped serving on account, if it did.
    pub suspended_from: Option<Date>,
    /// Owner.
    pub owner: PersonNo,
    /// Number of pumps.
    pub pumps: i64,
}

impl Station {
    /// Whether it sells at this time.
    pub fn is_open(&self, at: DateTime) -> bool {
        (self.opens_minute..self.closes_minute).contains(&minute_of_day(at))
    }
}

/// A pump attendant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attendant {
    /// Number.
    pub no: AttendantNo,
    /// Station.
    pub station: StationNo,
    /// Person.
    pub person: PersonNo,
    /// Name as printed on slips.
    pub name: String,
}

/// (place, latitude, longitude in thousandths of a degree): inside the kelurahan of that name.
const SITES: [(&str, i64, i64); 14] = [
    ("Oesapa", -10_148, 123_653),
    ("Oebobo", -10_169, 123_602),
    ("Oepura", -10_190, 123_612),
    ("Penfui", -10_174, 123_669),
    ("Kelapa Lima", -10_151, 123_619),
    ("Alak", -10_193, 123_537),
    ("Namosain", -10_176, 123_553),
    ("Liliba", -10_169, 123_645),
    ("Oebufu", -10_175, 123_621),
    ("Sikumana", -10_206, 123_609),
    ("Kuanino", -10_171, 123_593),
    ("Bakunase", -10_189, 123_586),
    ("Pasir Panjang", -10_153, 123_603),
    ("Lasiana", -10_144, 123_671),
];

/// Attendants per station: two on duty in each of three shifts, and one free.
const ATTENDANTS: usize = 7;

/// All stations and their attendants, filling `people`.
pub(crate) fn stations(settings: &Settings, people: &mut People) -> (Vec<Station>, Vec<Attendant>) {
    let wanted = if settings.scale == Scale::Small {
        1
    } else {
        SITES.len()
    };
    let mut attendants = Vec::new();
    let mut list = Vec::new();
    for (index, (place, latitude, longitude)) in SITES.iter().take(wanted).enumerate() {
        let no = StationNo::at(index);
        let mut dice = Dice::new(settings.seed, "station", u64::from(no.0));
        let owner = people.worker(None);
        for _ in 0..ATTENDANTS {
            let person = people.worker(None);
            attendants.push(Attendant {
                no: AttendantNo::at(attendants.len()),
                station: no,
                person,
                name: people.name(person).to_owned(),
            });
        }
        let (operator, digit) = match index {
            0 => (Operator::Coco, 1),
            1 | 2 => (Operator::Codo, 3),
            _ => (Operator::Dodo, 4),
        };
        let all_night = index < 4;
        list.push(Station {
            no,
            spbu_number: format!("5{digit}851{:02}", 51 + index),
            name: format!("SPBU {place}"),
            operator,
            latitude_e6: latitude * 1000 + dice.between(-900, 900),
            longitude_e6: longitude * 1000 + dice.between(-900, 900),
            opens_minute: if all_night { 0 } else { 5 * 60 },
            closes_minute: if all_night { 24 * 60 } else { 22 * 60 },
            means: means(index),
            contract: format!("PKS.{:03}/BBM/{}", index + 11, settings.start_on().year()),
            suspended_from: None,
            owner,
            pumps: dice.between(4, 8),
        });
    }
    (list, attendants)
}

fn means(index: usize) -> Means {
    match index {
        0 => Means::FleetCard,
        5 => Means::Prepaid,
        8 => Means::Kkpd,
        _ => Means::OnAccount,
    }
}

/// Shift of a time of day: 0 from 06:00, 1 from 14:00, 2 from 22:00.
pub fn shift(at: DateTime) -> i64 {
    match at.hour() {
        6..14 => 0,
        14..22 => 1,
        _ => 2,
    }
}

/// The attendant at `lane` (0 or 1) of a station at a time; the roster moves by one each day.
pub(crate) fn on_duty(attendants: &[Attendant], no: StationNo, at: DateTime, lane: i64) -> usize {
    let day = days_between(Date::constant(2020, 1, 1), at.date());
    let place = (day + shift(at) * 2 + lane).rem_euclid(7);
    let index = no.index() * ATTENDANTS + usize::try_from(place).unwrap_or(0);
    index.min(attendants.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_shape_of_the_region() {
        let settings = Settings::default();
        let mut people = People::new(1, settings.end_on);
        let (stations, attendants) = stations(&settings, &mut people);
        assert_eq!(stations.len(), 14);
        assert_eq!(attendants.len(), 98);
        for station in stations {
            assert_eq!(station.spbu_number.len(), 7);
            assert!(station.spbu_number.starts_with('5'));
            assert!((-10_300_000..-10_100_000).contains(&station.latitude_e6));
            assert!((123_500_000..123_700_000).contains(&station.longitude_e6));
        }
    }
}
