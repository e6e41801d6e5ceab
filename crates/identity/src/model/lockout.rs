//! How long guessing is stopped after failed tries.

use base::{PersonId, UtcMicros};
use sha2::{Digest as _, Sha256};

/// Failed tries that cost nothing.
const FREE_TRIES: i64 = 4;
/// Seconds after the first try too many; doubled with each further one.
const FIRST_DELAY_SECONDS: i64 = 30;
/// The longest delay.
const LAST_DELAY_SECONDS: i64 = 3_600;
/// Tries older than this are forgotten.
pub(crate) const FORGET_SECONDS: i64 = 86_400;

/// What is guessed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guessed {
    Password,
    SecondFactor,
    Pin,
}

/// The key under which tries are counted: unknown names are counted like known ones.
pub(crate) fn lock_subject(guessed: Guessed, of: &[u8]) -> [u8; 32] {
    let kind: &[u8] = match guessed {
        Guessed::Password => b"password\0",
        Guessed::SecondFactor => b"second\0",
        Guessed::Pin => b"pin\0",
    };
    Sha256::new()
        .chain_update(kind)
        .chain_update(of)
        .finalize()
        .into()
}

/// The same for a known person.
pub(crate) fn person_subject(guessed: Guessed, person: PersonId) -> [u8; 32] {
    lock_subject(guessed, person.uuid().as_bytes())
}

/// Seconds of delay after so many failed tries.
pub(crate) fn delay_seconds(failed_count: i64) -> i64 {
    let over = failed_count.min(TRIES_COUNTED_MAX) - FREE_TRIES;
    match u32::try_from(over) {
        Ok(0) | Err(_) => 0,
        Ok(over) => (FIRST_DELAY_SECONDS << (over - 1)).min(LAST_DELAY_SECONDS),
    }
}

/// Failed tries after which every further one waits the longest.
pub(crate) const TRIES_COUNTED_MAX: i64 = 12;

/// Guessing is stopped until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockedUntil(pub UtcMicros);

impl LockedUntil {
    /// Whole minutes to wait, at least one.
    pub fn minutes_from(self, now: UtcMicros) -> i64 {
        (self.0.since(now) / 60_000_000).saturating_add(1).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_doubles_up_to_an_hour() {
        let delays: Vec<_> = (0..=TRIES_COUNTED_MAX + 1).map(delay_seconds).collect();
        assert_eq!(
            delays,
            [
                0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600
            ]
        );
        assert_eq!(delay_seconds(i64::MAX), LAST_DELAY_SECONDS);
    }
}
