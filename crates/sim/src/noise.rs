//! Measures a city's readings the way the real export was measured (reference E1).

use std::collections::BTreeMap;

use crate::city::City;
use crate::class::Meter;
use crate::number::VehicleNo;
use crate::odometer::JUMP_KM;

/// An economy is odd when it is this many times the class norm, or this part of it.
///
/// In the real export odd meant outside 2 to 60 miles a gallon: about a factor of five either way
/// of a city fleet's usual 11.
const ODD_FACTOR: i64 = 5;

/// Counts over consecutive odometer readings of a vehicle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Noise {
    /// Pairs of consecutive readings.
    pub pairs: i64,
    /// The later one is lower.
    pub backwards: i64,
    /// Both are equal.
    pub unchanged: i64,
    /// The later one is more than 2,000 miles higher.
    pub jumps: i64,
    /// The interval has an implausible economy.
    pub odd: i64,
}

impl Noise {
    /// Measures all odometers of a city.
    pub fn measure(city: &City) -> Self {
        let mut noise = Self::default();
        let mut last = BTreeMap::<VehicleNo, i64>::new();
        for redemption in &city.redemptions {
            let (Some(no), Some(meter)) = (redemption.vehicle, redemption.meter) else {
                continue;
            };
            let Some(vehicle) = city.town.vehicles.get(no.index()) else {
                continue;
            };
            if vehicle.class.meter() != Meter::Odometer {
                continue;
            }
            if let Some(before) = last.insert(no, meter) {
                let norm = vehicle.class.typical_use_ml();
                noise.add(meter - before, redemption.volume_ml, norm);
            }
        }
        noise
    }

    /// Pairs that are plainly wrong.
    pub fn wrong(&self) -> i64 {
        self.backwards + self.unchanged + self.jumps
    }

    /// `part` per ten thousand pairs.
    pub fn per_myriad(&self, part: i64) -> i64 {
        (part * 10_000).checked_div(self.pairs).unwrap_or(0)
    }

    fn add(&mut self, km: i64, volume_ml: i64, norm_ml: i64) {
        self.pairs += 1;
        self.backwards += i64::from(km < 0);
        self.unchanged += i64::from(km == 0);
        self.jumps += i64::from(km > JUMP_KM);
        let expected_ml = km * norm_ml;
        let is_odd =
            km <= 0 || expected_ml > volume_ml * ODD_FACTOR || expected_ml * ODD_FACTOR < volume_ml;
        self.odd += i64::from(is_odd);
    }
}
