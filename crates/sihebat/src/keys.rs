//! The keys of an installation: one file, readable by its owner only.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context as _, bail};
use base::{Clock, Entropy, from_hex, to_hex};
use serde::{Deserialize, Serialize};

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyKind {
    /// Signs the journal's checkpoints.
    Checkpoint,
    /// Signs vouchers.
    Voucher,
    /// Makes drivers' links and codes unguessable.
    Link,
    /// Signs cookies and form tokens.
    Cookie,
    /// Seals secrets in the database.
    Data,
}

impl KeyKind {
    const ALL: [Self; 5] = [
        Self::Checkpoint,
        Self::Voucher,
        Self::Link,
        Self::Cookie,
        Self::Data,
    ];

    /// Whether a new key can take over at once without making anything in use invalid.
    ///
    /// A cookie key only ends half-filled forms. The others need their older keys beside them: vouchers in
    /// drivers' hands, checkpoints already outside, secrets already sealed.
    pub(crate) const fn can_rotate(self) -> bool {
        matches!(self, Self::Cookie)
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Checkpoint => "checkpoint",
            Self::Voucher => "voucher",
            Self::Link => "link",
            Self::Cookie => "cookie",
            Self::Data => "data",
        })
    }
}

impl FromStr for KeyKind {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|kind| kind.to_string() == text);
        known.with_context(|| format!("there is no key kind “{text}”"))
    }
}

/// A key with its id.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Key {
    /// What it is for.
    pub(crate) kind: KeyKind,
    /// Tells keys of a kind apart.
    pub(crate) id: String,
    /// When it was made, RFC 3339.
    pub(crate) created_at: String,
    secret: String,
}

/// All keys, the newest of each kind in use.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Keys {
    #[serde(rename = "key")]
    keys: Vec<Key>,
}

impl Keys {
    /// Reads the keys of a folder; `None` where it has none.
    pub(crate) fn load(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = file_of(folder);
        match fs::read_to_string(&path) {
            Ok(text) => Self::from_text(&text).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("read {}", path.display())),
        }
    }

    /// Reads the keys of a folder, making what is missing.
    pub(crate) fn open(
        folder: &Path,
        clock: &dyn Clock,
        entropy: &dyn Entropy,
    ) -> anyhow::Result<Self> {
        if let Some(keys) = Self::load(folder)? {
            return Ok(keys);
        }
        let keys = KeyKind::ALL
            .map(|kind| Key::new(kind, clock, entropy))
            .to_vec();
        let keys = Self { keys };
        if keys.create(folder)? {
            return Ok(keys);
        }
        // Another process made them meanwhile.
        Self::load(folder)?.context("the keys vanished")
    }

    /// The secret of the newest key of a kind.
    pub(crate) fn secret(&self, kind: KeyKind) -> anyhow::Result<[u8; 32]> {
        let key = self.newest(kind)?;
        let secret = from_hex(&key.secret).and_then(|secret| secret.try_into().ok());
        secret.with_context(|| format!("the {kind} key {} is damaged", key.id))
    }

    fn newest(&self, kind: KeyKind) -> anyhow::Result<&Key> {
        let newest = self.keys.iter().rfind(|key| key.kind == kind);
        newest.with_context(|| format!("there is no {kind} key"))
    }

    /// Signs checkpoints.
    pub(crate) fn signer(&self) -> anyhow::Result<journal::SigningKey> {
        let secret = self.secret(KeyKind::Checkpoint)?;
        let name = format!("sihebat-{}", self.newest(KeyKind::Checkpoint)?.id);
        Ok(journal::SigningKey::new(name, &secret))
    }

    /// Every key, oldest first.
    pub(crate) fn all(&self) -> &[Key] {
        &self.keys
    }

    /// Adds a new key of a kind and keeps the older ones.
    pub(crate) fn rotate(
        &mut self,
        folder: &Path,
        (kind, clock, entropy): (KeyKind, &dyn Clock, &dyn Entropy),
    ) -> anyhow::Result<String> {
        if !kind.can_rotate() {
            bail!("a {kind} key cannot be replaced yet: what the old one signed is still in use");
        }
        let key = Key::new(kind, clock, entropy);
        let id = key.id.clone();
        self.keys.push(key);
        let (beside, target) = (beside(folder), file_of(folder));
        write_private(&beside, &self.to_text()?)?;
        fs::rename(&beside, &target)?;
        fs::File::open(folder)?.sync_all()?;
        Ok(id)
    }

    /// Writes the keys into a folder that has none; `false` where it has.
    pub(crate) fn create(&self, folder: &Path) -> anyhow::Result<bool> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
        let (beside, target) = (beside(folder), file_of(folder));
        write_private(&beside, &self.to_text()?)?;
        // A link never replaces a file that is there, which a rename would.
        let linked = fs::hard_link(&beside, &target);
        fs::remove_file(&beside)?;
        match linked {
            Ok(()) => {
                fs::File::open(folder)?.sync_all()?;
                Ok(true)
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error).context("write the keys"),
        }
    }

    /// The keys as text, for the file and for an encrypted backup.
    pub(crate) fn to_text(&self) -> anyhow::Result<String> {
        Ok(toml::to_string(self)?)
    }

    /// Reads what [`Self::to_text`] wrote.
    pub(crate) fn from_text(text: &str) -> anyhow::Result<Self> {
        let keys: Self = toml::from_str(text).context("the keys cannot be read")?;
        for kind in KeyKind::ALL {
            keys.secret(kind)?;
        }
        Ok(keys)
    }
}

impl Key {
    fn new(kind: KeyKind, clock: &dyn Clock, entropy: &dyn Entropy) -> Self {
        let (mut secret, mut id) = ([0; 32], [0; 4]);
        entropy.fill(&mut secret);
        entropy.fill(&mut id);
        Self {
            kind,
            id: to_hex(&id),
            created_at: clock.now().to_string(),
            secret: to_hex(&secret),
        }
    }
}

fn file_of(folder: &Path) -> PathBuf {
    folder.join("keys.toml")
}

fn beside(folder: &Path) -> PathBuf {
    folder.join(format!(".keys-{}", std::process::id()))
}

fn write_private(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("write {}", path.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(file.sync_all()?)
}

/// Whether others than the owner may read the keys.
pub(crate) fn are_exposed(folder: &Path) -> bool {
    fs::metadata(file_of(folder)).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{SystemClock, SystemEntropy};

    #[test]
    fn keys_are_made_once_and_only_the_owner_may_read_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        assert!(Keys::load(&path).unwrap().is_none());
        let made = Keys::open(&path, &SystemClock, &SystemEntropy).unwrap();
        let again = Keys::open(&path, &SystemClock, &SystemEntropy).unwrap();
        for kind in KeyKind::ALL {
            assert_eq!(made.secret(kind).unwrap(), again.secret(kind).unwrap());
        }
        assert!(!are_exposed(&path));
        let mode = fs::metadata(file_of(&path)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_new_cookie_key_takes_over_and_a_voucher_key_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut keys = Keys::open(folder.path(), &SystemClock, &SystemEntropy).unwrap();
        let before = keys.secret(KeyKind::Cookie).unwrap();
        let how = |kind| {
            (
                kind,
                &SystemClock as &dyn Clock,
                &SystemEntropy as &dyn Entropy,
            )
        };
        keys.rotate(folder.path(), how(KeyKind::Cookie)).unwrap();
        assert_ne!(keys.secret(KeyKind::Cookie).unwrap(), before);
        let loaded = Keys::load(folder.path()).unwrap().unwrap();
        assert_eq!(loaded.all().len(), 6);
        assert_eq!(
            loaded.secret(KeyKind::Cookie).unwrap(),
            keys.secret(KeyKind::Cookie).unwrap()
        );
        assert!(keys.rotate(folder.path(), how(KeyKind::Voucher)).is_err());
    }

    #[test]
    fn damaged_keys_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path(), &SystemClock, &SystemEntropy).unwrap();
        let text = keys.to_text().unwrap();
        assert!(Keys::from_text(&text.replacen("secret = \"", "secret = \"zz", 1)).is_err());
        assert!(Keys::from_text("").is_err());
    }
}
