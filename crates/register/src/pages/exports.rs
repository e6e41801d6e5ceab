//! Lists as workbooks, and other files to be saved.

use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook};
use web::{Answer, PageFrame, WebError, fl};

use crate::{Download, texts};

/// The rows of a list with the same filter as shown.
pub(crate) fn list_workbook(
    page: &PageFrame,
    file_name: &str,
    headings: &[String],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Answer {
    let columns: Vec<ListColumn> = headings
        .iter()
        .map(|heading| ListColumn::new(heading, ListFormat::Text))
        .collect();
    let mut workbook = ListWorkbook::new(&page.title, &columns).map_err(WebError::failed)?;
    let words = texts(page.locale);
    workbook.note(fl!(words, "export-made"), page.at(page.now));
    workbook.note(fl!(words, "export-from"), page.with("format", ""));
    for row in rows {
        let cells: Vec<ListCell> = row
            .iter()
            .map(|text| ListCell::from(text.as_str()))
            .collect();
        workbook.push(&cells).map_err(WebError::failed)?;
    }
    let bytes = workbook.finish().map_err(WebError::failed)?;
    Ok(web::xlsx(file_name, bytes))
}

/// A file to be saved under its name.
pub(crate) fn download(file: Download) -> web::axum::response::Response {
    web::download(&file.file_name, file.media_type, file.bytes)
}
