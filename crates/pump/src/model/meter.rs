//! The second look at an odometer or hour meter: asked once, never a dead end.

use fleet::Expectation;

/// What is asked about a meter reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MeterDoubt {
    /// Nothing was typed although the meter works.
    Missing,
    /// The value lies outside what this vehicle can show now.
    Odd(i64),
}

/// Why a reading is missing or stands although it looks wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MeterReason {
    /// Looked again: it really says so.
    LookedAgain,
    /// The meter was replaced.
    Replaced,
    /// The meter is broken.
    Broken,
    /// It could not be read, such as at night or in rain.
    Unreadable,
}

impl MeterReason {
    const ALL: [Self; 4] = [
        Self::LookedAgain,
        Self::Replaced,
        Self::Broken,
        Self::Unreadable,
    ];

    /// The word in forms and in the reading's note.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::LookedAgain => "looked_again",
            Self::Replaced => "replaced",
            Self::Broken => "broken",
            Self::Unreadable => "unreadable",
        }
    }

    /// The reason with this word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl MeterDoubt {
    /// The reasons that answer this question.
    pub(crate) const fn reasons(self) -> &'static [MeterReason] {
        match self {
            Self::Missing => &[MeterReason::Broken, MeterReason::Unreadable],
            Self::Odd(_) => &[
                MeterReason::LookedAgain,
                MeterReason::Replaced,
                MeterReason::Broken,
            ],
        }
    }

    /// What the form repeats to say which question was answered.
    pub(crate) fn asked(self) -> String {
        match self {
            Self::Missing => "-".to_owned(),
            Self::Odd(value) => value.to_string(),
        }
    }
}

/// What has to be asked about a reading, if anything.
pub(crate) fn meter_doubt(expected: &Expectation, value: Option<i64>) -> Option<MeterDoubt> {
    match value {
        None => expected.wants_reading().then_some(MeterDoubt::Missing),
        Some(value) => expected.doubts(value).then_some(MeterDoubt::Odd(value)),
    }
}

#[cfg(test)]
mod tests {
    use base::UtcMicros;
    use fleet::Meter;

    use super::*;

    fn expected(meter: Meter, broken: bool) -> Expectation {
        Expectation {
            meter,
            last_good: Some((122_980, UtcMicros::new(0))),
            range: Some(122_980..=124_500),
            broken_until: broken.then_some(UtcMicros::new(1)),
        }
    }

    #[test]
    fn a_working_meter_is_asked_for_and_looked_at_twice() {
        let odometer = expected(Meter::Odometer, false);
        assert_eq!(meter_doubt(&odometer, Some(123_456)), None);
        assert_eq!(
            meter_doubt(&odometer, Some(223_456)),
            Some(MeterDoubt::Odd(223_456))
        );
        assert_eq!(meter_doubt(&odometer, None), Some(MeterDoubt::Missing));
    }

    #[test]
    fn a_broken_or_absent_meter_is_no_question() {
        for silent in [
            expected(Meter::None, false),
            expected(Meter::Odometer, true),
        ] {
            assert_eq!(meter_doubt(&silent, None), None);
            assert_eq!(meter_doubt(&silent, Some(1)), None);
        }
    }

    #[test]
    fn every_question_has_an_answer() {
        for doubt in [MeterDoubt::Missing, MeterDoubt::Odd(7)] {
            for reason in doubt.reasons() {
                assert_eq!(MeterReason::from_code(reason.code()), Some(*reason));
            }
            assert!(!doubt.reasons().is_empty());
        }
    }
}
