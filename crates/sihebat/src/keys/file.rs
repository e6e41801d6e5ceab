//! The file of keys: `keys.toml`, readable by its owner only, replaced as a whole.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use rustix::fs::{FlockOperation, flock};

use super::Keys;

impl Keys {
    /// Reads the keys of a folder; `None` where it has none.
    ///
    /// Keys that other users of the machine may read are refused: they are known to others already.
    pub(crate) fn load(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = file_of(folder);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("read {}", path.display())),
        };
        ensure!(
            !are_exposed(folder),
            "other users may read {shown}: chmod 600 {shown}, then replace the keys (`sihebat admin key rotate`)",
            shown = path.display()
        );
        Self::from_text(&text)
            .with_context(|| format!("read {}", path.display()))
            .map(Some)
    }

    /// Writes the keys into a folder that has none; `false` where it has.
    pub(crate) fn create(&self, folder: &Path) -> anyhow::Result<bool> {
        make_folder(folder)?;
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

    /// Replaces the keys of a folder, durably, for whoever holds its lock.
    pub(crate) fn replace(&self, folder: &FolderLock) -> anyhow::Result<()> {
        let (beside, target) = (beside(&folder.path), file_of(&folder.path));
        write_private(&beside, &self.to_text()?)?;
        fs::rename(&beside, &target)?;
        Ok(folder.file.sync_all()?)
    }
}

/// Keeps a second rotation out until it is dropped.
pub(crate) struct FolderLock {
    path: PathBuf,
    file: fs::File,
}

impl FolderLock {
    /// Waits for the folder.
    pub(crate) fn take(folder: &Path) -> anyhow::Result<Self> {
        let shown = folder.display();
        let file = fs::File::open(folder).with_context(|| format!("there is no folder {shown}"))?;
        flock(&file, FlockOperation::LockExclusive).with_context(|| format!("lock {shown}"))?;
        let path = folder.to_owned();
        Ok(Self { path, file })
    }
}

fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
        .create(folder)
        .with_context(|| format!("make {}", folder.display()))
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
