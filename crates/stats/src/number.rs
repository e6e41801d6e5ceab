//! Conversions between counts and floats, in one place with their reasons.

/// A count as a float; exact below 2^53, which no data set of a city reaches.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(crate) fn count(value: usize) -> f64 {
    value as f64
}

/// A signed whole number (kilometres, millilitres, seconds) as a float; exact below 2^53.
#[expect(
    clippy::cast_precision_loss,
    reason = "kilometres and millilitres stay below 2^53"
)]
pub(crate) fn real(value: i64) -> f64 {
    value as f64
}

/// A float as a whole number; out of range saturates and NaN becomes zero, as `as` defines.
#[expect(
    clippy::cast_possible_truncation,
    reason = "callers round first; saturation is wanted"
)]
pub(crate) fn whole(value: f64) -> i64 {
    value as i64
}

/// A non-negative float as an index; saturates like [`whole`].
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturation is wanted"
)]
pub(crate) fn index(value: f64) -> usize {
    value as usize
}

/// The finite values, sorted ascending.
pub(crate) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}
