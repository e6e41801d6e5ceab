//! Quantiles and tails of the normal and Student's t distribution.
//!
//! The special functions come from `statrs` (decision 0020).

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// P(Z <= `z`) for a standard normal Z.
pub fn normal_cdf(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

/// The standard normal quantile; `None` unless 0 < `probability` < 1.
pub fn normal_quantile(probability: f64) -> Option<f64> {
    is_open(probability).then(|| Normal::standard().inverse_cdf(probability))
}

/// P(T <= `t`) for Student's t with `degrees_of_freedom` > 0.
pub fn student_t_cdf(t: f64, degrees_of_freedom: f64) -> Option<f64> {
    StudentsT::new(0.0, 1.0, degrees_of_freedom)
        .ok()
        .map(|law| law.cdf(t))
}

/// The quantile of Student's t; `None` unless 0 < `probability` < 1 and `degrees_of_freedom` > 0.
pub fn student_t_quantile(probability: f64, degrees_of_freedom: f64) -> Option<f64> {
    let law = StudentsT::new(0.0, 1.0, degrees_of_freedom).ok()?;
    is_open(probability).then(|| law.inverse_cdf(probability))
}

/// The two-sided critical value of Student's t, for example 1.812461 at 90 % and 10 degrees.
pub fn student_t_critical(confidence: f64, degrees_of_freedom: f64) -> Option<f64> {
    student_t_quantile(f64::midpoint(1.0, confidence), degrees_of_freedom)
}

fn is_open(probability: f64) -> bool {
    probability > 0.0 && probability < 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(actual: Option<f64>, expected: f64) {
        let actual = actual.unwrap();
        assert!(
            (actual - expected).abs() < 1e-6,
            "{actual} is not {expected}"
        );
    }

    #[test]
    fn normal_quantiles_match_the_printed_tables() {
        close(normal_quantile(0.975), 1.959_963_985);
        close(normal_quantile(0.95), 1.644_853_627);
        close(normal_quantile(0.001), -3.090_232_306);
        close(Some(normal_cdf(1.0)), 0.841_344_746);
    }

    #[test]
    fn student_t_critical_values_match_the_printed_tables() {
        // t table: df 1, 10, 9, 30.
        close(student_t_critical(0.95, 1.0), 12.706_204_736);
        close(student_t_critical(0.90, 10.0), 1.812_461_123);
        close(student_t_critical(0.90, 9.0), 1.833_112_933);
        close(student_t_critical(0.99, 30.0), 2.749_995_654);
    }

    #[test]
    fn impossible_arguments_give_none() {
        assert_eq!(normal_quantile(0.0), None);
        assert_eq!(normal_quantile(f64::NAN), None);
        assert_eq!(student_t_quantile(0.9, 0.0), None);
        assert_eq!(student_t_critical(1.0, 5.0), None);
    }
}
