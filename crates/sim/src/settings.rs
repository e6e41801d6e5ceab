//! What a simulated city is made from.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::Serialize;

/// How large the simulated city is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Scale {
    /// One agency, ten vehicles, one station: the "start small" city and most tests.
    Small,
    /// The city of Kupang: 43 agencies and 1,008 vehicles and machines.
    City,
    /// The same 43 agencies with another fleet size, for load.
    Fleet {
        /// Number of vehicles and machines.
        vehicles: u32,
    },
}

/// Settings of a simulated city; equal settings give equal cities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Seed of all chance.
    pub seed: u64,
    /// Number of whole months of purchases; the last one is the month of `end_on`.
    pub months: u32,
    /// Last civil day (WITA) with purchases.
    pub end_on: Date,
    /// Size of the city.
    pub scale: Scale,
}

/// Redemptions per vehicle and month at the scale of a city, rounded down (measured on the output).
const REDEMPTIONS_PER_VEHICLE_MONTH: u32 = 3;

impl Default for Settings {
    /// Kupang over three years, to the end of October 2026.
    fn default() -> Self {
        Self {
            seed: 1,
            months: 36,
            end_on: date(2026, 10, 31),
            scale: Scale::City,
        }
    }
}

impl Settings {
    /// One agency, ten vehicles, one station, three months.
    pub fn small() -> Self {
        Self {
            months: 3,
            scale: Scale::Small,
            ..Self::default()
        }
    }

    /// A fleet large enough to give `redemptions` over three years; use it with [`crate::Purchases`].
    pub fn large(redemptions: u32) -> Self {
        let settings = Self::default();
        let per_vehicle = settings.months * REDEMPTIONS_PER_VEHICLE_MONTH;
        let vehicles = (redemptions / per_vehicle).saturating_add(1).max(1008);
        Self {
            scale: Scale::Fleet { vehicles },
            ..settings
        }
    }

    /// First civil day with purchases: the first of the earliest month.
    pub fn start_on(&self) -> Date {
        let back = i64::from(self.months.max(1)) - 1;
        let first = self.end_on.first_of_month();
        first.checked_sub(back.months()).unwrap_or(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_back_from_the_last_one() {
        assert_eq!(Settings::default().start_on(), date(2023, 11, 1));
        let one = Settings {
            months: 1,
            end_on: date(2024, 2, 10),
            ..Settings::default()
        };
        assert_eq!(one.start_on(), date(2024, 2, 1));
    }
}
