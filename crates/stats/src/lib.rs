//! Pure numerics of the field: robust statistics, evaluation formulas, fuel consumption, odometers.
//!
//! Nothing here does I/O, reads a clock or makes its own randomness, and nothing here touches money:
//! rupiah and millilitres enter as whole numbers and leave as statistics.
//! Floats are fine in this crate; amounts that are paid or reserved are computed elsewhere, in integers.
//!
//! Functions that cannot answer (no data, too few points, a singular design) return `None`.
//! "Cannot be computed" is a valid result and is never replaced by a zero.

#![warn(missing_docs)]

pub mod consumption;
pub mod control_chart;
pub mod decomposition;
pub mod distribution;
pub mod location;
mod number;
pub mod odometer;
pub mod proportion;
pub mod queue;
pub mod regression;
pub mod resample;
pub mod survival;

/// A closed interval of real numbers, for example a confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// The interval of `half_width` on both sides of `centre`.
    pub fn around(centre: f64, half_width: f64) -> Self {
        Self {
            low: centre - half_width,
            high: centre + half_width,
        }
    }

    /// Whether `value` lies inside, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether the whole interval lies above zero: the condition for calling a saving "proven".
    pub fn is_above_zero(&self) -> bool {
        self.low > 0.0
    }
}
