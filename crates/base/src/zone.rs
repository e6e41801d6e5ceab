//! The zone of a city: what day it is there, and how its clock is named.

use std::fmt;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{CivilDate, UtcMicros};

/// A zone name was not known, or a date fell outside what can be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this time zone or date is not known")]
pub struct ZoneError;

/// A city's time zone, from the bundled zone data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Looks a zone up by its IANA name, such as `Asia/Makassar`.
    ///
    /// # Errors
    /// [`ZoneError`] where the name is unknown.
    pub fn named(name: &str) -> Result<Self, ZoneError> {
        TimeZone::get(name).map(Self).map_err(|_| ZoneError)
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// What people call this zone: WIB, WITA, WIT, or the IANA name elsewhere.
    pub fn label(&self) -> &str {
        match self.name() {
            "Asia/Jakarta" | "Asia/Pontianak" => "WIB",
            "Asia/Makassar" | "Asia/Ujung_Pandang" => "WITA",
            "Asia/Jayapura" => "WIT",
            other => other,
        }
    }

    /// The local date and time of day at an instant.
    pub fn local(&self, at: UtcMicros) -> jiff::civil::DateTime {
        let timestamp = jiff::Timestamp::from_microsecond(at.get()).unwrap_or_default();
        self.0.to_datetime(timestamp)
    }

    /// The local date at an instant.
    pub fn date(&self, at: UtcMicros) -> CivilDate {
        self.local(at).date()
    }

    /// The month of the city an instant falls in.
    pub fn month(&self, at: UtcMicros) -> MonthOfYear {
        MonthOfYear::of(self.date(at))
    }

    /// The instant of a local date and time; a time the clock skips moves forward.
    ///
    /// # Errors
    /// [`ZoneError`] where the date lies outside what can be computed.
    pub fn instant(&self, date: Date, time: Time) -> Result<UtcMicros, ZoneError> {
        self.0
            .to_ambiguous_timestamp(date.to_datetime(time))
            .compatible()
            .map(|timestamp| UtcMicros::new(timestamp.as_microsecond()))
            .map_err(|_| ZoneError)
    }

    /// The first instant of a local day.
    ///
    /// # Errors
    /// [`ZoneError`] where the date lies outside what can be computed.
    pub fn start_of(&self, date: CivilDate) -> Result<UtcMicros, ZoneError> {
        self.instant(date, Time::midnight())
    }

    /// The first instant after a local day.
    ///
    /// # Errors
    /// [`ZoneError`] where the date lies outside what can be computed.
    pub fn end_of(&self, date: CivilDate) -> Result<UtcMicros, ZoneError> {
        self.start_of(date.tomorrow().map_err(|_| ZoneError)?)
    }
}

/// A calendar month, written `2026-11`; budgets and quotas count by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthOfYear {
    year: i16,
    month: i8,
}

impl MonthOfYear {
    /// A month by year and number 1 to 12.
    ///
    /// # Errors
    /// [`ZoneError`] where the month does not exist.
    pub fn new(year: i16, month: i8) -> Result<Self, ZoneError> {
        Date::new(year, month, 1)
            .map(Self::of)
            .map_err(|_| ZoneError)
    }

    /// The month a date lies in.
    pub fn of(date: CivilDate) -> Self {
        Self {
            year: date.year(),
            month: date.month(),
        }
    }

    /// The year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The number of the month, 1 to 12.
    pub const fn month(self) -> i8 {
        self.month
    }

    /// The first day.
    pub fn first_day(self) -> CivilDate {
        Date::constant(self.year, self.month, 1)
    }

    /// The last day.
    pub fn last_day(self) -> CivilDate {
        self.first_day().last_of_month()
    }

    /// The month after this one.
    #[must_use]
    pub fn next(self) -> Self {
        self.last_day().tomorrow().map_or(self, Self::of)
    }

    /// The month before this one.
    #[must_use]
    pub fn previous(self) -> Self {
        self.first_day().yesterday().map_or(self, Self::of)
    }
}

impl fmt::Display for MonthOfYear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

impl std::str::FromStr for MonthOfYear {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year, month) = text.split_once('-').ok_or(ZoneError)?;
        let year = year.parse().map_err(|_| ZoneError)?;
        Self::new(year, month.parse().map_err(|_| ZoneError)?)
    }
}

impl TryFrom<String> for MonthOfYear {
    type Error = ZoneError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<MonthOfYear> for String {
    fn from(month: MonthOfYear) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kupang_is_wita_eight_hours_ahead() {
        let zone = Zone::named("Asia/Makassar").unwrap();
        assert_eq!(zone.label(), "WITA");
        let at: UtcMicros = "2022-08-31T16:00:00Z".parse().unwrap();
        assert_eq!(zone.date(at).to_string(), "2022-09-01");
        assert_eq!(zone.month(at).to_string(), "2022-09");
        assert_eq!(zone.start_of(zone.date(at)).unwrap(), at);
    }

    #[test]
    fn months_roll_over_the_year() {
        let december: MonthOfYear = "2025-12".parse().unwrap();
        assert_eq!(december.next().to_string(), "2026-01");
        assert_eq!(december.next().previous(), december);
        assert_eq!(december.last_day().to_string(), "2025-12-31");
        assert!("2025-13".parse::<MonthOfYear>().is_err());
    }
}
