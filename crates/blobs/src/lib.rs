//! Photos and files, stored by the hash of their content.
//!
//! A blob is on the disk, whole and synced, before anyone learns its hash, so a row that names it
//! never names a file that a power cut took away. [`Blobs`] does the work on a few threads of its
//! own: neither the database's writer nor the web's runtime ever waits for a file or an image.
#![warn(missing_docs)]

mod capture;
mod hash;
mod photo;
mod pool;
mod store;

pub use capture::{Capture, Position, read_capture};
pub use hash::{BlobHash, BlobHashError};
pub use photo::{
    LOGO_BYTES_MAX, LOGO_SIDE_MAX, PHOTO_BYTES_MAX, PHOTO_SIDE_MAX, PhotoError, SmallPhoto,
    UPLOAD_BYTES_MAX, UPLOAD_PIXELS_MAX, shrink_logo, shrink_photo,
};
pub use pool::{Blobs, StoredPhoto};
pub use store::{BlobStore, is_blob_name};
