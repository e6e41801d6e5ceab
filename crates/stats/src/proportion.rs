//! Intervals for shares, such as "12 of 40 accounts still active".

use crate::Interval;
use crate::distribution::normal_quantile;
use crate::number::count;

/// The Wilson score interval of `successes` out of `trials` at `confidence` (0.95 for 95 %).
///
/// Behaves at the ends and for few trials, where the textbook interval does not.
/// Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
pub fn wilson(successes: usize, trials: usize, confidence: f64) -> Option<Interval> {
    if trials == 0 || successes > trials {
        return None;
    }
    let z = normal_quantile(f64::midpoint(1.0, confidence))?;
    let n = count(trials);
    let share = count(successes) / n;
    let scale = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / scale;
    let half = z / scale * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let interval = Interval::around(centre, half);
    Some(Interval {
        low: interval.low.max(0.0),
        high: interval.high.min(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_the_worked_example() {
        // statsmodels 0.15: proportion_confint(12, 40, method="wilson") = 0.180748, 0.454300
        let interval = wilson(12, 40, 0.95).unwrap();
        assert!((interval.low - 0.180_748).abs() < 1e-6);
        assert!((interval.high - 0.454_300).abs() < 1e-6);
    }

    #[test]
    fn stays_between_zero_and_one_and_refuses_nonsense() {
        assert!(wilson(0, 5, 0.95).unwrap().low.abs() < 1e-12);
        assert!(wilson(5, 5, 0.95).unwrap().high <= 1.0);
        assert_eq!(wilson(1, 0, 0.95), None);
        assert_eq!(wilson(6, 5, 0.95), None);
    }
}
