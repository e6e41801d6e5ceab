//! A few threads for files and images, and the handle that everybody holds.

use std::io;
use std::sync::Arc;

use base::{TenantId, Zone};
use flume::{Sender, TrySendError};
use tokio::sync::oneshot;

use crate::{BlobHash, BlobStore, Capture, PhotoError, read_capture, shrink_logo, shrink_photo};

/// Photos that may wait; past it people are told to come back.
const QUEUE: usize = 32;

/// A photo as it was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredPhoto {
    /// The hash of the kept file.
    pub hash: BlobHash,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What the original said of its taking.
    pub capture: Capture,
}

type Job = Box<dyn FnOnce(&BlobStore) + Send>;

/// The blobs of all tenants, read and written on own threads; cheap to clone.
///
/// The threads end with the last handle, after what is queued.
#[derive(Clone)]
pub struct Blobs {
    store: BlobStore,
    jobs: Arc<Sender<Job>>,
}

impl std::fmt::Debug for Blobs {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Blobs")
    }
}

impl Blobs {
    /// Starts so many threads over a store; each holds one decoded photo at most.
    ///
    /// # Errors
    /// Where a thread cannot be started.
    pub fn start(store: BlobStore, threads: usize) -> io::Result<Self> {
        let (jobs, queue) = flume::bounded::<Job>(QUEUE);
        for number in 0..threads.max(1) {
            let (store, queue) = (store.clone(), queue.clone());
            std::thread::Builder::new()
                .name(format!("blobs-{number}"))
                .spawn(move || {
                    for job in queue {
                        run(job, &store);
                    }
                })?;
        }
        Ok(Self {
            store,
            jobs: Arc::new(jobs),
        })
    }

    /// The files themselves, for threads that may wait (backup, verification).
    pub fn store(&self) -> &BlobStore {
        &self.store
    }

    /// Makes a photo small, strips its EXIF, keeps it; gives its hash and what the EXIF said.
    ///
    /// # Errors
    /// A [`PhotoError`] that says why it was not taken.
    pub async fn store_photo(
        &self,
        tenant: TenantId,
        upload: Vec<u8>,
        zone: Zone,
    ) -> Result<StoredPhoto, PhotoError> {
        let work = move |store: &BlobStore| {
            let small = shrink_photo(&upload)?;
            let capture = read_capture(&upload, &zone);
            let hash = store.put(tenant, &small.jpeg).map_err(PhotoError::Store)?;
            Ok(StoredPhoto {
                hash,
                width: small.width,
                height: small.height,
                capture,
            })
        };
        self.run(work).await?
    }

    /// Makes a logo small and keeps it.
    ///
    /// # Errors
    /// A [`PhotoError`] that says why it was not taken.
    pub async fn store_logo(
        &self,
        tenant: TenantId,
        upload: Vec<u8>,
    ) -> Result<BlobHash, PhotoError> {
        let work = move |store: &BlobStore| {
            let small = shrink_logo(&upload)?;
            store.put(tenant, &small.jpeg).map_err(PhotoError::Store)
        };
        self.run(work).await?
    }

    /// Keeps a file as it is.
    ///
    /// # Errors
    /// [`PhotoError::Busy`] or [`PhotoError::Store`].
    pub async fn store_file(
        &self,
        tenant: TenantId,
        content: Vec<u8>,
    ) -> Result<BlobHash, PhotoError> {
        let work = move |store: &BlobStore| store.put(tenant, &content);
        self.run(work).await?.map_err(PhotoError::Store)
    }

    /// A blob's content; `None` where there is none.
    ///
    /// # Errors
    /// [`PhotoError::Busy`], or [`PhotoError::Store`] where the file is damaged.
    pub async fn read(
        &self,
        tenant: TenantId,
        hash: BlobHash,
    ) -> Result<Option<Vec<u8>>, PhotoError> {
        let work = move |store: &BlobStore| store.read(tenant, &hash);
        self.run(work).await?.map_err(PhotoError::Store)
    }

    /// Removes a blob that no row names any more; `false` where there is none.
    ///
    /// # Errors
    /// [`PhotoError::Busy`] or [`PhotoError::Store`].
    pub async fn remove(&self, tenant: TenantId, hash: BlobHash) -> Result<bool, PhotoError> {
        let work = move |store: &BlobStore| store.remove(tenant, &hash);
        self.run(work).await?.map_err(PhotoError::Store)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&BlobStore) -> T + Send + 'static,
    ) -> Result<T, PhotoError> {
        let (reply, waiting) = oneshot::channel();
        let job: Job = Box::new(move |store| {
            // Nobody waits any more where the request was dropped.
            let _ = reply.send(work(store));
        });
        self.jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => PhotoError::Busy,
            TrySendError::Disconnected(_) => lost(),
        })?;
        waiting.await.map_err(|_| lost())
    }
}

fn lost() -> PhotoError {
    PhotoError::Store(io::Error::other("the blob threads are gone"))
}

/// An image that makes a decoder panic ends its own job only.
fn run(job: Job, store: &BlobStore) {
    let work = std::panic::AssertUnwindSafe(|| job(store));
    if std::panic::catch_unwind(work).is_err() {
        tracing::error!("work on a blob panicked");
    }
}
