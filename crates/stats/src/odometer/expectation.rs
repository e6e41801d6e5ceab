//! What a vehicle's past says about its consumption and its distances.

use std::ops::RangeInclusive;

use super::{Policy, Reading};
use crate::Interval;
use crate::location::{mad, median};
use crate::number::{count, real, whole};

/// The consumption of a class of vehicles, for vehicles with few fills of their own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassNorm {
    /// The class median, in litres per 100 km.
    pub litres_per_100_km: f64,
    /// The spread between vehicles and fills of the class, as a standard deviation of the logarithm.
    pub log_spread: f64,
}

/// What is known of one vehicle: consumption on the log scale, its usual fill and distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expectation {
    /// The centre of ln(litres per 100 km).
    pub log_centre: f64,
    /// The robust standard deviation around it.
    pub log_spread: f64,
    /// The vehicle's own intervals it was learned from.
    pub intervals: usize,
    /// The median millilitres between readings, if there are own intervals.
    pub typical_millilitres: Option<f64>,
}

impl Expectation {
    /// Learns from the latest intervals; `None` with neither own intervals nor a class norm.
    ///
    /// Centre and variance are averages of the vehicle's own and the class's, the class counting as
    /// [`Policy::class_weight`] fills (the usual empirical-Bayes form of shrinkage). Without a class a
    /// vehicle's own spread is shrunk to [`Policy::spread_start`] in the same way.
    pub fn learn(history: &[Reading], norm: Option<&ClassNorm>, policy: &Policy) -> Option<Self> {
        let keep = history
            .len()
            .saturating_sub(policy.memory.saturating_add(1));
        let recent = history.get(keep..).unwrap_or_default();
        let (logs, volumes) = own_intervals(recent);
        let n = count(logs.len());
        let class = norm.filter(|norm| norm.litres_per_100_km > 0.0 && norm.log_spread >= 0.0);
        let start = class.map_or(policy.spread_start, |norm| norm.log_spread);
        let weight = policy.class_weight.max(f64::MIN_POSITIVE);
        let own_spread = mad(&logs).unwrap_or(0.0);
        let shrunk = |own: f64, other: f64| (n * own + weight * other) / (n + weight);
        let log_centre = match (median(&logs), class.map(|norm| norm.litres_per_100_km.ln())) {
            (Some(own), Some(class)) => shrunk(own, class),
            (Some(centre), None) | (None, Some(centre)) => centre,
            (None, None) => return None,
        };
        let log_spread = shrunk(own_spread.powi(2), start.powi(2))
            .sqrt()
            .max(policy.spread_floor);
        let typical_millilitres = median(&volumes);
        Some(Self {
            log_centre,
            log_spread,
            intervals: logs.len(),
            typical_millilitres,
        })
    }

    /// The expected consumption, in litres per 100 km.
    pub fn litres_per_100_km(&self, policy: &Policy) -> Interval {
        let log = Interval::around(self.log_centre, policy.width * self.log_spread);
        Interval {
            low: log.low.exp(),
            high: log.high.exp(),
        }
    }

    /// The distance expected on `millilitres`, in whole kilometres, at least 1.
    ///
    /// The tank need not have been filled to the same mark at both ends, so the fuel burned is only
    /// known to within [`Policy::tank_slack`] of a typical fill. When the volume is not known the
    /// typical one stands in, and then the lower end is 1. `None` where neither is known.
    pub fn distance(&self, millilitres: i64, policy: &Policy) -> Option<RangeInclusive<i64>> {
        let given = (millilitres > 0).then(|| real(millilitres));
        let typical = self.typical_millilitres.or(given)?;
        let burned = given.unwrap_or(typical * 2.0);
        let slack = typical * policy.tank_slack;
        let rate = self.litres_per_100_km(policy);
        let low = if given.is_some() {
            (burned - slack).max(0.0) / rate.high / 10.0
        } else {
            0.0
        };
        let high = (burned + slack) / rate.low / 10.0;
        Some(whole(low.floor()).max(1)..=whole(high.ceil()).max(1))
    }
}

/// ln(l/100 km) and millilitres of each rising pair with known fuel.
fn own_intervals(readings: &[Reading]) -> (Vec<f64>, Vec<f64>) {
    readings
        .iter()
        .zip(readings.iter().skip(1))
        .filter_map(|(from, to)| {
            let distance = to
                .value
                .checked_sub(from.value)
                .filter(|distance| *distance > 0)?;
            let volume = Some(to.millilitres_since).filter(|volume| *volume > 0)?;
            Some(((real(volume) / real(distance) / 10.0).ln(), real(volume)))
        })
        .unzip()
}
