//! What a city decides once: typed, with defaults that let it start.

use base::CivilDate;
use serde::Serialize;

use super::{UnknownCode, coded};

coded! {
    /// How the attendant makes sure of the driver.
    DriverCheck {
        /// The driver types a PIN of four digits.
        Pin = "pin",
        /// The attendant compares the photo.
        Photo = "photo",
    }
}

coded! {
    /// When a photo is asked for at the pump; a missing photo never blocks.
    PhotoPolicy {
        /// With every redemption.
        Always = "always",
        /// With a share of them.
        Sampled = "sampled",
        /// Where something is odd.
        OnDoubt = "on_doubt",
    }
}

/// A day of every year, written `12-20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayOfYear {
    month: i8,
    day: i8,
}

impl DayOfYear {
    /// The day in a year; 29 February falls on the 28th where there is none.
    pub fn in_year(self, year: i16) -> CivilDate {
        CivilDate::new(year, self.month, self.day).unwrap_or_else(|_| {
            base::MonthOfYear::new(year, self.month)
                .map_or(CivilDate::MAX, base::MonthOfYear::last_day)
        })
    }
}

impl std::fmt::Display for DayOfYear {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:02}-{:02}", self.month, self.day)
    }
}

impl std::str::FromStr for DayOfYear {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let date: CivilDate = format!("2024-{text}").parse().map_err(|_| UnknownCode)?;
        Ok(Self {
            month: date.month(),
            day: date.day(),
        })
    }
}

impl Serialize for DayOfYear {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The settings of a city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// The city's name, such as `Kota Kupang`.
    pub city_name: String,
    /// The first line of letterheads, such as `Pemerintah Kota Kupang`.
    pub government_name: String,
    /// The Kemendagri code of the city, such as `53.71`; its places begin with it.
    pub city_code: String,
    /// The province, which also names the fuel price list.
    pub province_name: String,
    /// The IANA name of the zone.
    pub zone: String,
    /// How the driver is checked at the pump.
    pub driver_check: DriverCheck,
    /// When photos are asked for.
    pub photo_policy: PhotoPolicy,
    /// The share of redemptions with a photo where the policy samples, 1 to 100 percent.
    pub photo_sample_percent: i64,
    /// The last day of the year on which a voucher is valid.
    pub year_end_cutoff: DayOfYear,
    /// How long a voucher is valid unless said otherwise, in days.
    pub voucher_valid_days: i64,
    /// Whom people call when something is refused, as shown on pages.
    pub help_contact: Option<String>,
    /// Raised by each change; -1 where nothing was set yet.
    pub revision: i64,
}

impl Settings {
    /// The last day of a year on which a voucher is valid.
    pub fn cutoff_in(&self, year: i16) -> CivilDate {
        self.year_end_cutoff.in_year(year)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            city_name: String::new(),
            government_name: String::new(),
            city_code: String::new(),
            province_name: String::new(),
            zone: "Asia/Makassar".to_owned(),
            driver_check: DriverCheck::Photo,
            photo_policy: PhotoPolicy::Always,
            photo_sample_percent: 10,
            year_end_cutoff: DayOfYear { month: 12, day: 20 },
            voucher_valid_days: 7,
            help_contact: None,
            revision: -1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cutoff_is_a_day_of_every_year() {
        let settings = Settings::default();
        assert_eq!(settings.cutoff_in(2026).to_string(), "2026-12-20");
        let leap: DayOfYear = "02-29".parse().unwrap();
        assert_eq!(leap.in_year(2025).to_string(), "2025-02-28");
        assert!("13-01".parse::<DayOfYear>().is_err());
    }
}
