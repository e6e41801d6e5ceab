//! Control charts that say when a series has changed: `XmR` limits, EWMA, CUSUM.

use crate::Interval;
use crate::number::count;

/// Turns a mean moving range of two into a standard deviation (d2 for n = 2).
///
/// Source: Wheeler, "Understanding Variation", 1993; the constant is tabulated in ISO 7870-2.
const MOVING_RANGE_TO_SIGMA: f64 = 1.128;

/// The printed factor from a mean moving range to a natural process limit, 3 / 1.128 rounded.
const MOVING_RANGE_TO_LIMIT: f64 = 2.66;

/// What a quiet baseline period looks like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Baseline {
    /// The mean of the baseline.
    pub mean: f64,
    /// The standard deviation estimated from moving ranges, which a slow drift does not inflate.
    pub sigma: f64,
}

impl Baseline {
    /// Learns from at least two consecutive values.
    pub fn learn(values: &[f64]) -> Option<Self> {
        if values.len() < 2 || values.iter().any(|value| !value.is_finite()) {
            return None;
        }
        let mean = values.iter().sum::<f64>() / count(values.len());
        let ranges: f64 = values.windows(2).map(range).sum();
        let moving_range = ranges / count(values.len() - 1);
        Some(Self {
            mean,
            sigma: moving_range / MOVING_RANGE_TO_SIGMA,
        })
    }

    /// The limits of the individuals chart (`XmR`): the mean and 2.66 mean moving ranges on both sides.
    pub fn limits(&self) -> Interval {
        let moving_range = self.sigma * MOVING_RANGE_TO_SIGMA;
        Interval::around(self.mean, MOVING_RANGE_TO_LIMIT * moving_range)
    }
}

fn range(pair: &[f64]) -> f64 {
    match pair {
        [a, b] => (b - a).abs(),
        _ => 0.0,
    }
}

/// One point of a two-sided CUSUM, in units of sigma.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cusum {
    /// The accumulated evidence for a rise.
    pub upper: f64,
    /// The accumulated evidence for a fall.
    pub lower: f64,
    /// Whether either exceeds the decision limit.
    pub alarm: bool,
}

/// The tabular CUSUM of `values` with slack `k` and decision limit `h`, both in sigmas.
///
/// Usual values are k = 0.5 (tuned to a shift of one sigma) and h = 4 or 5. The sums are not reset
/// after an alarm. `None` if the baseline has no spread.
/// Source: Page, "Continuous Inspection Schemes", Biometrika 41 (1954).
pub fn cusum(baseline: &Baseline, values: &[f64], k: f64, h: f64) -> Option<Vec<Cusum>> {
    let (mut upper, mut lower) = (0.0_f64, 0.0_f64);
    (baseline.sigma > 0.0).then(|| {
        values
            .iter()
            .map(|value| {
                let z = (value - baseline.mean) / baseline.sigma;
                upper = (upper + z - k).max(0.0);
                lower = (lower - z - k).max(0.0);
                Cusum {
                    upper,
                    lower,
                    alarm: upper > h || lower > h,
                }
            })
            .collect()
    })
}

/// One point of an exponentially weighted moving average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ewma {
    /// The smoothed value.
    pub value: f64,
    /// The exact limits at this point, which widen from the start.
    pub limits: Interval,
    /// Whether the value lies outside its limits.
    pub alarm: bool,
}

/// The EWMA of `values` with weight `lambda` (0 to 1) and limits `width` sigmas wide.
///
/// Source: Roberts, "Control Chart Tests Based on Geometric Moving Averages", Technometrics 1 (1959).
pub fn ewma(baseline: &Baseline, values: &[f64], lambda: f64, width: f64) -> Vec<Ewma> {
    let mut smoothed = baseline.mean;
    let mut remaining = 1.0;
    values
        .iter()
        .map(|value| {
            smoothed = lambda * value + (1.0 - lambda) * smoothed;
            remaining *= (1.0 - lambda).powi(2);
            let half =
                width * baseline.sigma * (lambda / (2.0 - lambda) * (1.0 - remaining)).sqrt();
            let limits = Interval::around(baseline.mean, half);
            Ewma {
                value: smoothed,
                limits,
                alarm: !limits.contains(smoothed),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Citizen reports a month in Jakarta, April to October 2016, then November, December, April 2017
    // (Kompas, 16 February 2018): the series in which volume fell months before anyone said so.
    const QUIET: [f64; 7] = [
        55_665.0, 48_478.0, 56_111.0, 50_725.0, 55_151.0, 45_373.0, 50_412.0,
    ];
    const AFTER: [f64; 3] = [36_058.0, 28_901.0, 25_582.0];

    #[test]
    fn learns_the_jakarta_baseline() {
        let baseline = Baseline::learn(&QUIET).unwrap();
        assert!((baseline.mean - 51_702.142_857).abs() < 1e-5);
        assert!((baseline.sigma - 6_574.833_333 / 1.128).abs() < 1e-5);
        let limits = baseline.limits();
        assert!((limits.low - 34_213.09).abs() < 0.01 && (limits.high - 69_191.20).abs() < 0.01);
        assert!(limits.contains(AFTER[0]) && !limits.contains(AFTER[1]));
    }

    #[test]
    fn cusum_alarms_in_december_2016() {
        let series: Vec<f64> = QUIET.into_iter().chain(AFTER).collect();
        let points = cusum(&Baseline::learn(&QUIET).unwrap(), &series, 0.5, 4.0).unwrap();
        let after: Vec<Cusum> = points.into_iter().skip(QUIET.len()).collect();
        let expected = [(2.491, false), (5.903, true), (9.884, true)];
        for (point, (lower, alarm)) in after.iter().zip(expected) {
            assert!(
                (point.lower - lower).abs() < 1e-3 && point.alarm == alarm,
                "{point:?}"
            );
        }
    }

    #[test]
    fn ewma_alarms_in_december_2016() {
        let points = ewma(&Baseline::learn(&QUIET).unwrap(), &AFTER, 0.3, 3.0);
        assert!((points[0].value - 47_008.9).abs() < 0.1 && !points[0].alarm);
        assert!((points[0].limits.low - 46_456.3).abs() < 1.0);
        assert!((points[1].value - 41_576.5).abs() < 0.1 && points[1].alarm);
        assert!((points[1].limits.low - 45_298.7).abs() < 1.0);
    }

    #[test]
    fn a_flat_or_short_baseline_cannot_be_charted() {
        assert_eq!(Baseline::learn(&[5.0]), None);
        assert_eq!(
            cusum(&Baseline::learn(&[5.0, 5.0]).unwrap(), &[9.0], 0.5, 4.0),
            None
        );
    }
}
