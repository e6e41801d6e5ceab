//! Append-only record of every change, sealed into a Merkle log with signed checkpoints.
//!
//! An action changes rows through [`db::Tx::change`] and calls [`record`] in the same transaction;
//! `db` refuses a command that forgets to. [`seal`] gives entries their place in the log,
//! [`checkpoint`] signs the log's head, and [`verify`] proves, offline, that the log is whole and
//! that today's tables are what the log says.
//!
//! Architecture invariant: a journaled table has the column `revision BIGINT NOT NULL DEFAULT 0`,
//! which `db` raises on each update. Entries may be sealed in another order than their commits; the
//! revision tells which image of a row is the last.
#![warn(missing_docs)]

mod checkpoint;
mod entry;
mod history;
mod image;
mod merkle;
mod note;
mod record;
mod rotation;
mod seal;
mod verify;

pub use checkpoint::{Checkpoint, CheckpointError, checkpoint, latest_checkpoint, short_code};
pub use entry::{Entry, EntryError, RowChange};
pub use history::{HistoryEntry, list_history};
pub use image::{ImageValue, encode_image};
pub use merkle::{Frontier, Hash, consistency_proof, inclusion_proof, leaf_hash, verify_inclusion};
pub use note::{NoteError, SigningKey, VerifyingKey, cosign_note, sign_note, verify_note};
pub use record::{Subject, record};
pub use rotation::{CheckpointKeyRotation, Trust};
pub use seal::{SEAL_STEP, Waiting, list_waiting, seal, seal_waiting};
pub use verify::{Evidence, Finding, Report, verify};

use db::Step;

/// The schema of the journal.
pub const STEPS: [Step; 1] = [Step {
    area: "journal",
    number: 1,
    sql: include_str!("migrations/0001_journal.sql"),
}];

/// Tables that are no part of what the journal proves, with the reason each is outside.
///
/// Areas add theirs (sessions, staging, counters, caches) through the binary.
pub const OUTSIDE: [&str; 8] = [
    "schema_step",        // says which migrations ran
    "lease",              // who does the work that must not run twice
    "idempotency",        // answers for replay, 90 days
    "journal_entry",      // the journal itself
    "journal_pending",    // entries without a place in the log yet
    "journal_leaf",       // the log
    "journal_head",       // its head
    "journal_checkpoint", // its signed heads
];
