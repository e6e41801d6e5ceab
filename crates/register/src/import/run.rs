//! A run: one upload of one kind on its way to the tables.

use base::{ActorId, TenantId, UtcMicros};
use tabular::{Column, Header, Mapping};

use super::RunTallies;
use crate::model::coded;

db::ids! {
    /// Identifies an import run.
    ImportRunId
}

coded! {
    /// How far a run came.
    RunState {
        /// The file is there; columns wait to be mapped.
        Uploaded = "uploaded",
        /// The columns are mapped; rows are being read and checked.
        Mapped = "mapped",
        /// All rows are checked; the run waits to be committed.
        Previewed = "previewed",
        /// Good rows are going in.
        Applying = "applying",
        /// Every row is accounted for.
        Done = "done",
        /// Taken back before anything went in, or stopped by a file that breaks off.
        Withdrawn = "withdrawn",
    }
}

impl RunState {
    /// Whether work goes on without anybody doing something.
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Mapped | Self::Applying)
    }

    /// Whether nothing has gone in yet, so that mapping and withdrawing are possible.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Uploaded | Self::Mapped | Self::Previewed)
    }
}

/// A run with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRun {
    /// The city.
    pub tenant: TenantId,
    /// Its id.
    pub id: ImportRunId,
    /// The kind, as in [`super::ImportTarget::kind`].
    pub kind: String,
    /// How far it came.
    pub state: RunState,
    /// The name of the file on the sender's machine.
    pub file_name: String,
    /// SHA-256 of the file.
    pub file_hash: Vec<u8>,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// The columns of the file.
    pub header: Header,
    /// The chosen mapping.
    pub mapping: Option<Mapping>,
    /// Who uploaded it.
    pub actor: ActorId,
    /// When.
    pub created_at: UtcMicros,
    /// When something last happened.
    pub changed_at: UtcMicros,
    /// Rows read and checked so far.
    pub staged_count: i64,
    /// Rows applied so far.
    pub done_count: i64,
    /// Counts and sums.
    pub tallies: RunTallies,
    /// Why the file broke off, as a stable word.
    pub trouble: Option<String>,
    pub(crate) rights: String,
    pub(crate) origin: String,
    pub(crate) step: i64,
    pub(crate) last_row: i64,
}

impl ImportRun {
    /// Rows that wait to be applied or were applied.
    pub fn ready_count(&self) -> i64 {
        self.tallies.rows("ready")
    }

    /// Rows kept out, with reasons.
    pub fn rejected_count(&self) -> i64 {
        self.tallies
            .rows("rejected")
            .saturating_add(self.tallies.rows("refused"))
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
struct StoredHeader {
    row: u64,
    columns: Vec<(usize, String)>,
    from_1904: bool,
}

pub(crate) fn encode_header(header: &Header) -> String {
    let columns = header.columns.iter();
    let stored = StoredHeader {
        row: header.row,
        columns: columns
            .map(|column| (column.index, column.name.clone()))
            .collect(),
        from_1904: header.counts_from_1904,
    };
    // Texts and numbers can always be written as JSON.
    serde_json::to_string(&stored).unwrap_or_default()
}

pub(crate) fn decode_header(text: &str) -> Result<Header, serde_json::Error> {
    let stored: StoredHeader = serde_json::from_str(text)?;
    let columns = stored.columns.into_iter();
    Ok(Header {
        row: stored.row,
        columns: columns
            .map(|(index, name)| Column { index, name })
            .collect(),
        counts_from_1904: stored.from_1904,
    })
}
