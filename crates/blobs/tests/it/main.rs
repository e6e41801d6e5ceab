//! Blobs on a real disk, photos with real EXIF.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has to stop"
)]

mod any_bytes;
mod photos;
mod store;
