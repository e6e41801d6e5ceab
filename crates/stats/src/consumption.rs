//! Fuel consumption from fills: intervals between good odometer readings, and their totals.
//!
//! A total is always sum(litres) over sum(distance), never a mean of ratios: a short interval would
//! count as much as a long one. Fills without a usable odometer are not lost: their litres are carried
//! to the next good reading. The litres of the fill that *opens* an interval do not count in it; those
//! of the fill that closes it do.

use crate::number::{count, real};

/// One fill of one vehicle, in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill {
    /// The accepted odometer in whole kilometres; `None` when missing or doubtful.
    pub odometer: Option<i64>,
    /// What was filled, in millilitres.
    pub millilitres: i64,
    /// Whether the tank was filled to the brim.
    pub is_full: bool,
    /// Whether fuel is known to be missing before this fill: the open interval is given up.
    pub misses_fuel_before: bool,
}

/// Which fills close an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Only full fills with an odometer: exact, needs discipline at the pump.
    FullToFull,
    /// Every fill with an odometer: needs nothing, errs by what is left in the tank at both ends.
    CarryForward,
}

/// Distance and fuel between two good readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FuelInterval {
    /// Place of the opening fill in the series.
    pub opens_at: usize,
    /// Place of the closing fill in the series.
    pub closes_at: usize,
    /// Kilometres driven; above zero.
    pub distance_km: i64,
    /// Millilitres burned: all fills after the opening one up to and including the closing one.
    pub millilitres: i64,
}

impl FuelInterval {
    /// The natural logarithm of litres per 100 km, the scale on which spread is measured.
    pub fn log_consumption(&self) -> Option<f64> {
        let total = Consumption {
            distance_km: self.distance_km,
            millilitres: self.millilitres,
        };
        total
            .litres_per_100_km()
            .filter(|rate| *rate > 0.0)
            .map(f64::ln)
    }
}

/// Fuel over distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Consumption {
    /// Kilometres driven.
    pub distance_km: i64,
    /// Millilitres burned.
    pub millilitres: i64,
}

impl Consumption {
    /// Sums intervals, saturating.
    pub fn total(intervals: &[FuelInterval]) -> Self {
        intervals
            .iter()
            .fold(Self::default(), |sum, interval| Self {
                distance_km: sum.distance_km.saturating_add(interval.distance_km),
                millilitres: sum.millilitres.saturating_add(interval.millilitres),
            })
    }

    /// Litres per 100 km; `None` without distance.
    pub fn litres_per_100_km(&self) -> Option<f64> {
        (self.distance_km > 0).then(|| real(self.millilitres) / real(self.distance_km) / 10.0)
    }

    /// Kilometres per litre; `None` without fuel.
    pub fn km_per_litre(&self) -> Option<f64> {
        (self.millilitres > 0).then(|| real(self.distance_km) * 1_000.0 / real(self.millilitres))
    }
}

/// Cuts a series of fills into intervals.
///
/// An odometer that does not rise is treated as missing. Negative volumes count as zero.
pub fn intervals(fills: &[Fill], method: Method) -> Vec<FuelInterval> {
    let mut found = Vec::new();
    let mut opening: Option<(usize, i64)> = None;
    let mut carried: i64 = 0;
    for (place, fill) in fills.iter().enumerate() {
        if fill.misses_fuel_before {
            opening = None;
        }
        carried = carried.saturating_add(fill.millilitres.max(0));
        let closes = fill.is_full || method == Method::CarryForward;
        let Some(odometer) = fill.odometer.filter(|_| closes) else {
            continue;
        };
        if let Some((opens_at, start)) = opening {
            let distance_km = odometer.saturating_sub(start);
            if distance_km <= 0 {
                continue;
            }
            found.push(FuelInterval {
                opens_at,
                closes_at: place,
                distance_km,
                millilitres: carried,
            });
        }
        opening = Some((place, odometer));
        carried = 0;
    }
    found
}

/// The share of the bought fuel that lies inside intervals: how much of it the figure rests on.
pub fn coverage(fills: &[Fill], intervals: &[FuelInterval]) -> Option<f64> {
    let bought: i64 = fills
        .iter()
        .fold(0, |sum, fill| sum.saturating_add(fill.millilitres.max(0)));
    let covered = Consumption::total(intervals).millilitres;
    (bought > 0).then(|| real(covered) / real(bought))
}

/// The mean distance between good readings, in kilometres.
pub fn mean_distance_km(intervals: &[FuelInterval]) -> Option<f64> {
    let total = real(Consumption::total(intervals).distance_km);
    (!intervals.is_empty()).then(|| total / count(intervals.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(odometer: impl Into<Option<i64>>, litres: i64) -> Fill {
        Fill {
            odometer: odometer.into(),
            millilitres: litres * 1_000,
            is_full: true,
            misses_fuel_before: false,
        }
    }

    fn rate(fills: &[Fill], method: Method) -> Option<f64> {
        Consumption::total(&intervals(fills, method)).litres_per_100_km()
    }

    #[test]
    fn the_total_is_a_ratio_of_sums_not_a_mean_of_ratios() {
        // 100 km on 20 l and 900 km on 80 l: 10 l/100 km; the mean of 20 and 8.9 would say 14.4.
        let fills = [fill(1_000, 50), fill(1_100, 20), fill(2_000, 80)];
        assert_eq!(rate(&fills, Method::FullToFull), Some(10.0));
    }

    #[test]
    fn litres_of_a_fill_without_odometer_are_carried_on() {
        let fills = [fill(1_000, 50), fill(None, 30), fill(1_500, 20)];
        let found = intervals(&fills, Method::CarryForward);
        assert_eq!(
            found,
            [FuelInterval {
                opens_at: 0,
                closes_at: 2,
                distance_km: 500,
                millilitres: 50_000
            }]
        );
        assert_eq!(coverage(&fills, &found), Some(0.5));
        assert_eq!(mean_distance_km(&found), Some(500.0));
    }

    #[test]
    fn a_partial_fill_does_not_close_a_full_to_full_interval() {
        let partial = Fill {
            is_full: false,
            ..fill(1_200, 10)
        };
        let fills = [fill(1_000, 50), partial, fill(1_500, 40)];
        assert_eq!(intervals(&fills, Method::FullToFull).len(), 1);
        assert_eq!(intervals(&fills, Method::CarryForward).len(), 2);
        assert_eq!(rate(&fills, Method::FullToFull), Some(10.0));
    }

    #[test]
    fn a_known_gap_gives_up_the_open_interval() {
        let gap = Fill {
            misses_fuel_before: true,
            ..fill(9_000, 40)
        };
        let fills = [fill(1_000, 50), gap, fill(9_400, 40)];
        let found = intervals(&fills, Method::FullToFull);
        assert_eq!(
            found.iter().map(|i| i.distance_km).collect::<Vec<_>>(),
            [400]
        );
        assert_eq!(rate(&fills, Method::FullToFull), Some(10.0));
    }

    #[test]
    fn an_odometer_that_does_not_rise_is_carried_like_a_missing_one() {
        let fills = [
            fill(1_000, 50),
            fill(900, 10),
            fill(1_000, 5),
            fill(1_200, 5),
        ];
        assert_eq!(rate(&fills, Method::CarryForward), Some(10.0));
        assert_eq!(rate(&[fill(1_000, 50)], Method::CarryForward), None);
        assert_eq!(coverage(&[], &[]), None);
    }

    #[test]
    fn units_convert_both_ways() {
        let total = Consumption {
            distance_km: 400,
            millilitres: 32_000,
        };
        assert_eq!(total.litres_per_100_km(), Some(8.0));
        assert_eq!(total.km_per_litre(), Some(12.5));
        assert_eq!(Consumption::default().km_per_litre(), None);
    }
}
