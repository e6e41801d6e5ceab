//! Indonesian national holidays and joint leave (cuti bersama), 2021 to 2027.

use jiff::civil::{Date, date};
use serde::Serialize;

/// What kind of free day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum HolidayKind {
    /// National holiday (libur nasional).
    National,
    /// Joint leave (cuti bersama).
    JointLeave,
}

/// How sure the date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Certainty {
    /// The date is the same each year by law.
    Fixed,
    /// Set by a joint ministerial decree (SKB); recalled, to be checked against the decree.
    Decree,
    /// Computed here; no decree was known when this was written.
    Forecast,
}

/// A free day of the official calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holiday {
    /// The day.
    pub on: Date,
    /// Official name in Indonesian.
    pub name: String,
    /// Holiday or joint leave.
    pub kind: HolidayKind,
    /// How sure the date is.
    pub certainty: Certainty,
}

const FIXED: [(i8, i8, &str); 5] = [
    (1, 1, "Tahun Baru Masehi"),
    (5, 1, "Hari Buruh Internasional"),
    (6, 1, "Hari Lahir Pancasila"),
    (8, 17, "Hari Proklamasi Kemerdekaan"),
    (12, 25, "Kelahiran Yesus Kristus"),
];

/// Names of the movable days, in the order of the columns of [`MOVABLE`].
const MOVABLE_NAMES: [&str; 9] = [
    "Tahun Baru Imlek",
    "Isra Mikraj Nabi Muhammad",
    "Hari Suci Nyepi",
    "Wafat Yesus Kristus",
    "Kenaikan Yesus Kristus",
    "Hari Raya Waisak",
    "Iduladha",
    "Tahun Baru Islam",
    "Maulid Nabi Muhammad",
];

/// (month, day) of each movable day of a year.
type MovableRow = (i16, [(i8, i8); 9]);

const MOVABLE: [MovableRow; 7] = [
    (
        2021,
        [
            (2, 12),
            (3, 11),
            (3, 14),
            (4, 2),
            (5, 13),
            (5, 26),
            (7, 20),
            (8, 11),
            (10, 20),
        ],
    ),
    (
        2022,
        [
            (2, 1),
            (2, 28),
            (3, 3),
            (4, 15),
            (5, 26),
            (5, 16),
            (7, 10),
            (7, 30),
            (10, 8),
        ],
    ),
    (
        2023,
        [
            (1, 22),
            (2, 18),
            (3, 22),
            (4, 7),
            (5, 18),
            (6, 4),
            (6, 29),
            (7, 19),
            (9, 28),
        ],
    ),
    (
        2024,
        [
            (2, 10),
            (2, 8),
            (3, 11),
            (3, 29),
            (5, 9),
            (5, 23),
            (6, 17),
            (7, 7),
            (9, 16),
        ],
    ),
    (
        2025,
        [
            (1, 29),
            (1, 27),
            (3, 29),
            (4, 18),
            (5, 29),
            (5, 12),
            (6, 6),
            (6, 27),
            (9, 5),
        ],
    ),
    (
        2026,
        [
            (2, 17),
            (1, 16),
            (3, 19),
            (4, 3),
            (5, 14),
            (5, 31),
            (5, 27),
            (6, 16),
            (8, 25),
        ],
    ),
    (
        2027,
        [
            (2, 6),
            (1, 5),
            (3, 8),
            (3, 26),
            (5, 6),
            (5, 20),
            (5, 16),
            (6, 6),
            (8, 15),
        ],
    ),
];

/// Days of Idulfitri (two), Easter Sunday (a holiday since 2024) and election days.
const OTHER: [(Date, &str); 20] = [
    (date(2021, 5, 13), "Idulfitri"),
    (date(2021, 5, 14), "Idulfitri"),
    (date(2022, 5, 2), "Idulfitri"),
    (date(2022, 5, 3), "Idulfitri"),
    (date(2023, 4, 22), "Idulfitri"),
    (date(2023, 4, 23), "Idulfitri"),
    (date(2024, 4, 10), "Idulfitri"),
    (date(2024, 4, 11), "Idulfitri"),
    (date(2025, 3, 31), "Idulfitri"),
    (date(2025, 4, 1), "Idulfitri"),
    (date(2026, 3, 21), "Idulfitri"),
    (date(2026, 3, 22), "Idulfitri"),
    (date(2027, 3, 10), "Idulfitri"),
    (date(2027, 3, 11), "Idulfitri"),
    (date(2024, 3, 31), "Kebangkitan Yesus Kristus"),
    (date(2025, 4, 20), "Kebangkitan Yesus Kristus"),
    (date(2026, 4, 5), "Kebangkitan Yesus Kristus"),
    (date(2027, 3, 28), "Kebangkitan Yesus Kristus"),
    (date(2024, 2, 14), "Pemilihan Umum"),
    (date(2024, 11, 27), "Pemilihan Kepala Daerah"),
];

/// Joint leave; none is known for 2027.
const JOINT_LEAVE: [(i16, &[(i8, i8)]); 6] = [
    (2021, &[(5, 12)]),
    (2022, &[(4, 29), (5, 4), (5, 5), (5, 6)]),
    (
        2023,
        &[
            (1, 23),
            (3, 23),
            (4, 19),
            (4, 20),
            (4, 21),
            (4, 24),
            (4, 25),
            (6, 2),
            (6, 28),
            (6, 30),
            (12, 26),
        ],
    ),
    (
        2024,
        &[
            (2, 9),
            (3, 12),
            (4, 8),
            (4, 9),
            (4, 12),
            (4, 15),
            (5, 10),
            (5, 24),
            (6, 18),
            (12, 26),
        ],
    ),
    (
        2025,
        &[
            (1, 28),
            (3, 28),
            (4, 2),
            (4, 3),
            (4, 4),
            (4, 7),
            (5, 13),
            (5, 30),
            (6, 9),
            (8, 18),
            (12, 26),
        ],
    ),
    (
        2026,
        &[
            (2, 16),
            (3, 18),
            (3, 20),
            (3, 23),
            (3, 24),
            (5, 15),
            (5, 28),
            (12, 24),
        ],
    ),
];

/// All free days of 2021 to 2027 in order of date.
pub fn holidays() -> Vec<Holiday> {
    let fixed = MOVABLE.iter().flat_map(|(year, _)| {
        FIXED.iter().filter_map(move |(month, day, name)| {
            holiday(
                (*year, *month, *day),
                name,
                HolidayKind::National,
                Certainty::Fixed,
            )
        })
    });
    let movable = MOVABLE.iter().flat_map(|(year, days)| {
        days.iter()
            .zip(MOVABLE_NAMES)
            .filter_map(move |((month, day), name)| {
                holiday(
                    (*year, *month, *day),
                    name,
                    HolidayKind::National,
                    sure(*year),
                )
            })
    });
    let other = OTHER.iter().filter_map(|(on, name)| {
        let day = (on.year(), on.month(), on.day());
        holiday(day, name, HolidayKind::National, sure(on.year()))
    });
    let joint = JOINT_LEAVE.iter().flat_map(|(year, days)| {
        days.iter().filter_map(move |(month, day)| {
            holiday(
                (*year, *month, *day),
                "Cuti bersama",
                HolidayKind::JointLeave,
                sure(*year),
            )
        })
    });
    let mut all: Vec<Holiday> = fixed.chain(movable).chain(other).chain(joint).collect();
    all.sort_by(|a, b| (a.on, &a.name).cmp(&(b.on, &b.name)));
    all
}

fn sure(year: i16) -> Certainty {
    if year >= 2027 {
        Certainty::Forecast
    } else {
        Certainty::Decree
    }
}

fn holiday(
    (year, month, day): (i16, i8, i8),
    name: &str,
    kind: HolidayKind,
    certainty: Certainty,
) -> Option<Holiday> {
    let on = Date::new(year, month, day).ok()?;
    Some(Holiday {
        on,
        name: name.to_owned(),
        kind,
        certainty,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_year_has_its_holidays_and_no_joint_leave_falls_on_one() {
        let all = holidays();
        for year in 2021..=2027 {
            let national = all
                .iter()
                .filter(|h| h.on.year() == year && h.kind == HolidayKind::National);
            assert!(national.count() >= 16, "year {year}");
        }
        let free: Vec<Date> = all
            .iter()
            .filter(|h| h.kind == HolidayKind::National)
            .map(|h| h.on)
            .collect();
        let joint = all.iter().filter(|h| h.kind == HolidayKind::JointLeave);
        for day in joint {
            assert!(!free.contains(&day.on), "{} is both", day.on);
        }
    }

    #[test]
    fn good_friday_is_a_friday_and_ascension_a_thursday() {
        use jiff::civil::Weekday::{Friday, Thursday};
        for day in holidays() {
            match day.name.as_str() {
                "Wafat Yesus Kristus" => assert_eq!(day.on.weekday(), Friday, "{}", day.on),
                "Kenaikan Yesus Kristus" => assert_eq!(day.on.weekday(), Thursday, "{}", day.on),
                _ => {}
            }
        }
    }
}
