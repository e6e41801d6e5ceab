//! A list as a workbook, answered as a file.

use tabular::ListWorkbook;
use web::axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use web::axum::response::IntoResponse as _;
use web::{Answer, WebError};

/// The most pages of 200 rows an export reads.
pub(crate) const PAGES_MAX: usize = 500;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Answers with the workbook under a plain file name.
pub(crate) fn answer(book: ListWorkbook, name: &str) -> Answer {
    let bytes = book.finish().map_err(WebError::failed)?;
    let file = format!("attachment; filename=\"{name}.xlsx\"");
    let headers = [(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, file)];
    Ok((headers, bytes).into_response())
}
