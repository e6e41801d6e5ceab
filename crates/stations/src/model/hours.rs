//! When a station is open.

use serde::{Deserialize, Serialize};

/// Minutes of a day.
pub(crate) const DAY_MINUTES: u16 = 24 * 60;

/// The hours of one weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayHours {
    /// The whole day.
    AllDay,
    /// From a minute of the day to another; past midnight where the second is not later.
    Between(u16, u16),
    /// Not at all.
    Closed,
}

/// The hours of a week, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningHours(pub [DayHours; 7]);

/// The text holds no opening hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these are not opening hours")]
pub struct HoursError;

impl OpeningHours {
    /// Day and night.
    pub const ALWAYS: Self = Self([DayHours::AllDay; 7]);

    /// The hours of a weekday, Monday = 0.
    pub fn of(&self, weekday: usize) -> DayHours {
        self.0.get(weekday).copied().unwrap_or(DayHours::Closed)
    }

    /// Whether the station is open at a local time.
    pub fn is_open(&self, weekday: usize, minute: u16) -> bool {
        let today = match self.of(weekday) {
            DayHours::AllDay => true,
            DayHours::Closed => false,
            DayHours::Between(from, to) if from < to => (from..to).contains(&minute),
            DayHours::Between(from, _) => minute >= from,
        };
        let yesterday = self.of((weekday + 6) % 7);
        let still_open =
            matches!(yesterday, DayHours::Between(from, to) if to <= from && minute < to);
        today || still_open
    }
}

/// The minute of the day in `07:30` or `7.30`; `24:00` is the day's end.
pub(crate) fn parse_minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once([':', '.'])?;
    if hour.len() > 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let at = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && at <= DAY_MINUTES).then_some(at)
}

/// `07:30`.
pub(crate) fn format_minute(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// `24`, `-` or `06:00-22:00`.
impl std::fmt::Display for DayHours {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AllDay => formatter.write_str("24"),
            Self::Closed => formatter.write_str("-"),
            Self::Between(from, to) => {
                write!(formatter, "{}-{}", format_minute(*from), format_minute(*to))
            }
        }
    }
}

impl std::str::FromStr for DayHours {
    type Err = HoursError;

    fn from_str(text: &str) -> Result<Self, HoursError> {
        match text.trim() {
            "24" => Ok(Self::AllDay),
            "-" => Ok(Self::Closed),
            text => {
                let (from, to) = text.split_once('-').ok_or(HoursError)?;
                let (from, to) = (parse_minute(from), parse_minute(to));
                let (from, to) = from.zip(to).ok_or(HoursError)?;
                if from == to || from == DAY_MINUTES {
                    return Err(HoursError);
                }
                Ok(Self::Between(from, to))
            }
        }
    }
}

/// The seven days between commas.
impl std::fmt::Display for OpeningHours {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (position, day) in self.0.iter().enumerate() {
            let comma = if position > 0 { "," } else { "" };
            write!(formatter, "{comma}{day}")?;
        }
        Ok(())
    }
}

impl std::str::FromStr for OpeningHours {
    type Err = HoursError;

    fn from_str(text: &str) -> Result<Self, HoursError> {
        let days: Result<Vec<DayHours>, _> = text.split(',').map(str::parse).collect();
        days?.try_into().map(Self).map_err(|_| HoursError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> OpeningHours {
        text.parse().unwrap()
    }

    #[test]
    fn text_reads_back() {
        let text = "24,06:00-22:00,06:00-22:00,22:00-05:00,24,24,-";
        assert_eq!(hours(text).to_string(), text);
        for wrong in [
            "",
            "24",
            "24,24,24,24,24,24,24,24",
            "6-7,24,24,24,24,24,24",
            "06:00-06:00,24,24,24,24,24,24",
            "25:00-26:00,-,-,-,-,-,-",
        ] {
            assert_eq!(wrong.parse::<OpeningHours>(), Err(HoursError), "{wrong}");
        }
    }

    #[test]
    fn a_day_ends_where_it_says() {
        let week = hours("06:00-22:00,24,-,-,-,-,-");
        assert!(!week.is_open(0, 359));
        assert!(week.is_open(0, 360));
        assert!(!week.is_open(0, 22 * 60));
        assert!(week.is_open(1, 0));
        assert!(!week.is_open(2, 0));
    }

    #[test]
    fn hours_past_midnight_belong_to_the_day_they_began() {
        let week = hours("-,-,-,-,-,-,18:00-02:00");
        assert!(week.is_open(6, 23 * 60));
        assert!(week.is_open(0, 119));
        assert!(!week.is_open(0, 120));
        assert!(!week.is_open(6, 60));
    }
}
