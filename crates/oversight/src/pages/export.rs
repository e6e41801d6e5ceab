//! Lists as workbooks.

use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook, WriteError};
use web::{Answer, WebError};

/// A workbook with its name, letterhead, columns, notes, rows and their total.
pub(crate) struct Workbook {
    pub(crate) file: String,
    pub(crate) sheet: String,
    /// The lines above the table.
    pub(crate) letterhead: Vec<String>,
    pub(crate) columns: Vec<(String, ListFormat)>,
    pub(crate) notes: Vec<(String, String)>,
    pub(crate) rows: Vec<Vec<ListCell>>,
    /// The row beneath the table; none where it is empty.
    pub(crate) total: Vec<ListCell>,
}

impl Workbook {
    /// Answers with the file.
    pub(crate) fn answer(&self) -> Answer {
        let bytes = self.write().map_err(WebError::failed)?;
        Ok(web::xlsx(&self.file, bytes))
    }

    fn write(&self) -> Result<Vec<u8>, WriteError> {
        let columns: Vec<ListColumn> = self
            .columns
            .iter()
            .map(|(heading, format)| ListColumn::new(heading.clone(), *format))
            .collect();
        let mut list = ListWorkbook::with_letterhead(&self.sheet, &self.letterhead, &columns)?;
        for (name, value) in &self.notes {
            list.note(name.clone(), value.clone());
        }
        for row in &self.rows {
            list.push(row)?;
        }
        if !self.total.is_empty() {
            list.total(&self.total)?;
        }
        list.finish()
    }
}
