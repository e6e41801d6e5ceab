//! Working days: the official calendar applied to a work pattern.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use serde::Serialize;

use crate::civil::{Month, plus_days};
use crate::holiday::Holiday;

/// On which days a unit or vehicle works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum WorkPattern {
    /// Monday to Friday, as most offices.
    FiveDay,
    /// Monday to Saturday, as health centres.
    SixDay,
    /// Every day, as waste collection.
    EveryDay,
    /// Always ready, moving when called: ambulances, fire engines.
    StandBy,
}

/// The free days of a city.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    free: BTreeSet<Date>,
}

impl Calendar {
    /// The calendar with these free days.
    pub fn new(holidays: &[Holiday]) -> Self {
        Self {
            free: holidays.iter().map(|holiday| holiday.on).collect(),
        }
    }

    /// Whether `pattern` works on `day`.
    pub fn is_working_day(&self, day: Date, pattern: WorkPattern) -> bool {
        let weekday = day.weekday();
        match pattern {
            WorkPattern::EveryDay | WorkPattern::StandBy => true,
            WorkPattern::SixDay => weekday != Weekday::Sunday && !self.free.contains(&day),
            WorkPattern::FiveDay => {
                !matches!(weekday, Weekday::Saturday | Weekday::Sunday) && !self.free.contains(&day)
            }
        }
    }

    /// Number of working days of `pattern` in `month`.
    pub fn working_days(&self, month: Month, pattern: WorkPattern) -> i64 {
        let days = i64::from(month.first().days_in_month());
        let works = (0..days)
            .filter(|day| self.is_working_day(plus_days(month.first(), *day), pattern))
            .count();
        i64::try_from(works).unwrap_or(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holiday::holidays;
    use jiff::civil::date;

    #[test]
    fn free_days_stop_offices_but_not_waste_trucks() {
        let calendar = Calendar::new(&holidays());
        let christmas = date(2025, 12, 25);
        assert!(!calendar.is_working_day(christmas, WorkPattern::FiveDay));
        assert!(calendar.is_working_day(christmas, WorkPattern::EveryDay));
    }

    #[test]
    fn august_2025_has_twenty_office_days() {
        // 21 weekdays less the joint leave of 18 August.
        let calendar = Calendar::new(&holidays());
        let month = Month::of(date(2025, 8, 1));
        assert_eq!(calendar.working_days(month, WorkPattern::FiveDay), 20);
    }
}
