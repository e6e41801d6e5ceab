//! Imports for people who live in spreadsheets: upload, map columns, preview, commit.
//!
//! An area contributes an [`ImportTarget`]; everything else is here. A file is staged first, row by
//! row, and applied afterwards in steps of at most a few hundred rows, each one command. Every step
//! begins by raising the run's step counter conditionally, so a step that was taken already (by
//! another process, or before a crash) changes nothing.

mod advance;
mod apply;
mod cells;
mod desk;
mod geojson;
mod mapping_form;
mod problem;
mod rejected;
mod rights;
mod run;
mod source;
mod stage;
mod store;
mod tally;
mod target;

pub use desk::{
    ImportDesk, ImportError, PreviewFilter, PreviewPage, PreviewRow, Proposal, ProposedField,
    UploadInput,
};
pub use problem::RowProblem;
pub use rejected::Download;
pub use run::{ImportRun, ImportRunId, RunState};
pub use tally::{FieldSum, RunTallies, RunTally};
pub use target::{
    FileShape, ImportRemark, ImportRow, ImportTarget, ImportTargets, Repeat, RowAnswer, RowError,
    RowOutcome, RowPreview,
};

pub(crate) use mapping_form::{MappingForm, UNITS, apply_mapping_form, mapping_to_form};
pub(crate) use problem::{
    framework_problem_text, language as problem_language, mapping_problem_text, read_error_text,
};
