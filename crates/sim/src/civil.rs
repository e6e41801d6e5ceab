//! Civil time of Kupang: Waktu Indonesia Tengah, UTC+8 all year.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, time};
use jiff::tz::{TimeZone, offset};
use serde::Serialize;

/// A civil month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Month {
    /// Calendar year.
    pub year: i16,
    /// Month of the year, 1 to 12.
    pub month: i8,
}

impl Month {
    /// The month a day lies in.
    pub fn of(day: Date) -> Self {
        Self {
            year: day.year(),
            month: day.month(),
        }
    }

    /// First day of the month.
    pub fn first(self) -> Date {
        Date::new(self.year, self.month, 1).unwrap_or(Date::MIN)
    }

    /// Last day of the month.
    pub fn last(self) -> Date {
        self.first().last_of_month()
    }
}

/// Instant of a WITA wall-clock time, in microseconds UTC.
pub fn utc_micros(at: DateTime) -> i64 {
    let wita = TimeZone::fixed(offset(8));
    wita.to_timestamp(at)
        .map_or(0, jiff::Timestamp::as_microsecond)
}

/// The day after, or the same day at the end of time.
pub(crate) fn plus_days(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

/// The wall-clock time `minute` minutes and `second` seconds after midnight.
pub(crate) fn at_minute(day: Date, minute: i64, second: i64) -> DateTime {
    let midnight = day.to_datetime(time(0, 0, 0, 0));
    midnight
        .checked_add((minute * 60 + second).seconds())
        .unwrap_or(midnight)
}

/// A wall-clock time moved by minutes.
pub(crate) fn plus_minutes(at: DateTime, minutes: i64) -> DateTime {
    at.checked_add(minutes.minutes()).unwrap_or(at)
}

/// Minutes since midnight.
pub(crate) fn minute_of_day(at: DateTime) -> i64 {
    i64::from(at.hour()) * 60 + i64::from(at.minute())
}

/// Whole days from `from` to `to`, negative when `to` lies before.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn wita_is_eight_hours_ahead_of_utc() {
        assert_eq!(utc_micros(date(1970, 1, 1).at(8, 0, 0, 0)), 0);
    }

    #[test]
    fn months_know_their_ends() {
        let month = Month::of(date(2024, 2, 17));
        assert_eq!(
            (month.first(), month.last()),
            (date(2024, 2, 1), date(2024, 2, 29))
        );
    }
}
