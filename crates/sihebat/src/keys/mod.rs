//! The keys of an installation: each with an id, a first instant of use, and older ones beside it.
//!
//! No key is ever taken out of the file: vouchers in drivers' hands, checkpoints outside the house and
//! secrets in the database need the keys they were made with. Which key is in use follows from the
//! time alone, so several servers that share the file change over together.

mod file;
mod kind;
mod ring;
pub(crate) mod rotations;

use std::path::Path;

use anyhow::{Context as _, ensure};
use base::{Clock, Entropy, UtcMicros, from_hex, to_hex};
use serde::{Deserialize, Serialize};

pub(crate) use file::{FolderLock, are_exposed};
pub(crate) use kind::KeyKind;
pub(crate) use ring::{KeyRing, data_secrets, voucher_secrets};

/// A key with its id.
#[derive(Clone)]
pub(crate) struct Key {
    /// What it is for.
    pub(crate) kind: KeyKind,
    /// Tells keys of a kind apart.
    pub(crate) id: String,
    /// When it was made.
    pub(crate) created_at: UtcMicros,
    /// From when on it is used.
    pub(crate) used_from: UtcMicros,
    /// When it was withdrawn: nothing made with it counts any more.
    pub(crate) withdrawn_at: Option<UtcMicros>,
    /// Its 32 secret bytes.
    pub(crate) secret: [u8; 32],
}

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyState {
    /// It is known and waits for its time.
    Next,
    /// It is in use.
    Current,
    /// What was made with it is still good.
    Retired,
    /// What was made with it is good no more.
    Withdrawn,
}

/// How a kind gets a new key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rotation {
    /// The kind.
    pub(crate) kind: KeyKind,
    /// From when on the new key is used.
    pub(crate) used_from: UtcMicros,
    /// Whether all earlier keys are withdrawn.
    pub(crate) withdraw: bool,
}

/// All keys of an installation.
#[derive(Clone, Default)]
pub(crate) struct Keys {
    keys: Vec<Key>,
}

impl Keys {
    /// Reads the keys of a folder, making them where it has none.
    pub(crate) fn open(
        folder: &Path,
        clock: &dyn Clock,
        entropy: &dyn Entropy,
    ) -> anyhow::Result<Self> {
        if let Some(keys) = Self::load(folder)? {
            return Ok(keys);
        }
        let keys = Self::fresh(clock.now(), entropy);
        if keys.create(folder)? {
            return Ok(keys);
        }
        // Another process made them meanwhile.
        Self::load(folder)?.context("the keys vanished")
    }

    /// A first key of each kind, in use at once.
    pub(crate) fn fresh(now: UtcMicros, entropy: &dyn Entropy) -> Self {
        let keys = KeyKind::ALL.map(|kind| Key::new(kind, (now, now), entropy));
        Self {
            keys: keys.to_vec(),
        }
    }

    /// Every key, in the order in which they were made.
    pub(crate) fn all(&self) -> &[Key] {
        &self.keys
    }

    /// The keys of a kind that count, the earliest used first.
    pub(crate) fn usable(&self, kind: KeyKind) -> Vec<&Key> {
        let mut keys: Vec<&Key> = self.keys.iter().filter(|key| key.kind == kind).collect();
        keys.retain(|key| key.withdrawn_at.is_none());
        keys.sort_by_key(|key| key.used_from);
        keys
    }

    /// The key of a kind in use at an instant; the first one where the clock is behind all of them.
    pub(crate) fn current(&self, kind: KeyKind, now: UtcMicros) -> anyhow::Result<&Key> {
        let keys = self.usable(kind);
        let current = keys.iter().rfind(|key| key.used_from <= now);
        let key = current.or(keys.first()).copied();
        key.with_context(|| format!("there is no {kind} key"))
    }

    /// Where a key stands at an instant.
    pub(crate) fn state(&self, key: &Key, now: UtcMicros) -> KeyState {
        let current = self.current(key.kind, now).map(|current| &current.id);
        if key.withdrawn_at.is_some() {
            KeyState::Withdrawn
        } else if current.is_ok_and(|id| *id == key.id) {
            KeyState::Current
        } else if key.used_from > now {
            KeyState::Next
        } else {
            KeyState::Retired
        }
    }

    /// Signs checkpoints at an instant.
    pub(crate) fn signer(&self, now: UtcMicros) -> anyhow::Result<journal::SigningKey> {
        Ok(signer_of(self.current(KeyKind::Checkpoint, now)?))
    }

    /// The public halves of all keys that ever signed checkpoints, or will.
    pub(crate) fn verifiers(&self) -> Vec<journal::VerifyingKey> {
        let keys = self.usable(KeyKind::Checkpoint).into_iter();
        keys.map(|key| signer_of(key).verifying_key()).collect()
    }

    /// These keys and a new one.
    pub(crate) fn with_new(
        &self,
        rotation: Rotation,
        now: UtcMicros,
        entropy: &dyn Entropy,
    ) -> anyhow::Result<(Self, Key)> {
        let Rotation {
            kind,
            used_from,
            withdraw,
        } = rotation;
        ensure!(
            !withdraw || kind.can_withdraw(),
            "a {kind} key is not withdrawn: what it made must stay readable"
        );
        let waiting = self.usable(kind).into_iter().find(|key| {
            key.used_from > now && self.state(key, now) == KeyState::Next && used_from > now
        });
        if let Some(waiting) = waiting {
            let (id, from) = (&waiting.id, waiting.used_from);
            anyhow::bail!("the {kind} key {id} waits already and is used from {from}");
        }
        let key = Key::new(kind, (now, used_from), entropy);
        let mut keys = self.clone();
        if withdraw {
            let earlier = keys.keys.iter_mut().filter(|key| key.kind == kind);
            earlier.for_each(|key| {
                key.withdrawn_at.get_or_insert(now);
            });
        }
        keys.keys.push(key.clone());
        Ok((keys, key))
    }

    /// The keys as text, for the file and for an encrypted backup.
    pub(crate) fn to_text(&self) -> anyhow::Result<String> {
        let keys = self.keys.iter().map(Stored::of).collect();
        Ok(toml::to_string(&File { keys })?)
    }

    /// Reads what [`Self::to_text`] wrote.
    pub(crate) fn from_text(text: &str) -> anyhow::Result<Self> {
        let file: File = toml::from_str(text).context("the keys cannot be read")?;
        let keys: anyhow::Result<_> = file.keys.into_iter().map(Stored::read).collect();
        let keys = Self { keys: keys? };
        for kind in KeyKind::ALL {
            keys.current(kind, UtcMicros::new(i64::MAX))?;
        }
        Ok(keys)
    }
}

/// Signs notes with a checkpoint key.
pub(crate) fn signer_of(key: &Key) -> journal::SigningKey {
    journal::SigningKey::new(format!("sihebat-{}", key.id), &key.secret)
}

impl Key {
    fn new(kind: KeyKind, (now, used_from): (UtcMicros, UtcMicros), entropy: &dyn Entropy) -> Self {
        let (mut secret, mut id) = ([0; 32], [0; 4]);
        entropy.fill(&mut secret);
        entropy.fill(&mut id);
        Self {
            kind,
            id: to_hex(&id),
            created_at: now,
            used_from,
            withdrawn_at: None,
            secret,
        }
    }
}

/// The text of the file.
#[derive(Default, Serialize, Deserialize)]
struct File {
    #[serde(rename = "key")]
    keys: Vec<Stored>,
}

/// A key in the file; instants as RFC 3339.
#[derive(Serialize, Deserialize)]
struct Stored {
    kind: KeyKind,
    id: String,
    created_at: String,
    /// Files of the first release do not have it: their keys were used at once.
    used_from_at: Option<String>,
    withdrawn_at: Option<String>,
    secret: String,
}

impl Stored {
    fn of(key: &Key) -> Self {
        Self {
            kind: key.kind,
            id: key.id.clone(),
            created_at: key.created_at.to_string(),
            used_from_at: Some(key.used_from.to_string()),
            withdrawn_at: key.withdrawn_at.map(|at| at.to_string()),
            secret: to_hex(&key.secret),
        }
    }

    fn read(self) -> anyhow::Result<Key> {
        let (kind, id) = (self.kind, self.id);
        let damaged = || format!("the {kind} key {id} is damaged");
        let instant = |text: &str| text.parse().with_context(damaged);
        let created_at = instant(&self.created_at)?;
        let used_from = self.used_from_at.as_deref().map(instant).transpose()?;
        let withdrawn_at = self.withdrawn_at.as_deref().map(instant).transpose()?;
        let secret = from_hex(&self.secret).and_then(|secret| secret.try_into().ok());
        let secret = secret.with_context(damaged)?;
        Ok(Key {
            kind,
            created_at,
            used_from: used_from.unwrap_or(created_at),
            withdrawn_at,
            secret,
            id,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use base::{ManualClock, SystemEntropy};

    fn at(seconds: i64) -> UtcMicros {
        UtcMicros::new(1_795_500_000_000_000).plus_seconds(seconds)
    }

    fn made(folder: &Path) -> Keys {
        Keys::open(folder, &ManualClock::at(at(0)), &SystemEntropy).unwrap()
    }

    fn rotated(keys: &Keys, kind: KeyKind, now: i64, used_from: i64, withdraw: bool) -> Keys {
        let rotation = Rotation {
            kind,
            used_from: at(used_from),
            withdraw,
        };
        keys.with_new(rotation, at(now), &SystemEntropy).unwrap().0
    }

    fn states(keys: &Keys, kind: KeyKind, now: i64) -> Vec<KeyState> {
        let of_kind = keys.all().iter().filter(|key| key.kind == kind);
        of_kind.map(|key| keys.state(key, at(now))).collect()
    }

    #[test]
    fn keys_are_made_once_and_only_the_owner_may_read_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        assert!(Keys::load(&path).unwrap().is_none());
        let (made, again) = (made(&path), made(&path));
        assert_eq!(made.to_text().unwrap(), again.to_text().unwrap());
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&path.join("keys.toml"))), (0o700, 0o600));
    }

    #[test]
    fn keys_that_others_can_read_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        made(folder.path());
        for mode in [0o640, 0o604] {
            let mode = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(folder.path().join("keys.toml"), mode).unwrap();
            let error = Keys::load(folder.path()).err().unwrap().to_string();
            assert!(error.contains("chmod 600"), "{error}");
        }
    }

    #[test]
    fn a_new_key_waits_then_takes_over_and_the_old_one_stays() {
        use KeyState::{Current, Next, Retired};
        let folder = tempfile::tempdir().unwrap();
        let first = made(folder.path());
        for kind in KeyKind::ALL {
            let keys = rotated(&first, kind, 10, 100, false);
            assert_eq!(states(&keys, kind, 99), [Current, Next]);
            assert_eq!(states(&keys, kind, 100), [Retired, Current]);
            assert_eq!(keys.usable(kind).len(), 2);
        }
    }

    #[test]
    fn only_one_key_waits_and_a_key_for_now_may_pass_it() {
        use KeyState::{Current, Next, Retired};
        let folder = tempfile::tempdir().unwrap();
        let keys = rotated(&made(folder.path()), KeyKind::Voucher, 10, 100, false);
        let rotation = |used_from| Rotation {
            kind: KeyKind::Voucher,
            used_from: at(used_from),
            withdraw: false,
        };
        assert!(
            keys.with_new(rotation(200), at(20), &SystemEntropy)
                .is_err()
        );
        let keys = rotated(&keys, KeyKind::Voucher, 20, 20, false);
        assert_eq!(
            states(&keys, KeyKind::Voucher, 20),
            [Retired, Next, Current]
        );
    }

    #[test]
    fn a_leaked_voucher_key_is_withdrawn_and_a_data_key_never() {
        use KeyState::{Current, Withdrawn};
        let folder = tempfile::tempdir().unwrap();
        let keys = rotated(&made(folder.path()), KeyKind::Voucher, 10, 10, true);
        assert_eq!(states(&keys, KeyKind::Voucher, 10), [Withdrawn, Current]);
        assert_eq!(keys.usable(KeyKind::Voucher).len(), 1);
        for kind in [KeyKind::Data, KeyKind::Checkpoint] {
            let rotation = Rotation {
                kind,
                used_from: at(10),
                withdraw: true,
            };
            assert!(keys.with_new(rotation, at(10), &SystemEntropy).is_err());
        }
    }

    #[test]
    fn the_file_is_replaced_as_a_whole_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let keys = rotated(&made(folder.path()), KeyKind::Link, 10, 100, true);
        let lock = FolderLock::take(folder.path()).unwrap();
        keys.replace(&lock).unwrap();
        let loaded = Keys::load(folder.path()).unwrap().unwrap();
        assert_eq!(loaded.to_text().unwrap(), keys.to_text().unwrap());
        let names = std::fs::read_dir(folder.path()).unwrap();
        assert_eq!(names.count(), 1, "nothing is left beside the file");
    }

    #[test]
    fn a_file_of_the_first_release_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let text = made(folder.path()).to_text().unwrap();
        let lines = text.lines().filter(|line| !line.starts_with("used_from"));
        let text = lines.collect::<Vec<_>>().join("\n");
        let keys = Keys::from_text(&text).unwrap();
        assert_eq!(keys.all().len(), 5);
        assert!(keys.all().iter().all(|key| key.used_from == at(0)));
    }

    #[test]
    fn damaged_keys_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let text = made(folder.path()).to_text().unwrap();
        assert!(Keys::from_text(&text.replacen("secret = \"", "secret = \"zz", 1)).is_err());
        assert!(Keys::from_text(&text.replacen("at = \"2", "at = \"x", 1)).is_err());
        assert!(Keys::from_text("").is_err());
    }
}
