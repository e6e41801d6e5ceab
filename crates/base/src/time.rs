//! Instants and civil dates.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A date on the calendar, without time or zone; stored as ISO text (`2026-11-24`).
pub type CivilDate = jiff::civil::Date;

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UtcMicros(i64);

impl UtcMicros {
    /// The latest instant that can be held.
    pub const MAX: Self = Self(i64::MAX);

    /// Wraps microseconds since the epoch.
    pub const fn new(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whole milliseconds since the epoch, rounded towards the past.
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// Whole seconds since the epoch, rounded towards the past.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The instant so many seconds later (earlier where negative), held inside the range.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Microseconds from `earlier` to this instant, held inside the range.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Writes RFC 3339 in UTC: the form for machines and logs.
impl fmt::Display for UtcMicros {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(timestamp) => fmt::Display::fmt(&timestamp, formatter),
            Err(_) => write!(formatter, "{}us", self.0),
        }
    }
}

impl std::str::FromStr for UtcMicros {
    type Err = jiff::Error;

    /// Reads RFC 3339 with an offset.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<jiff::Timestamp>()
            .map(|timestamp| Self(timestamp.as_microsecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads_rfc_3339() {
        let at: UtcMicros = "2022-09-03T15:30:00+08:00".parse().unwrap();
        assert_eq!(at.to_string(), "2022-09-03T07:30:00Z");
        assert_eq!(at.plus_seconds(60).since(at), 60_000_000);
    }
}
