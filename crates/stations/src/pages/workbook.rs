//! A list as a workbook, answered as a file.

use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook};
use web::{Answer, WebError};

/// The most pages of 200 rows an export reads.
pub(crate) const PAGES_MAX: usize = 500;

/// Which file is asked for.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct FileQuery {
    format: String,
}

impl FileQuery {
    /// Whether a workbook is asked for instead of the page.
    pub(crate) fn is_workbook(&self) -> bool {
        self.format == "xlsx"
    }
}

/// Answers with a workbook of texts.
pub(crate) fn answer_texts(
    (title, name): (&str, &str),
    headings: impl IntoIterator<Item = String>,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Answer {
    let columns: Vec<ListColumn> = headings
        .into_iter()
        .map(|heading| ListColumn::new(heading, ListFormat::Text))
        .collect();
    let mut book = ListWorkbook::new(title, &columns).map_err(WebError::failed)?;
    for row in rows {
        let cells: Vec<ListCell> = row.iter().map(|text| text.as_str().into()).collect();
        book.push(&cells).map_err(WebError::failed)?;
    }
    answer(book, name)
}

/// Answers with the workbook under a plain file name.
pub(crate) fn answer(book: ListWorkbook, name: &str) -> Answer {
    let bytes = book.finish().map_err(WebError::failed)?;
    Ok(web::xlsx(name, bytes))
}
