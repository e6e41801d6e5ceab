//! Fuel stations.

use base::{StationId, UtcMicros};
use serde::{Deserialize, Serialize};

use super::hours::OpeningHours;
use super::number::StationNumber;

db::ids! {
    /// Identifies a report that a product has run out.
    StockOutId,
}

/// A place on the map, in degrees times 10,000,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coordinates {
    /// North of the equator.
    pub latitude: i64,
    /// East of Greenwich.
    pub longitude: i64,
}

impl Coordinates {
    /// Degrees as maps write them: `-10.1771234`.
    pub fn degrees(number: i64) -> String {
        let sign = if number < 0 { "-" } else { "" };
        let magnitude = number.unsigned_abs();
        format!(
            "{sign}{}.{:07}",
            magnitude / 10_000_000,
            magnitude % 10_000_000
        )
    }

    /// Reads latitude and longitude as maps copy them: `-10.177, 123.607`.
    pub fn read(text: &str) -> Option<Self> {
        let (latitude, longitude) = text.split_once([',', ' '])?;
        let found = Self {
            latitude: read_degrees(latitude)?,
            longitude: read_degrees(longitude)?,
        };
        let fits =
            found.latitude.abs() <= 90 * 10_000_000 && found.longitude.abs() <= 180 * 10_000_000;
        fits.then_some(found)
    }
}

impl std::fmt::Display for Coordinates {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (latitude, longitude) = (Self::degrees(self.latitude), Self::degrees(self.longitude));
        write!(formatter, "{latitude}, {longitude}")
    }
}

fn read_degrees(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    // Maps give up to 15 decimals; the seventh is a centimetre.
    let fraction: String = fraction.chars().chain("0000000".chars()).take(7).collect();
    let number: i64 = format!("{whole}{fraction}").parse().ok()?;
    Some(if negative { -number } else { number })
}

/// What may change of a station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationDetails {
    /// The number over its entrance.
    pub number: StationNumber,
    /// Its name, such as `SPBU Oebobo`.
    pub name: String,
    /// Street and landmark.
    pub address: String,
    /// The code of its province, such as `53`: whose prices hold there.
    pub province: String,
    /// The code of its kelurahan.
    pub place_code: Option<String>,
    /// Where it is.
    pub coordinates: Option<Coordinates>,
    /// When it is open.
    pub hours: OpeningHours,
    /// Its telephone.
    pub phone: Option<String>,
    /// The company that owns it and is paid.
    pub owner_company: Option<String>,
    /// Whether the city uses it still.
    pub is_active: bool,
    /// The codes of the products it sells.
    pub products: Vec<String>,
}

/// A fuel station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    /// Which one.
    pub id: StationId,
    /// What stands in [`StationDetails`].
    pub details: StationDetails,
    /// Raised with each change; a form sends it back.
    pub revision: i64,
}

impl std::ops::Deref for Station {
    type Target = StationDetails;

    fn deref(&self) -> &StationDetails {
        &self.details
    }
}

/// A product that has run out at a station, or had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockOut {
    /// Which report.
    pub id: StockOutId,
    /// Where.
    pub station: StationId,
    /// The product's code.
    pub product: String,
    /// Since when.
    pub out_at: UtcMicros,
    /// Until when, once it is there again.
    pub back_at: Option<UtcMicros>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_read_as_maps_copy_them() {
        let place = Coordinates::read("-10.177123456789, 123.6070").unwrap();
        assert_eq!(
            place,
            Coordinates {
                latitude: -101_771_234,
                longitude: 1_236_070_000
            }
        );
        assert_eq!(place.to_string(), "-10.1771234, 123.6070000");
        assert_eq!(Coordinates::read(&place.to_string()), Some(place));
        for wrong in ["", "10", "-91, 0", "a, b", "10.1.2, 3", "1e3, 5"] {
            assert_eq!(Coordinates::read(wrong), None, "{wrong}");
        }
    }
}
