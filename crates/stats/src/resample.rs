//! The bootstrap, with randomness as an argument.

use crate::Interval;
use crate::location::quantile;

/// The most replicates one call makes; a limit on the loop.
pub const REPLICATES_MAX: usize = 100_000;

/// The percentile bootstrap interval of a statistic.
///
/// `next_below(n)` returns a number in `0..n` from the caller's seeded generator, so the same seed
/// gives the same interval; a number out of range draws the last value. Replicates for which the
/// statistic is `None` are left out. `None` if there are no values or fewer than 20 replicates stay.
/// Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
pub fn bootstrap<T: Clone>(
    values: &[T],
    replicates: usize,
    confidence: f64,
    mut next_below: impl FnMut(usize) -> usize,
    statistic: impl Fn(&[T]) -> Option<f64>,
) -> Option<Interval> {
    let last = values.len().checked_sub(1)?;
    let mut results = Vec::with_capacity(replicates.min(REPLICATES_MAX));
    let mut sample = Vec::with_capacity(values.len());
    for _ in 0..replicates.min(REPLICATES_MAX) {
        sample.clear();
        let draws = (0..values.len()).map(|_| next_below(values.len()).min(last));
        sample.extend(draws.filter_map(|place| values.get(place).cloned()));
        results.extend(statistic(&sample).filter(|result| result.is_finite()));
    }
    let tail = (1.0 - confidence) / 2.0;
    let interval = Interval {
        low: quantile(&results, tail)?,
        high: quantile(&results, 1.0 - tail)?,
    };
    (results.len() >= 20).then_some(interval)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::mean;

    /// A small multiplicative generator, enough to make the tests repeatable.
    fn generator(mut state: u64) -> impl FnMut(usize) -> usize {
        move |below| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        }
    }

    #[test]
    fn the_interval_of_a_mean_is_close_to_the_normal_one() {
        let values: Vec<f64> = (0..100_u32).map(f64::from).collect();
        let interval = bootstrap(&values, 4_000, 0.95, generator(7), mean).unwrap();
        // Mean 49.5, standard error 28.87 / 10: 43.8 to 55.2.
        assert!((interval.low - 43.84).abs() < 0.5 && (interval.high - 55.16).abs() < 0.5);
    }

    #[test]
    fn the_same_seed_gives_the_same_interval() {
        let values = [3.0, 1.0, 4.0, 1.0, 5.0];
        let run = |seed| bootstrap(&values, 200, 0.9, generator(seed), mean);
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
    }

    #[test]
    fn too_little_to_work_with_gives_none() {
        assert_eq!(bootstrap(&[], 500, 0.9, generator(1), mean), None);
        assert_eq!(bootstrap(&[1.0], 5, 0.9, generator(1), mean), None);
        assert_eq!(bootstrap(&[1.0], 500, 0.9, generator(1), |_| None), None);
    }
}
