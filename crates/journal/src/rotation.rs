//! Succession of checkpoint keys: a note in which the old key names the new one.
//!
//! Both keys sign it. Whoever trusts the old one follows it to the new one; whoever was handed the new
//! one finds back to checkpoints that the old one signed. The note proves itself, wherever it is kept.

use base::UtcMicros;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::note::{NoteError, SigningKey, VerifyingKey, cosign_note, sign_note, verify_note};

/// The first line of the note's text.
const ORIGIN: &str = "sihebat.id/checkpoint-key";

/// How long a replaced key may still sign, for servers that read the new one late: an hour, in seconds.
const GRACE_SECONDS: i64 = 3_600;

/// A checkpoint key and the one that comes after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointKeyRotation {
    /// The key until then.
    pub from: VerifyingKey,
    /// The key from then on.
    pub to: VerifyingKey,
    /// The first instant of the new key.
    pub at: UtcMicros,
}

impl CheckpointKeyRotation {
    /// The note, signed by both keys.
    ///
    /// # Errors
    /// None that these keys can cause; the note is put together and cosigned.
    pub fn sign(old: &SigningKey, new: &SigningKey, at: UtcMicros) -> Result<String, NoteError> {
        let (from, to) = (old.verifying_key(), new.verifying_key());
        let at = at.get();
        let text = format!("{ORIGIN}\nfrom {from}\nto {to}\nat {at}\n");
        cosign_note(&sign_note(&text, old), new)
    }

    /// Whether a note is about keys, not a checkpoint.
    pub fn is_one(note: &str) -> bool {
        note.lines().next() == Some(ORIGIN)
    }

    /// Reads a note and checks both signatures.
    ///
    /// # Errors
    /// A [`CheckpointError`] where a signature or the text is not right.
    pub fn open(note: &str) -> Result<Self, CheckpointError> {
        let mut lines = note.lines();
        if lines.next() != Some(ORIGIN) {
            return Err(CheckpointError::Malformed);
        }
        let mut value = |name: &str| {
            let line = lines.next().ok_or(CheckpointError::Malformed)?;
            line.strip_prefix(name).ok_or(CheckpointError::Malformed)
        };
        let (from, to): (VerifyingKey, VerifyingKey) =
            (value("from ")?.parse()?, value("to ")?.parse()?);
        let at = value("at ")?.parse();
        let at = UtcMicros::new(at.map_err(|_| CheckpointError::Malformed)?);
        verify_note(note, &from)?;
        verify_note(note, &to)?;
        Ok(Self { from, to, at })
    }
}

/// The keys a verifier goes by: those given, and those that notes lead to.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Each with the instant from which on its signature counts no more.
    keys: Vec<(VerifyingKey, Option<UtcMicros>)>,
}

impl Trust {
    /// Follows the notes from the given keys, forwards and back; `None` where no key is given.
    ///
    /// Notes that are not rightly signed lead nowhere.
    pub fn of(given: &[VerifyingKey], notes: &[String]) -> Option<Self> {
        let rotations: Vec<_> = notes
            .iter()
            .filter_map(|note| CheckpointKeyRotation::open(note).ok())
            .collect();
        let mut known = given.to_vec();
        let mut looked_at = 0;
        while let Some(key) = known.get(looked_at).cloned() {
            for rotation in &rotations {
                let other = if rotation.from == key {
                    &rotation.to
                } else if rotation.to == key {
                    &rotation.from
                } else {
                    continue;
                };
                if !known.contains(other) {
                    known.push(other.clone());
                }
            }
            looked_at += 1;
        }
        let until = |key: &VerifyingKey| {
            let ends = rotations.iter().filter(|rotation| rotation.from == *key);
            let end = ends.map(|rotation| rotation.at).min();
            end.map(|at| at.plus_seconds(GRACE_SECONDS))
        };
        let keys: Vec<_> = known
            .into_iter()
            .map(|key| {
                let end = until(&key);
                (key, end)
            })
            .collect();
        (!keys.is_empty()).then_some(Self { keys })
    }

    /// Reads a checkpoint that one of the keys signed in its time.
    ///
    /// # Errors
    /// A [`CheckpointError`] that says why it is not accepted.
    pub fn open(&self, note: &str) -> Result<Checkpoint, CheckpointError> {
        let mut refusal = CheckpointError::Note(NoteError::UnknownKey);
        for (key, until) in &self.keys {
            match Checkpoint::open(note, key) {
                Ok(point) if until.is_some_and(|until| point.at >= until) => {
                    refusal = CheckpointError::KeyReplaced;
                }
                Err(CheckpointError::Note(NoteError::UnknownKey)) => {}
                answer => return answer,
            }
        }
        Err(refusal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{TenantId, Uuid};

    fn signer(number: u8) -> SigningKey {
        SigningKey::new(format!("sihebat-{number}"), &[number; 32])
    }

    fn at(seconds: i64) -> UtcMicros {
        UtcMicros::new(1_795_500_000_000_000).plus_seconds(seconds)
    }

    fn rotation(from: u8, to: u8, seconds: i64) -> String {
        CheckpointKeyRotation::sign(&signer(from), &signer(to), at(seconds)).unwrap()
    }

    fn checkpoint(number: u8, seconds: i64) -> String {
        let (tenant, at) = (TenantId::new(Uuid::nil()), at(seconds).get());
        let root = "A".repeat(43) + "=";
        sign_note(
            &format!("sihebat.id/{tenant}\n5\n{root}\nat {at}\n"),
            &signer(number),
        )
    }

    fn trust(given: &[u8], notes: &[String]) -> Trust {
        let given: Vec<_> = given.iter().map(|n| signer(*n).verifying_key()).collect();
        Trust::of(&given, notes).unwrap()
    }

    #[test]
    fn a_note_says_which_key_follows_which() {
        let note = rotation(1, 2, 0);
        assert!(CheckpointKeyRotation::is_one(&note));
        let read = CheckpointKeyRotation::open(&note).unwrap();
        assert_eq!(read.from, signer(1).verifying_key());
        assert_eq!((read.to, read.at), (signer(2).verifying_key(), at(0)));
        let checkpoint = checkpoint(1, 0);
        assert!(!CheckpointKeyRotation::is_one(&checkpoint));
        assert!(CheckpointKeyRotation::open(&checkpoint).is_err());
    }

    #[test]
    fn a_note_that_lacks_a_signature_or_was_altered_leads_nowhere() {
        let note = rotation(1, 2, 0);
        let lines: Vec<&str> = note.lines().collect();
        for missing in [5, 6] {
            let mut lines = lines.clone();
            lines.remove(missing);
            let cut = lines.join("\n") + "\n";
            assert!(CheckpointKeyRotation::open(&cut).is_err(), "{cut}");
        }
        let thief = signer(3).verifying_key().to_string();
        let altered = note.replace(&signer(2).verifying_key().to_string(), &thief);
        assert!(CheckpointKeyRotation::open(&altered).is_err());
        let later = trust(&[1], &[altered]).open(&checkpoint(3, 10));
        assert_eq!(later, Err(CheckpointError::Note(NoteError::UnknownKey)));
    }

    #[test]
    fn trust_goes_from_the_oldest_key_to_the_newest_and_back() {
        let notes = [rotation(2, 3, 7_200), rotation(1, 2, 0)];
        for given in 1..=3 {
            let trust = trust(&[given], &notes);
            for (signed_by, seconds) in [(1, -10), (2, 10), (3, 7_300)] {
                assert!(trust.open(&checkpoint(signed_by, seconds)).is_ok());
            }
        }
        let without = trust(&[1], &notes[..1]).open(&checkpoint(3, 7_300));
        assert!(without.is_err());
        assert!(Trust::of(&[], &notes).is_none());
    }

    #[test]
    fn a_replaced_key_signs_no_more() {
        let trust = trust(&[1], &[rotation(1, 2, 0)]);
        assert!(trust.open(&checkpoint(1, GRACE_SECONDS - 1)).is_ok());
        assert_eq!(
            trust.open(&checkpoint(1, GRACE_SECONDS)),
            Err(CheckpointError::KeyReplaced)
        );
        let altered = checkpoint(2, 10).replace("\n5\n", "\n6\n");
        assert_eq!(
            trust.open(&altered),
            Err(CheckpointError::Note(NoteError::WrongSignature))
        );
    }
}
