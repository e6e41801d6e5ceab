//! Lists as XLSX files.

use tabular::{ListCell, ListColumn, ListWorkbook};
use web::axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use web::axum::response::IntoResponse as _;
use web::{Answer, WebError};

/// The most rows of one file.
pub(crate) const ROWS_MAX: usize = 50_000;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Answers with a workbook of one list; the file is made off the threads that serve pages.
pub(crate) async fn answer_workbook(
    name: String,
    columns: Vec<ListColumn>,
    rows: Vec<Vec<ListCell>>,
) -> Answer {
    let sheet = name.clone();
    let made = tokio::task::spawn_blocking(move || {
        let mut workbook = ListWorkbook::new(&sheet, &columns)?;
        for row in &rows {
            workbook.push(row)?;
        }
        workbook.finish()
    });
    let bytes = made
        .await
        .map_err(WebError::failed)?
        .map_err(WebError::failed)?;
    let disposition = format!("attachment; filename=\"{name}.xlsx\"");
    Ok((
        [
            (CONTENT_TYPE, XLSX.to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response())
}
