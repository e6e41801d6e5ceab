//! Backups: one engine-neutral file of rows, blobs and, under a passphrase, keys.
//!
//! The file is `SIHEBAT1` and a Zstandard stream of frames: a length of four bytes (big-endian) and
//! a CBOR array whose first item names the kind. The last frame holds the SHA-256 of all frames
//! before it, so a cut or damaged file is never read as a whole one.

mod frame;
mod load;
mod order;
mod read;
mod seal;
mod write;

pub(crate) use read::{Restored, read};
pub(crate) use write::{Written, write};

use std::collections::BTreeMap;

/// Rows by table.
pub(crate) type Totals = BTreeMap<String, u64>;

/// Tables that describe a database itself and are made anew by the one restored into.
const OWN_TABLES: [&str; 2] = ["schema_step", "lease"];
