//! From bytes to rows of cells.

mod archive;
pub(crate) mod cell;
mod delimited;
pub(crate) mod encoding;
pub(crate) mod error;
pub(crate) mod format;
pub(crate) mod header;
pub(crate) mod source;
mod spreadsheet;
pub(crate) mod table;
