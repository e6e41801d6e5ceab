//! The documents that give or take budget.

use base::{CivilDate, MonthOfYear, Rupiah, UtcMicros, Uuid};
use serde::Serialize;

use super::coded;

coded! {
    /// What kind of document sets a ceiling.
    DocumentKind {
        /// The budget implementation document (Dokumen Pelaksanaan Anggaran).
        Dpa = "dpa",
        /// A ceiling before the DPA, on its own legal basis.
        Provisional = "provisional",
        /// A shift between lines or months (pergeseran).
        Pergeseran = "pergeseran",
        /// The amended budget (Dokumen Pelaksanaan Perubahan Anggaran).
        Dppa = "dppa",
        /// Puts a typing error right.
        Correction = "correction",
    }
}

/// The document behind a change of ceilings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// What kind.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
    /// Its date.
    pub on: CivilDate,
    /// Why, in words; a correction needs it.
    pub reason: Option<String>,
}

impl Document {
    /// Whether a reason is missing: a correction has no other ground.
    pub fn lacks_reason(&self) -> bool {
        self.kind == DocumentKind::Correction && self.reason.is_none()
    }
}

/// By how much a document changed the ceiling of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// The change it is a part of.
    pub change: Uuid,
    /// The month.
    pub month: MonthOfYear,
    /// By how much; negative for a cut.
    pub delta: Rupiah,
    /// The document.
    pub document: Document,
    /// When it was entered.
    pub at: UtcMicros,
}
