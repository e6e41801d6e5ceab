//! Values as the caller has them: counts, rupiah, measurements, or nothing.

/// The largest magnitude that is drawn to scale; beyond it the drawing stays at the edge.
const MAGNITUDE_MAX: f64 = 1e15;

/// A number to draw, or a gap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value(Option<f64>);

impl Value {
    /// The finite number, if there is one.
    pub fn number(self) -> Option<f64> {
        self.0
    }

    /// The number as it is drawn: within [`MAGNITUDE_MAX`].
    pub(crate) fn drawn(self) -> Option<f64> {
        self.0.map(drawn)
    }
}

/// A finite number within the magnitude that is drawn to scale.
pub(crate) fn drawn(number: f64) -> f64 {
    number.clamp(-MAGNITUDE_MAX, MAGNITUDE_MAX)
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self(number.is_finite().then_some(number))
    }
}

impl From<i64> for Value {
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact below 2^53, far above any city's rupiah"
    )]
    fn from(number: i64) -> Self {
        Self(Some(number as f64))
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self(Some(f64::from(number)))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self(Some(f64::from(number)))
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(number: Option<T>) -> Self {
        number.map_or(Self(None), Into::into)
    }
}

/// The nearest whole number, for formatters that print money or counts; saturates.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounded, and saturation is wanted"
)]
pub fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// A place or a count as a float.
#[expect(
    clippy::cast_precision_loss,
    reason = "places and counts of drawn things are small"
)]
pub(crate) fn count(number: usize) -> f64 {
    number as f64
}

/// A non-negative float as a count; saturates.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturation is wanted"
)]
pub(crate) fn steps(number: f64) -> usize {
    number as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finite_is_a_gap() {
        assert_eq!(Value::from(f64::NAN).number(), None);
        assert_eq!(Value::from(Some(f64::INFINITY)).number(), None);
        assert_eq!(Value::from(None::<i64>).number(), None);
        assert_eq!(Value::from(Some(7_i64)).number(), Some(7.0));
    }

    #[test]
    fn whole_rounds_half_away_and_saturates() {
        assert_eq!([whole(2.5), whole(-2.5), whole(1e300)], [3, -3, i64::MAX]);
    }
}
