//! Dates and times in the spellings of Indonesian and English sheets.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// Order of day, month and year in dates written with numbers only.
///
/// A date that begins with a year of four digits is always read as year, month, day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `31/12/2022`, as in Indonesia.
    DayMonthYear,
    /// `12/31/2022`, as in the United States.
    MonthDayYear,
}

/// Why a text is not a date, a time or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// It is no date in any known spelling.
    NotADate,
    /// It is no time of day.
    NotATime,
    /// Day and month could be swapped and the column's order is not known.
    Ambiguous,
    /// It is a date only in the other order than the column's.
    AgainstOrder,
    /// The date has no time with it.
    TimeMissing,
    /// The local time was skipped when clocks were put forward.
    InGap,
    /// No zone is known for the local time.
    ZoneMissing,
    /// The instant is outside the range of calendars.
    OutOfRange,
}

/// A date and time as written, and its instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// As written in the file.
    pub local: DateTime,
    /// Microseconds since 1970 in UTC.
    pub utc_micros: i64,
}

/// Reads a date; a weekday before it and a time behind it are passed over.
///
/// Years of two digits lie in 1970 to 2069.
pub fn parse_date(text: &str, order: Option<DateOrder>) -> Result<Date, DateProblem> {
    date_of(&split_moment(text).date, order)
}

/// Reads a time of day: `18:16:19`, `18.16`, `6:16 PM`.
pub fn parse_time(text: &str) -> Result<Time, DateProblem> {
    let parts = split_moment(text);
    if let (Some(time), true) = (parts.time, parts.date.is_empty()) {
        return Ok(time);
    }
    time_of(text.trim())
        .or_else(|| time_of(&text.trim().replacen('.', ":", 2)))
        .ok_or(DateProblem::NotATime)
}

/// Reads a date with a time and finds its instant.
///
/// A zone in the text (`WITA`, `Z`, `+08:00`) goes before `zone`. A local time that happened
/// twice when clocks were put back is taken as the first.
pub fn parse_moment(
    text: &str,
    order: Option<DateOrder>,
    zone: Option<&TimeZone>,
) -> Result<Moment, DateProblem> {
    moment_of(text, order, zone, None)
}

/// Reads a date with a time as [`parse_moment`] does; a date alone is the beginning of its day.
pub(crate) fn parse_moment_or_day(
    text: &str,
    order: Option<DateOrder>,
    zone: Option<&TimeZone>,
) -> Result<Moment, DateProblem> {
    moment_of(text, order, zone, Some(Time::midnight()))
}

fn moment_of(
    text: &str,
    order: Option<DateOrder>,
    zone: Option<&TimeZone>,
    usual: Option<Time>,
) -> Result<Moment, DateProblem> {
    let parts = split_moment(text);
    let date = date_of(&parts.date, order)?;
    let local = date.to_datetime(parts.time.or(usual).ok_or(DateProblem::TimeMissing)?);
    let timestamp = if let Some(offset) = parts.offset {
        offset
            .to_timestamp(local)
            .map_err(|_| DateProblem::OutOfRange)?
    } else {
        let found = zone
            .ok_or(DateProblem::ZoneMissing)?
            .to_ambiguous_timestamp(local);
        if matches!(found.offset(), AmbiguousOffset::Gap { .. }) {
            return Err(DateProblem::InGap);
        }
        found.earlier().map_err(|_| DateProblem::OutOfRange)?
    };
    Ok(Moment {
        local,
        utc_micros: timestamp.as_microsecond(),
    })
}

#[derive(Default)]
struct Parts {
    date: String,
    time: Option<Time>,
    offset: Option<Offset>,
}

/// Takes zone and time from the words of a text; what remains is the date.
fn split_moment(text: &str) -> Parts {
    let mut parts = Parts::default();
    let spaced = separate_iso_time(text.trim());
    let mut words: Vec<&str> = spaced
        .split_whitespace()
        .filter(|word| !matches!(*word, "pukul" | "Pukul" | "jam"))
        .collect();
    if words.len() > 1
        && let Some(offset) = words.last().and_then(|word| zone_word(word))
    {
        parts.offset = Some(offset);
        words.pop();
    }
    let half = words
        .last()
        .map(|word| word.to_lowercase().replace('.', ""))
        .filter(|word| word == "am" || word == "pm");
    if half.is_some() {
        words.pop();
    }
    let joined;
    if let Some(last) = words.last().copied() {
        let (clock, offset) = split_offset(last);
        joined = format!("{clock}{}", half.as_deref().unwrap_or_default());
        let has_date = words.len() > 1;
        let time = time_of(&joined)
            .or_else(|| time_of(&joined.replacen('.', ":", 2)).filter(|_| has_date));
        if time.is_some() {
            parts.time = time;
            parts.offset = parts.offset.or(offset);
            words.pop();
        }
    }
    // A date column that carries 00:00, joined with a column of times.
    if words.len() > 1 && words.last().and_then(|word| time_of(word)) == Some(Time::midnight()) {
        words.pop();
    }
    parts.date = words.join(" ");
    parts
}

/// `2022-09-03T14:30:00Z` is written with a space from here on.
fn separate_iso_time(text: &str) -> String {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    if is_digit(9) && is_digit(11) && bytes.get(4) == Some(&b'-') && bytes.get(10) == Some(&b'T') {
        return text.replacen('T', " ", 1);
    }
    text.to_owned()
}

fn zone_word(word: &str) -> Option<Offset> {
    let hours = match word.to_uppercase().as_str() {
        "WIB" => 7,
        "WITA" => 8,
        "WIT" => 9,
        "Z" | "UTC" | "GMT" => 0,
        other => return offset_of(other),
    };
    Offset::from_hours(hours).ok()
}

/// `+08:00`, `+0800` or `+08`.
fn offset_of(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let digits = digits.replacen(':', "", 1);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    Offset::from_seconds(sign * seconds).ok()
}

fn split_offset(word: &str) -> (&str, Option<Offset>) {
    if let Some(clock) = word.strip_suffix('Z') {
        return (clock, Some(Offset::UTC));
    }
    let sign_at = word.find(['+', '-']).filter(|_| word.contains(':'));
    let split = sign_at.and_then(|at| word.split_at_checked(at));
    match split.and_then(|(clock, tail)| Some((clock, offset_of(tail)?))) {
        Some((clock, offset)) => (clock, Some(offset)),
        None => (word, None),
    }
}

/// `18:16`, `18:16:19`, `18:16:19.5`, `6:16pm`.
fn time_of(text: &str) -> Option<Time> {
    let lower = text.to_lowercase();
    let (clock, half) = match lower.strip_suffix("pm") {
        Some(clock) => (clock, Some(12)),
        None => lower
            .strip_suffix("am")
            .map_or((lower.as_str(), None), |clock| (clock, Some(0))),
    };
    let mut parts = clock.trim().split(':');
    let number = |text: &str| {
        let is_plain =
            (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| text.parse::<i8>().ok())?
    };
    let hour = number(parts.next()?)?;
    let minute = number(parts.next()?)?;
    let second = parts
        .next()
        .map_or(Some(0), |text| number(text.split(['.', ',']).next()?))?;
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(base) => hour % 12 + base,
        None => hour,
    };
    Time::new(hour, minute, second, 0).ok()
}

fn date_of(text: &str, order: Option<DateOrder>) -> Result<Date, DateProblem> {
    let mut words: Vec<&str> = text
        .split([' ', ',', '/', '-', '.', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() == 4 && words.first().is_some_and(|word| is_weekday(word)) {
        words.remove(0);
    }
    let [first, second, third] = words.as_slice() else {
        return Err(DateProblem::NotADate);
    };
    if let (4, Some(year), Some(day)) = (first.len(), number(first), number(third)) {
        let month = number(second)
            .or_else(|| month_word(second))
            .ok_or(DateProblem::NotADate)?;
        return date(year, month, day).ok_or(DateProblem::NotADate);
    }
    let year = year_of(third).ok_or(DateProblem::NotADate)?;
    let named = match (month_word(first), month_word(second)) {
        (None, Some(month)) => Some((number(first), month)),
        (Some(month), None) => Some((number(second), month)),
        _ => None,
    };
    if let Some((day, month)) = named {
        return day
            .and_then(|day| date(year, month, day))
            .ok_or(DateProblem::NotADate);
    }
    let (Some(one), Some(two)) = (number(first), number(second)) else {
        return Err(DateProblem::NotADate);
    };
    let (day_first, month_first) = (date(year, two, one), date(year, one, two));
    match order {
        Some(DateOrder::DayMonthYear) => in_order(day_first, month_first),
        Some(DateOrder::MonthDayYear) => in_order(month_first, day_first),
        None => match (day_first, month_first) {
            (Some(one), Some(other)) if one != other => Err(DateProblem::Ambiguous),
            (Some(only), _) | (None, Some(only)) => Ok(only),
            (None, None) => Err(DateProblem::NotADate),
        },
    }
}

fn in_order(wanted: Option<Date>, other: Option<Date>) -> Result<Date, DateProblem> {
    wanted.ok_or(if other.is_some() {
        DateProblem::AgainstOrder
    } else {
        DateProblem::NotADate
    })
}

fn number(text: &str) -> Option<i16> {
    let is_plain = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok())?
}

fn year_of(text: &str) -> Option<i16> {
    let year = number(text.trim_start_matches('\''))?;
    match text.len() {
        4 => Some(year),
        2 | 3 if year < 70 => Some(2000 + year),
        2 | 3 if year < 100 => Some(1900 + year),
        _ => None,
    }
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn is_weekday(word: &str) -> bool {
    const WEEKDAYS: [&str; 22] = [
        "senin",
        "selasa",
        "rabu",
        "kamis",
        "jumat",
        "jum'at",
        "sabtu",
        "minggu",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ];
    WEEKDAYS.contains(&word.to_lowercase().as_str())
}

/// Month from its Indonesian or English name or its usual short form.
fn month_word(word: &str) -> Option<i16> {
    Some(match word.to_lowercase().as_str() {
        "jan" | "januari" | "january" => 1,
        "feb" | "peb" | "februari" | "pebruari" | "february" => 2,
        "mar" | "mrt" | "maret" | "march" => 3,
        "apr" | "april" => 4,
        "mei" | "may" => 5,
        "jun" | "juni" | "june" => 6,
        "jul" | "juli" | "july" => 7,
        "agu" | "ags" | "agt" | "agst" | "agust" | "agustus" | "aug" | "august" => 8,
        "sep" | "sept" | "september" => 9,
        "okt" | "oktober" | "oct" | "october" => 10,
        "nov" | "nop" | "november" | "nopember" => 11,
        "des" | "desember" | "dec" | "december" => 12,
        _ => return None,
    })
}

/// The date of an Excel serial number that was not formatted as one, from 1950 to 2100.
pub(crate) fn date_from_serial(text: &str, counts_from_1904: bool) -> Option<Date> {
    let days = text
        .parse::<i32>()
        .ok()?
        .checked_add(if counts_from_1904 { 1462 } else { 0 })?;
    if !(18_264..=73_415).contains(&days) {
        return None;
    }
    // Serial 0 of the 1900 system, its false leap day included, is 30 December 1899.
    Date::new(1899, 12, 30)
        .ok()?
        .checked_add(jiff::Span::new().days(days))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use DateOrder::{DayMonthYear, MonthDayYear};

    fn day(text: &str, order: impl Into<Option<DateOrder>>) -> Result<String, DateProblem> {
        parse_date(text, order.into()).map(|date| date.to_string())
    }

    #[test]
    fn many_spellings_name_the_same_day() {
        for text in [
            "31/12/2022",
            "31-12-2022",
            "31.12.2022",
            "2022-12-31",
            "2022/12/31",
            "31 Des 2022",
            "31 Desember 2022",
            "Sabtu, 31 Desember 2022",
            "31-Dec-22",
            "Dec 31, 2022",
            "31/12/22",
            "2022-12-31 00:00:00",
            "31/12/2022 18.16",
        ] {
            assert_eq!(day(text, DayMonthYear).unwrap(), "2022-12-31", "{text}");
        }
        assert_eq!(day("12/31/2017", MonthDayYear).unwrap(), "2017-12-31");
        assert_eq!(day("1 Jan 85", None).unwrap(), "1985-01-01");
    }

    #[test]
    fn doubtful_and_impossible_days_are_refused_by_name() {
        assert_eq!(day("05/04/2022", None), Err(DateProblem::Ambiguous));
        assert_eq!(day("05/05/2022", None).unwrap(), "2022-05-05");
        assert_eq!(day("31/12/2022", None).unwrap(), "2022-12-31");
        assert_eq!(
            day("12/31/2017", DayMonthYear),
            Err(DateProblem::AgainstOrder)
        );
        for text in [
            "",
            "31/02/2022",
            "besok",
            "2022",
            "1/2",
            "31 Foo 2022",
            "12,5",
            "44926",
            "0/0/0",
        ] {
            assert_eq!(
                day(text, DayMonthYear),
                Err(DateProblem::NotADate),
                "{text}"
            );
        }
    }

    #[test]
    fn times_are_read_with_colon_point_and_halves() {
        for text in [
            "18:16",
            "18.16",
            "6:16 PM",
            "6:16pm",
            "18:16:00",
            "pukul 18:16",
        ] {
            assert_eq!(parse_time(text).unwrap().to_string(), "18:16:00", "{text}");
        }
        assert_eq!(parse_time("12:05 AM").unwrap().to_string(), "00:05:00");
        for text in ["25:00", "18:60", "13:00 PM", "181619", "", "18:16:19:20"] {
            assert_eq!(parse_time(text), Err(DateProblem::NotATime), "{text}");
        }
    }

    #[test]
    fn instants_follow_the_zone_and_a_zone_in_the_text_goes_first() {
        let makassar = TimeZone::get("Asia/Makassar").unwrap();
        let micros = |text: &str| {
            parse_moment(text, Some(DayMonthYear), Some(&makassar))
                .unwrap()
                .utc_micros
        };
        let expected = "2022-09-03T06:30:00Z"
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_microsecond();
        for text in [
            "03/09/2022 14:30",
            "3 September 2022 14.30 WITA",
            "03/09/2022 13:30 WIB",
            "2022-09-03T14:30:00+08:00",
            "2022-09-03T06:30:00Z",
            "03/09/2022 2:30 PM",
            "03/09/2022 00:00:00 14:30",
            "2022-09-03 06:30 UTC",
        ] {
            assert_eq!(micros(text), expected, "{text}");
        }
        assert_eq!(
            parse_moment("03/09/2022", Some(DayMonthYear), Some(&makassar)),
            Err(DateProblem::TimeMissing)
        );
        assert_eq!(
            parse_moment("2022-09-03 14:30", None, None),
            Err(DateProblem::ZoneMissing)
        );
        let day = |text: &str| parse_moment_or_day(text, None, Some(&makassar)).unwrap();
        assert_eq!(
            day("2022-09-03").utc_micros,
            expected - 14 * 3_600_000_000 - 1_800_000_000
        );
        assert_eq!(day("2022-09-03 14:30").utc_micros, expected);
    }

    #[test]
    fn a_skipped_hour_is_refused_and_a_repeated_one_is_the_first() {
        let chicago = TimeZone::get("America/Chicago").unwrap();
        assert_eq!(
            parse_moment("2017-03-12 02:30", None, Some(&chicago)),
            Err(DateProblem::InGap)
        );
        let twice = parse_moment("2017-11-05 01:30", None, Some(&chicago)).unwrap();
        assert_eq!(
            twice.utc_micros,
            "2017-11-05T06:30:00Z"
                .parse::<jiff::Timestamp>()
                .unwrap()
                .as_microsecond()
        );
    }

    #[test]
    fn bare_serials_count_from_1900_or_1904() {
        assert_eq!(
            date_from_serial("44926", false).unwrap().to_string(),
            "2022-12-31"
        );
        assert_eq!(
            date_from_serial("43464", true).unwrap().to_string(),
            "2022-12-31"
        );
        assert_eq!(date_from_serial("2022", false), None);
        assert_eq!(date_from_serial("44926.5", false), None);
    }
}
