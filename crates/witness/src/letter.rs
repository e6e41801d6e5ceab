//! A day's letter: its words, and when it is tried again.

use base::{CivilDate, UtcMicros};
use web::{Locale, fl};

use crate::texts;

db::ids! {
    /// A letter.
    LetterId,
}

/// The first pause after a failed try, in seconds; each further one is twice as long.
const FIRST_PAUSE_SECONDS: i64 = 60;
/// The longest pause, in seconds: six hours.
const LONGEST_PAUSE_SECONDS: i64 = 6 * 3_600;

/// What leaves the house on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day in the city's zone.
    pub on: CivilDate,
    /// The city's name.
    pub city: String,
    /// The signed head of its journal.
    pub checkpoint: String,
    /// The notes by which checkpoint keys follow each other.
    pub rotations: Vec<String>,
    /// The verifier key of today, as `--trust` takes it.
    pub verifier: String,
}

/// A letter to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its id.
    pub id: LetterId,
    /// The day it is about, as `2026-11-24`.
    pub day: String,
    /// To whom.
    pub email: String,
    /// Its subject.
    pub subject: String,
    /// Its text, with the notes in it.
    pub body: String,
    /// How often it was tried.
    pub tries: i64,
}

impl Day {
    pub(crate) fn subject(&self) -> String {
        let texts = texts(Locale::Id);
        let (city, day) = (self.city.as_str(), self.on.to_string());
        fl!(texts, "letter-subject", city = city, day = day)
    }

    /// The words in both languages, then the notes exactly as they were signed.
    pub(crate) fn body(&self) -> String {
        let code = journal::short_code(&self.checkpoint);
        let words = |locale: Locale| {
            let texts = texts(locale);
            let (city, day) = (self.city.as_str(), self.on.to_string());
            let (code, key) = (code.as_str(), self.verifier.as_str());
            [
                fl!(texts, "letter-what", city = city, day = day),
                fl!(texts, "letter-keep"),
                fl!(texts, "letter-code", code = code),
                fl!(texts, "letter-how", key = key),
            ]
            .join("\n\n")
        };
        let notes = std::iter::once(&self.checkpoint).chain(&self.rotations);
        let notes: Vec<&str> = notes.map(String::as_str).collect();
        format!(
            "{}\n\n{}\n\n{}",
            words(Locale::Id),
            words(Locale::En),
            notes.join("\n")
        )
    }
}

/// When a letter is tried again after so many failed tries.
pub fn next_try_at(failed_at: UtcMicros, tries: i64) -> UtcMicros {
    let doubled = u32::try_from(tries.max(1) - 1).map_or(i64::MAX, |times| {
        FIRST_PAUSE_SECONDS.saturating_mul(2_i64.saturating_pow(times))
    });
    failed_at.plus_seconds(doubled.min(LONGEST_PAUSE_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours() {
        let at = UtcMicros::new(0);
        let pause = |tries| next_try_at(at, tries).seconds();
        assert_eq!([1, 2, 3].map(pause), [60, 120, 240]);
        assert_eq!([10, 99, i64::MAX].map(pause), [21_600; 3]);
        assert_eq!(pause(0), 60);
    }

    #[test]
    fn a_letter_holds_the_notes_as_they_were_signed() {
        let signer = journal::SigningKey::new("sihebat-1", &[7; 32]);
        let other = journal::SigningKey::new("sihebat-2", &[8; 32]);
        let checkpoint = journal::sign_note("sihebat.id/x\n1\nAA==\nat 1\n", &signer);
        let at = UtcMicros::new(5);
        let rotation = journal::CheckpointKeyRotation::sign(&signer, &other, at).unwrap();
        let day = Day {
            on: "2026-11-24".parse().unwrap(),
            city: "Kota Kupang".to_owned(),
            checkpoint: checkpoint.clone(),
            rotations: vec![rotation.clone()],
            verifier: other.verifying_key().to_string(),
        };
        let body = day.body();
        for text in [&checkpoint, &rotation, &day.verifier] {
            assert!(body.contains(text.as_str()), "{body}");
        }
        assert!(body.contains(&journal::short_code(&checkpoint)));
        let subject = day.subject();
        assert!(subject.contains("Kota Kupang") && subject.contains("2026-11-24"));
    }
}
