//! On which days a unit or a vehicle works.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use base::CivilDate;
use jiff::civil::Weekday;

use super::UnknownCode;
use super::calendar::DayKind;

/// The days on which a unit or a vehicle works.
///
/// Stored as a word: `five_day`, `six_day`, `every_day`, `stand_by`, `shifts`, or
/// `shifts:2-1@2026-01-05` for two days on and one off, counted from a first day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WorkPattern {
    /// Monday to Friday, without holidays and joint leave.
    FiveDay,
    /// Monday to Saturday, without holidays and joint leave.
    SixDay,
    /// Every day of the year: refuse, ambulances, watchmen.
    EveryDay,
    /// Teams that relieve each other: every day, or a cycle of days on and off.
    Shifts(Option<ShiftCycle>),
    /// Ready every day, called when needed.
    StandBy,
}

/// A cycle of days on and days off, whatever the calendar says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShiftCycle {
    /// Days on, 1 to 60.
    pub on_days: u8,
    /// Days off, 1 to 60.
    pub off_days: u8,
    /// A first day on.
    pub starts_on: CivilDate,
}

impl ShiftCycle {
    fn works(self, on: CivilDate) -> bool {
        let passed = self
            .starts_on
            .until(on)
            .map_or(0, |span| i64::from(span.get_days()));
        passed.rem_euclid(i64::from(self.on_days) + i64::from(self.off_days))
            < i64::from(self.on_days)
    }
}

impl WorkPattern {
    /// The patterns to choose from, without cycles.
    pub const SIMPLE: [Self; 5] = [
        Self::FiveDay,
        Self::SixDay,
        Self::EveryDay,
        Self::Shifts(None),
        Self::StandBy,
    ];

    /// Whether a day is worked, by what the official calendar says about it.
    pub fn works(self, on: CivilDate, special: Option<DayKind>) -> bool {
        let last_day = match self {
            Self::EveryDay | Self::StandBy | Self::Shifts(None) => return true,
            Self::Shifts(Some(cycle)) => return cycle.works(on),
            Self::FiveDay => Weekday::Friday,
            Self::SixDay => Weekday::Saturday,
        };
        match special {
            Some(DayKind::Holiday | DayKind::JointLeave) => false,
            Some(DayKind::ExtraWorkingDay) => true,
            Some(DayKind::Ordinary) | None => {
                on.weekday().to_monday_one_offset() <= last_day.to_monday_one_offset()
            }
        }
    }

    /// The days worked from one day to another, both included.
    pub fn days_between(
        self,
        from: CivilDate,
        to: CivilDate,
        special: &BTreeMap<CivilDate, DayKind>,
    ) -> Vec<CivilDate> {
        let mut days = Vec::new();
        let mut on = from;
        while on <= to {
            if self.works(on, special.get(&on).copied()) {
                days.push(on);
            }
            match on.tomorrow() {
                Ok(next) => on = next,
                Err(_) => break,
            }
        }
        days
    }
}

impl fmt::Display for WorkPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FiveDay => "five_day",
            Self::SixDay => "six_day",
            Self::EveryDay => "every_day",
            Self::Shifts(None) => "shifts",
            Self::StandBy => "stand_by",
            Self::Shifts(Some(cycle)) => {
                let ShiftCycle {
                    on_days,
                    off_days,
                    starts_on,
                } = cycle;
                return write!(formatter, "shifts:{on_days}-{off_days}@{starts_on}");
            }
        })
    }
}

impl FromStr for WorkPattern {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Ok(match text {
            "five_day" => Self::FiveDay,
            "six_day" => Self::SixDay,
            "every_day" => Self::EveryDay,
            "shifts" => Self::Shifts(None),
            "stand_by" => Self::StandBy,
            other => Self::Shifts(Some(read_cycle(other).ok_or(UnknownCode)?)),
        })
    }
}

fn read_cycle(text: &str) -> Option<ShiftCycle> {
    let (cycle, starts_on) = text.strip_prefix("shifts:")?.split_once('@')?;
    let (on_days, off_days) = cycle.split_once('-')?;
    let days = |text: &str| text.parse().ok().filter(|days| (1..=60).contains(days));
    Some(ShiftCycle {
        on_days: days(on_days)?,
        off_days: days(off_days)?,
        starts_on: starts_on.parse().ok()?,
    })
}

impl serde::Serialize for WorkPattern {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    fn count(pattern: &str, special: &[(&str, DayKind)]) -> usize {
        let special = special.iter().map(|(on, kind)| (day(on), *kind)).collect();
        let pattern: WorkPattern = pattern.parse().unwrap();
        pattern
            .days_between(day("2026-05-01"), day("2026-05-31"), &special)
            .len()
    }

    #[test]
    fn each_pattern_counts_its_own_days_of_may_2026() {
        // May 2026 begins on a Friday: 21 days Monday to Friday, 5 Saturdays.
        assert_eq!(count("five_day", &[]), 21);
        assert_eq!(count("six_day", &[]), 26);
        assert_eq!(count("every_day", &[]), 31);
        assert_eq!(count("shifts", &[]), 31);
        assert_eq!(count("stand_by", &[]), 31);
        assert_eq!(count("shifts:2-1@2026-05-01", &[]), 21);
        assert_eq!(count("shifts:2-1@2026-05-02", &[]), 20);
    }

    #[test]
    fn holidays_are_free_and_extra_days_are_worked() {
        let special = [
            ("2026-05-01", DayKind::Holiday),
            ("2026-05-15", DayKind::JointLeave),
            ("2026-05-16", DayKind::Holiday),
            ("2026-05-31", DayKind::ExtraWorkingDay),
            ("2026-05-30", DayKind::Ordinary),
        ];
        assert_eq!(count("five_day", &special), 20);
        assert_eq!(count("six_day", &special), 24);
        assert_eq!(count("every_day", &special), 31);
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for text in [
            "five_day",
            "six_day",
            "every_day",
            "shifts",
            "stand_by",
            "shifts:24-8@2026-01-05",
        ] {
            assert_eq!(text.parse::<WorkPattern>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "shifts:0-1@2026-01-05",
            "shifts:1-99@2026-01-05",
            "shifts:1-1@soon",
        ] {
            assert!(text.parse::<WorkPattern>().is_err(), "{text}");
        }
    }
}
