//! From values to positions, and round ticks.

use crate::value::{count, drawn, steps};

/// The most ticks an axis shows.
const TICKS_MAX: usize = 12;

/// Round tick values that enclose a range.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ticks {
    pub(crate) values: Vec<f64>,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Ticks {
    /// About `target` ticks in steps of 1, 2 or 5 times a power of ten around all `values`.
    pub(crate) fn around(values: impl Iterator<Item = f64>, with_zero: bool, target: f64) -> Self {
        let seed = if with_zero {
            (0.0, 0.0)
        } else {
            (f64::INFINITY, f64::NEG_INFINITY)
        };
        let (low, high) = values
            .map(drawn)
            .fold(seed, |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = match high - low {
            span if span > low.abs().max(high.abs()) * 1e-9 && span > 1e-9 => (low, high),
            _ if low.is_finite() && low != 0.0 => (low - low.abs() * 0.1, low + low.abs() * 0.1),
            _ => (0.0, 1.0),
        };
        let (low, high) = if high - low > 1e-9 {
            (low, high)
        } else {
            (0.0, 1.0)
        };
        let step = round_step((high - low) / target);
        let first = (low / step).floor();
        let intervals = steps((high / step).ceil() - first).clamp(1, TICKS_MAX);
        let at = |place: usize| (first + count(place)) * step;
        let values: Vec<f64> = (0..=intervals).map(at).collect();
        Self {
            low: at(0),
            high: at(intervals),
            values,
        }
    }
}

fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    let nice = match rough / power {
        lead if lead <= 1.0 => 1.0,
        lead if lead <= 2.0 => 2.0,
        lead if lead <= 5.0 => 5.0,
        _ => 10.0,
    };
    nice * power
}

/// A linear map from values to positions, which never leaves its ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) from: f64,
    pub(crate) to: f64,
}

impl Scale {
    /// Where `value` is drawn.
    pub(crate) fn position(&self, value: f64) -> f64 {
        let span = self.high - self.low;
        let share = if span > 0.0 {
            ((drawn(value) - self.low) / span).clamp(0.0, 1.0)
        } else {
            0.0
        };
        self.from + share * (self.to - self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[f64], with_zero: bool) -> Vec<f64> {
        Ticks::around(values.iter().copied(), with_zero, 4.0).values
    }

    #[test]
    fn ticks_are_round_and_enclose_the_data() {
        assert_eq!(ticks(&[870.0], true), [0.0, 500.0, 1000.0]);
        assert_eq!(ticks(&[-3.0, 7.0], true), [-5.0, 0.0, 5.0, 10.0]);
        assert_eq!(
            ticks(&[96.0, 104.0], false),
            [96.0, 98.0, 100.0, 102.0, 104.0]
        );
    }

    #[test]
    fn no_spread_and_no_data_still_make_an_axis() {
        for values in [&[][..], &[0.0, 0.0], &[5.0, 5.0], &[1e300], &[-1e-300]] {
            for with_zero in [true, false] {
                let made = ticks(values, with_zero);
                assert!(
                    made.len() >= 2 && made.len() <= TICKS_MAX + 1,
                    "{values:?} {made:?}"
                );
                assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }
    }
}
