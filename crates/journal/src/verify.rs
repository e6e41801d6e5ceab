//! Offline proof that the log is whole and that today's tables are what it says.

mod beside;
mod log;
mod rows;

use std::collections::HashSet;

use base::{TenantId, UtcMicros, Uuid};
use db::{Failure, Tx};

use crate::note::VerifyingKey;
#[cfg(doc)]
use crate::rotation::CheckpointKeyRotation;

/// What a verifier trusts beside the database.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The keys that sign checkpoints; without any, signatures are not checked.
    pub trusted: Vec<VerifyingKey>,
    /// Notes by which one key names the next, see [`CheckpointKeyRotation`].
    pub rotations: Vec<String>,
    /// Checkpoints kept outside the house, as signed notes.
    pub outside: Vec<String>,
    /// Short codes printed on documents, see [`crate::short_code`].
    pub codes: Vec<String>,
    /// Tables that the journal does not prove.
    pub outside_tables: HashSet<String>,
}

/// Something that is not as the log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The log jumps: a leaf is missing.
    LeafMissing {
        /// The place that should have come next.
        leaf_index: i64,
    },
    /// A leaf's entry is gone.
    EntryMissing {
        /// The leaf's place.
        leaf_index: i64,
        /// The entry's id.
        entry: Uuid,
    },
    /// An entry's bytes no longer give its leaf's hash.
    EntryAltered {
        /// The leaf's place.
        leaf_index: i64,
        /// The entry's id.
        entry: Uuid,
    },
    /// An entry's bytes cannot be read, or its other columns differ from them.
    EntryInconsistent {
        /// The entry's id.
        entry: Uuid,
    },
    /// An entry that neither stands in the log nor waits for its place.
    EntryUnsealed {
        /// The entry's id.
        entry: Uuid,
    },
    /// The stored head is not what the leaves give.
    HeadDiffers,
    /// A stored checkpoint is not signed by a trusted key, or its root is not the log's.
    CheckpointDiffers {
        /// The log's size it speaks of.
        size: u64,
        /// When it was made.
        at: UtcMicros,
    },
    /// The outside checkpoint was signed by another key or is no checkpoint.
    OutsideUnreadable,
    /// The log is shorter than a checkpoint kept outside.
    Truncated {
        /// The size the outside checkpoint vouches for.
        outside_size: u64,
        /// The size found.
        size: u64,
        /// When the outside checkpoint was made.
        at: UtcMicros,
    },
    /// The log has another content than a checkpoint kept outside vouches for.
    Rewritten {
        /// The last moment up to which an outside checkpoint still agrees.
        after: Option<UtcMicros>,
        /// The moment of the first outside checkpoint that does not.
        before: UtcMicros,
    },
    /// No stored checkpoint has the code printed on a document.
    CodeUnknown {
        /// The code.
        code: String,
    },
    /// A row differs from its last image.
    RowAltered {
        /// The table.
        table: String,
        /// The row's key, readable.
        key: String,
        /// The place of the entry that wrote it last, where sealed.
        leaf_index: Option<i64>,
    },
    /// A row that the log has is gone.
    RowMissing {
        /// The table.
        table: String,
        /// The row's key, readable.
        key: String,
        /// The place of the entry that wrote it last, where sealed.
        leaf_index: Option<i64>,
    },
    /// A row that the log never wrote.
    RowUnknown {
        /// The table.
        table: String,
        /// The row's key, readable.
        key: String,
    },
    /// A table that can neither be proved nor is declared outside the journal.
    TableUnprovable {
        /// The table.
        table: String,
    },
}

/// Findings listed at most; the rest is counted.
const LISTED: usize = 100;

/// What a verification found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Entries read.
    pub entries: u64,
    /// Leaves of the log.
    pub leaves: u64,
    /// Rows compared with their images.
    pub rows: u64,
    /// Checkpoints compared, stored and outside.
    pub checkpoints: u64,
    /// The first findings, in the order found.
    pub findings: Vec<Finding>,
    /// How many there are.
    pub finding_count: u64,
}

impl Report {
    /// Whether everything is as the log says.
    pub fn is_clean(&self) -> bool {
        self.finding_count == 0
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        self.finding_count += 1;
        if self.findings.len() < LISTED {
            self.findings.push(finding);
        }
    }
}

/// Verifies one tenant's records in the snapshot of a transaction.
///
/// `progress` is told how many entries and rows have been read so far.
pub fn verify(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    evidence: &Evidence,
    progress: &mut dyn FnMut(u64),
) -> Result<Report, Failure> {
    let tables = db::tables(tx)?;
    let mut work = Work {
        images: rows::Images::new(&tables, &evidence.outside_tables),
        report: Report::default(),
        progress,
    };
    log::walk(tx, tenant, evidence, &mut work)?;
    rows::compare(tx, tenant, &mut work)?;
    Ok(work.report)
}

/// What a verification carries along.
struct Work<'a> {
    images: rows::Images,
    report: Report,
    progress: &'a mut dyn FnMut(u64),
}
