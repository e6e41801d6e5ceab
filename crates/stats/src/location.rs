//! Robust location and spread: median, MAD, quantiles, Hodges-Lehmann.
//!
//! All functions skip values that are not finite and return `None` when nothing is left.

use crate::number::{count, index, sorted};

/// Makes the MAD estimate the standard deviation of a normal distribution: 1/Phi^-1(3/4).
///
/// Source: Rousseeuw and Croux, "Alternatives to the Median Absolute Deviation", JASA 88 (1993).
pub const MAD_TO_SIGMA: f64 = 1.482_602_218_505_602;

/// The most values [`hodges_lehmann`] takes as they are; larger samples are thinned evenly.
const HODGES_LEHMANN_LIMIT: usize = 1_000;

/// The arithmetic mean.
pub fn mean(values: &[f64]) -> Option<f64> {
    let finite = sorted(values);
    (!finite.is_empty()).then(|| finite.iter().sum::<f64>() / count(finite.len()))
}

/// The sample variance (divisor n - 1); needs two values.
pub fn variance(values: &[f64]) -> Option<f64> {
    let finite = sorted(values);
    let centre = mean(&finite)?;
    let squares: f64 = finite.iter().map(|value| (value - centre).powi(2)).sum();
    (finite.len() > 1).then(|| squares / count(finite.len() - 1))
}

/// The median.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The quantile at `probability` (0 to 1, clamped), type 7: linear between order statistics.
///
/// Source: Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician
/// 50 (1996), definition 7, the default of R and of spreadsheets.
pub fn quantile(values: &[f64], probability: f64) -> Option<f64> {
    quantile_of_sorted(&sorted(values), probability)
}

/// As [`quantile`], for values that are finite and already sorted ascending.
pub fn quantile_of_sorted(ordered: &[f64], probability: f64) -> Option<f64> {
    let last = ordered.len().checked_sub(1)?;
    let position = probability.clamp(0.0, 1.0) * count(last);
    let below = index(position.floor()).min(last);
    let (low, high) = (ordered.get(below)?, ordered.get((below + 1).min(last))?);
    Some(low + (position - count(below)) * (high - low))
}

/// The median absolute deviation from the median, times [`MAD_TO_SIGMA`].
pub fn mad(values: &[f64]) -> Option<f64> {
    let centre = median(values)?;
    let deviations: Vec<f64> = values.iter().map(|value| (value - centre).abs()).collect();
    Some(median(&deviations)? * MAD_TO_SIGMA)
}

/// How many robust standard deviations `value` lies from the median of `values`.
///
/// `None` when there is no spread to measure with.
pub fn robust_z(values: &[f64], value: f64) -> Option<f64> {
    let spread = mad(values)?;
    (spread > 0.0).then_some((value - median(values)?) / spread)
}

/// The Hodges-Lehmann estimate: the median of all pairwise means, each value paired with itself too.
///
/// Efficient (96 % under normality) and still robust (29 % breakdown). Quadratic in the number of
/// values, so samples over 1,000 are first thinned to every k-th order statistic.
/// Source: Hodges and Lehmann, "Estimates of Location Based on Rank Tests", Ann. Math. Stat. 34 (1963).
pub fn hodges_lehmann(values: &[f64]) -> Option<f64> {
    let ordered = sorted(values);
    let stride = ordered.len().div_ceil(HODGES_LEHMANN_LIMIT).max(1);
    let kept: Vec<f64> = ordered.iter().copied().step_by(stride).collect();
    let means: Vec<f64> = kept
        .iter()
        .enumerate()
        .flat_map(|(place, a)| kept.iter().skip(place).map(move |b| f64::midpoint(*a, *b)))
        .collect();
    median(&means)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_of_even_count_is_the_midpoint() {
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
    }

    #[test]
    fn quantile_is_type_7() {
        // R: quantile(c(1, 2, 4, 8, 16), c(.1, .25, .9)) = 1.4, 2, 12.8
        let values = [16.0, 1.0, 8.0, 2.0, 4.0];
        let close = |p, want: f64| (quantile(&values, p).unwrap() - want).abs() < 1e-12;
        assert!(close(0.1, 1.4) && close(0.25, 2.0) && close(0.9, 12.8));
        assert!(close(-3.0, 1.0) && close(7.0, 16.0));
    }

    #[test]
    fn one_wild_value_does_not_move_the_robust_estimates() {
        let calm = [9.0, 10.0, 10.0, 11.0, 10.0];
        let wild = [9.0, 10.0, 10.0, 11.0, 1e9];
        assert_eq!(median(&calm), median(&wild));
        assert!((hodges_lehmann(&wild).unwrap() - 10.5).abs() < 0.51);
    }

    #[test]
    fn mad_follows_the_definition() {
        // |x - 2| of 1 1 2 2 4 6 9 is 1 1 0 0 2 4 7: median 1.
        let mad = mad(&[1.0, 1.0, 2.0, 2.0, 4.0, 6.0, 9.0]).unwrap();
        assert!((mad - MAD_TO_SIGMA).abs() < 1e-12);
    }

    #[test]
    fn hodges_lehmann_is_the_median_of_pairwise_means() {
        // Means of 1 2 6: 1, 1.5, 3.5, 2, 4, 6 -> sorted 1 1.5 2 3.5 4 6 -> 2.75
        assert_eq!(hodges_lehmann(&[6.0, 1.0, 2.0]), Some(2.75));
    }

    #[test]
    fn nothing_in_gives_nothing_out() {
        assert_eq!(median(&[]), None);
        assert_eq!(mean(&[f64::NAN]), None);
        assert_eq!(variance(&[1.0]), None);
        assert_eq!(robust_z(&[5.0, 5.0], 7.0), None);
    }
}
