//! Lists as workbooks.

use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook, WriteError};
use web::{Answer, WebError};

/// A workbook with its name, columns, notes and rows.
pub(crate) struct Workbook {
    pub(crate) file: String,
    pub(crate) sheet: String,
    pub(crate) columns: Vec<(String, ListFormat)>,
    pub(crate) notes: Vec<(String, String)>,
    pub(crate) rows: Vec<Vec<ListCell>>,
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
        let mut list = ListWorkbook::new(&self.sheet, &columns)?;
        for (name, value) in &self.notes {
            list.note(name.clone(), value.clone());
        }
        for row in &self.rows {
            list.push(row)?;
        }
        list.finish()
    }
}
