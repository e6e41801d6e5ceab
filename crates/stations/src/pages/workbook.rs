//! A list as a workbook, answered as a file.

use tabular::ListWorkbook;
use web::{Answer, WebError};

/// The most pages of 200 rows an export reads.
pub(crate) const PAGES_MAX: usize = 500;

/// Answers with the workbook under a plain file name.
pub(crate) fn answer(book: ListWorkbook, name: &str) -> Answer {
    let bytes = book.finish().map_err(WebError::failed)?;
    Ok(web::xlsx(name, bytes))
}
