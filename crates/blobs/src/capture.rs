//! When and where a photo was taken, as its EXIF says (Exif 2.32, JEITA CP-3451).

use std::io::Cursor;

use base::{UtcMicros, Zone};
use exif::{Exif, In, Rational, Tag, Value};
use jiff::civil::{Date, Time};

/// What a photo says about its taking; all of it may be absent or false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Capture {
    /// When, by the phone's clock.
    pub taken_at: Option<UtcMicros>,
    /// Where.
    pub position: Option<Position>,
}

/// A place on earth, in 10^-7 degrees (about a centimetre).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// North is positive.
    pub latitude_e7: i64,
    /// East is positive.
    pub longitude_e7: i64,
}

/// Reads time and place from an image's EXIF; `zone` is taken where the time names no offset.
pub fn read_capture(image: &[u8], zone: &Zone) -> Capture {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let exif = reader
        .read_from_container(&mut Cursor::new(image))
        .or_else(|error| error.distill_partial_result(|_| ()));
    exif.map_or_else(|_| Capture::default(), |exif| capture_of(&exif, zone))
}

fn capture_of(exif: &Exif, zone: &Zone) -> Capture {
    let latitude = coordinate(exif, (Tag::GPSLatitude, Tag::GPSLatitudeRef), b'S', 90);
    let longitude = coordinate(exif, (Tag::GPSLongitude, Tag::GPSLongitudeRef), b'W', 180);
    Capture {
        taken_at: taken_at(exif, zone),
        position: latitude
            .zip(longitude)
            .map(|(latitude_e7, longitude_e7)| Position {
                latitude_e7,
                longitude_e7,
            }),
    }
}

fn taken_at(exif: &Exif, zone: &Zone) -> Option<UtcMicros> {
    let mut read = exif::DateTime::from_ascii(ascii(exif, Tag::DateTimeOriginal)?).ok()?;
    if let Some(offset) = ascii(exif, Tag::OffsetTimeOriginal) {
        // An offset that cannot be read is as good as none.
        let _ = read.parse_offset(offset);
    }
    let number = |part: u8| i8::try_from(part).ok();
    let year = i16::try_from(read.year).ok()?;
    let date = Date::new(year, number(read.month)?, number(read.day)?).ok()?;
    let time = Time::new(
        number(read.hour)?,
        number(read.minute)?,
        number(read.second)?,
        0,
    )
    .ok()?;
    match read.offset {
        None => zone.instant(date, time).ok(),
        Some(minutes) => {
            let utc = Zone::named("UTC").ok()?.instant(date, time).ok()?;
            Some(utc.plus_seconds(-i64::from(minutes) * 60))
        }
    }
}

/// Degrees, minutes and seconds as 10^-7 degrees; `negative` is the letter of the other half.
fn coordinate(exif: &Exif, tags: (Tag, Tag), negative: u8, degrees_max: i64) -> Option<i64> {
    let Value::Rational(parts) = &exif.get_field(tags.0, In::PRIMARY)?.value else {
        return None;
    };
    let mut parts = parts.iter();
    let mut e7 = 0;
    for seconds in [3_600, 60, 1] {
        e7 += parts
            .next()
            .map_or(Some(0), |part| scaled(*part, seconds))?;
    }
    if e7 > degrees_max * 10_000_000 {
        return None;
    }
    let half = ascii(exif, tags.1)?.first()?.to_ascii_uppercase();
    Some(if half == negative { -e7 } else { e7 })
}

/// A part worth so many seconds of arc, as 10^-7 degrees, half up.
fn scaled(part: Rational, seconds: i64) -> Option<i64> {
    if part.denom == 0 {
        return None;
    }
    let worth = i128::from(part.num) * i128::from(seconds) * 10_000_000;
    let whole = i128::from(part.denom) * 3_600;
    i64::try_from((2 * worth + whole) / (2 * whole)).ok()
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    }
}
