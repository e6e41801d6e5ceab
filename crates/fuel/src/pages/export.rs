//! Lists as XLSX files.

use tabular::{ListCell, ListColumn, ListWorkbook};
use web::{Answer, WebError};

/// The most rows of one file.
pub(crate) const ROWS_MAX: usize = 50_000;

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
    Ok(web::xlsx(&name, bytes))
}
