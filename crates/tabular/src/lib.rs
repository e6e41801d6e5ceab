//! Tables people keep in spreadsheets: reading, mapping, checking and writing XLSX and CSV.
//!
//! The crate is the machinery of every import and export and knows nothing of what is imported.
//! An area describes its table as data ([`ImportKind`]); this crate reads the file
//! ([`TableFile`]), guesses which column is which ([`guess`]), checks row by row ([`Checker`])
//! and writes rejected rows, lists and blank templates back as files.
//!
//! Nothing is lost on the way: a [`Cell`] keeps the text as written, numbers are exact decimals,
//! and a doubt (`1.234`: a thousand or one and a bit?) is refused by name, never resolved by luck.

mod kind;
mod limits;
mod mapping;
mod read;
mod value;
mod words;
mod write;

pub use kind::{Choice, Field, FieldKind, ImportKind, Language, Wording};
pub use limits::Limits;
pub use mapping::check::{CheckedRow, CheckedRows, Checker, MappingProblem, Verdict};
pub use mapping::guess::{FieldGuess, Guess, guess};
pub use mapping::problem::{CellProblem, ProblemCode};
pub use mapping::profile::{ColumnProfile, Evidence, profile};
pub use mapping::summary::{ColumnSum, Summary, Tally};
pub use mapping::{FieldMapping, Mapping, MappingFileError, Origin};
pub use read::cell::{Cell, Row};
pub use read::encoding::TextEncoding;
pub use read::error::ReadError;
pub use read::format::{Dialect, Format};
pub use read::header::{Column, Header};
pub use read::source::Source;
pub use read::table::{Rows, TableFile};
pub use value::date::{DateOrder, DateProblem, Moment, parse_date, parse_moment, parse_time};
pub use value::number::{DecimalMark, NumberProblem, parse_decimal};
pub use value::unit::{Measure, Unit};
pub use value::{Record, Value};
pub use words::normalise;
pub use write::WriteError;
pub use write::delimited::{DelimitedWriter, guard_formula};
pub use write::list::{ListCell, ListColumn, ListFormat, ListWorkbook};
pub use write::rejected::{PROBLEM_COLUMN, RejectedWriter};
pub use write::template::{EXAMPLE_COLUMN, template};

/// Compiles and runs the worked example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
