//! Kaplan-Meier survival, for accounts, reporters and whole programmes.

use crate::Interval;
use crate::distribution::normal_quantile;
use crate::number::count;

/// How long one subject was watched, and whether the event came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// The time until the event or until watching stopped; negative or NaN is skipped.
    pub duration: f64,
    /// `true` if the event came; `false` if watching stopped first (censored).
    pub event: bool,
}

/// One step of the survival curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The time of the event.
    pub time: f64,
    /// Subjects still at risk just before.
    pub at_risk: usize,
    /// Events at this time.
    pub events: usize,
    /// The estimated share that survives past this time.
    pub survival: f64,
    /// Greenwood's standard error of `survival`.
    pub standard_error: f64,
}

impl Step {
    /// The log-log confidence interval, which stays between 0 and 1.
    ///
    /// Source: Kalbfleisch and Prentice, "The Statistical Analysis of Failure Time Data", 1980.
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        let z = normal_quantile(f64::midpoint(1.0, confidence))?;
        if self.survival <= 0.0 || self.survival >= 1.0 {
            return None;
        }
        let log = self.survival.ln();
        let half = z * self.standard_error / (self.survival * log).abs();
        Some(Interval {
            low: self.survival.powf(half.exp()),
            high: self.survival.powf((-half).exp()),
        })
    }
}

/// The Kaplan-Meier curve: S(t) is the product of (1 - d/n) over event times up to t.
///
/// Source: Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53 (1958).
pub fn kaplan_meier(observations: &[Observation]) -> Vec<Step> {
    let mut ordered: Vec<&Observation> = observations
        .iter()
        .filter(|seen| seen.duration >= 0.0)
        .collect();
    ordered.sort_by(|a, b| a.duration.total_cmp(&b.duration));
    let mut steps = Vec::new();
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let mut at_risk = ordered.len();
    for group in ordered.chunk_by(|a, b| a.duration.total_cmp(&b.duration).is_eq()) {
        let events = group.iter().filter(|seen| seen.event).count();
        if let (Some(first), 1..) = (group.first(), events) {
            let (d, n) = (count(events), count(at_risk));
            survival *= 1.0 - d / n;
            greenwood += if events < at_risk {
                d / (n * (n - d))
            } else {
                0.0
            };
            let standard_error = survival * f64::sqrt(greenwood);
            steps.push(Step {
                time: first.duration,
                at_risk,
                events,
                survival,
                standard_error,
            });
        }
        at_risk -= group.len();
    }
    steps
}

/// The first time at which at most half survive; `None` if the curve never falls that far.
pub fn median_survival(steps: &[Step]) -> Option<f64> {
    steps
        .iter()
        .find(|step| step.survival <= 0.5)
        .map(|step| step.time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remission() -> Vec<Observation> {
        // 6-MP arm of Freireich et al., Blood 21 (1963), the textbook example; "+" is censored.
        let text = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+";
        text.split(' ')
            .map(|word| Observation {
                duration: word.trim_end_matches('+').parse().unwrap(),
                event: !word.ends_with('+'),
            })
            .collect()
    }

    #[test]
    fn matches_the_published_remission_example() {
        let expected = [
            (6.0, 0.857_143),
            (7.0, 0.806_723),
            (10.0, 0.752_941),
            (13.0, 0.690_196),
            (16.0, 0.627_451),
            (22.0, 0.537_815),
            (23.0, 0.448_179),
        ];
        let steps = kaplan_meier(&remission());
        assert_eq!(steps.len(), expected.len());
        for (step, (time, survival)) in steps.iter().zip(expected) {
            assert!((step.time - time).abs() < 1e-12 && (step.survival - survival).abs() < 1e-6);
        }
        assert_eq!(median_survival(&steps), Some(23.0));
        // Greenwood at t = 6: S sqrt(3 / (21 x 18)).
        assert!((steps[0].standard_error - 0.076_360).abs() < 1e-6);
        // R survival, conf.type = "log-log": 0.620 to 0.952 at t = 6.
        let interval = steps[0].interval(0.95).unwrap();
        assert!((interval.low - 0.620).abs() < 1e-3 && (interval.high - 0.952).abs() < 1e-3);
    }

    #[test]
    fn only_censored_subjects_give_no_step() {
        let watched = [Observation {
            duration: 5.0,
            event: false,
        }];
        assert!(kaplan_meier(&watched).is_empty());
        assert_eq!(median_survival(&[]), None);
    }

    #[test]
    fn ends_at_zero_when_the_last_subject_has_the_event() {
        let all = [1.0, 2.0].map(|duration| Observation {
            duration,
            event: true,
        });
        let last = kaplan_meier(&all)[1];
        assert!(last.survival.abs() < 1e-12 && last.interval(0.95).is_none());
    }
}
