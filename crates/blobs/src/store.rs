//! Files by tenant and hash: written beside, synced, renamed, synced again.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use base::TenantId;

use crate::BlobHash;

/// The folder of all blobs; several servers may share it.
#[derive(Debug, Clone)]
pub struct BlobStore {
    root: PathBuf,
}

/// Tells temporary files of one process apart.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Temporary files begin with this, which no hash does.
const UNFINISHED: &str = ".unfinished-";

/// Whether a file of a tenant's folder is a blob (and not something unfinished).
pub fn is_blob_name(name: &OsStr) -> Option<BlobHash> {
    name.to_str()?.parse().ok()
}

impl BlobStore {
    /// The store below `root`, which is made where it is missing.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn open(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        fs::create_dir_all(&root)?;
        Ok(Self { root })
    }

    fn folder(&self, tenant: TenantId) -> PathBuf {
        self.root.join(tenant.to_string())
    }

    /// Where a blob lies, or would.
    pub fn path(&self, tenant: TenantId, hash: &BlobHash) -> PathBuf {
        self.folder(tenant).join(hash.to_string())
    }

    /// Keeps a content; when this returns, it survives a power cut.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn put(&self, tenant: TenantId, content: &[u8]) -> io::Result<BlobHash> {
        let hash = BlobHash::of(content);
        let folder = self.folder(tenant);
        if !folder.is_dir() {
            fs::create_dir_all(&folder)?;
            sync_folder(&self.root)?;
        }
        let target = self.path(tenant, &hash);
        // Written anew where it is there already: it is young again then, see `remove_older`.
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let beside = folder.join(format!("{UNFINISHED}{}-{number}", std::process::id()));
        write_synced(&beside, content)
            .and_then(|()| fs::rename(&beside, &target))
            .inspect_err(|_| {
                // What cannot be removed either is swept later.
                let _ = fs::remove_file(&beside);
            })?;
        sync_folder(&folder)?;
        Ok(hash)
    }

    /// A blob's content; `None` where there is none.
    ///
    /// # Errors
    /// Where the disk refuses, or the content is no longer what the hash names.
    pub fn read(&self, tenant: TenantId, hash: &BlobHash) -> io::Result<Option<Vec<u8>>> {
        let content = match fs::read(self.path(tenant, hash)) {
            Ok(content) => content,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if BlobHash::of(&content) == *hash {
            return Ok(Some(content));
        }
        Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("blob {hash} has another content than its name says"),
        ))
    }

    /// Removes a blob; `false` where there is none. No row may name it any more.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn remove(&self, tenant: TenantId, hash: &BlobHash) -> io::Result<bool> {
        match fs::remove_file(self.path(tenant, hash)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The hashes of all blobs of a tenant, in order.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn list(&self, tenant: TenantId) -> io::Result<Vec<BlobHash>> {
        let entries = match fs::read_dir(self.folder(tenant)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut hashes = Vec::new();
        for entry in entries {
            hashes.extend(is_blob_name(&entry?.file_name()));
        }
        hashes.sort_unstable();
        Ok(hashes)
    }

    /// The blobs of a tenant that were last put before `older_than`, in order.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn list_older(
        &self,
        tenant: TenantId,
        older_than: SystemTime,
    ) -> io::Result<Vec<BlobHash>> {
        let mut hashes = self.list(tenant)?;
        let mut failed = None;
        hashes.retain(|hash| {
            self.is_older(tenant, hash, older_than)
                .unwrap_or_else(|error| {
                    failed = Some(error);
                    false
                })
        });
        failed.map_or(Ok(hashes), Err)
    }

    /// Removes a blob that nothing names, unless it was put again since `older_than`.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn remove_older(
        &self,
        tenant: TenantId,
        hash: &BlobHash,
        older_than: SystemTime,
    ) -> io::Result<bool> {
        if self.is_older(tenant, hash, older_than)? {
            self.remove(tenant, hash)
        } else {
            Ok(false)
        }
    }

    fn is_older(
        &self,
        tenant: TenantId,
        hash: &BlobHash,
        older_than: SystemTime,
    ) -> io::Result<bool> {
        match fs::metadata(self.path(tenant, hash)) {
            Ok(about) => Ok(about.modified()? < older_than),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Removes files that a crash left unfinished before `older_than`; gives how many.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn sweep(&self, tenant: TenantId, older_than: SystemTime) -> io::Result<usize> {
        let Ok(entries) = fs::read_dir(self.folder(tenant)) else {
            return Ok(0);
        };
        let mut count = 0;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let unfinished = name
                .to_str()
                .is_some_and(|name| name.starts_with(UNFINISHED));
            if unfinished && entry.metadata()?.modified()? < older_than {
                fs::remove_file(entry.path())?;
                count += 1;
            }
        }
        Ok(count)
    }
}

fn write_synced(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Makes the names in a folder durable (fsync(2): syncing a file does not sync its name).
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
