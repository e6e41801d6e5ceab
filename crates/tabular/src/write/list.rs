//! Lists as workbooks: numbers as numbers, dates as dates, ready for filter and print.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::{WriteError, styles};

/// How the numbers of a column are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFormat {
    /// Text.
    Text,
    /// Whole numbers with groups.
    Integer,
    /// Decimals with so many places.
    Decimal(u8),
    /// Whole rupiah.
    Rupiah,
    /// Millilitres, shown as litres with three places.
    Litres,
    /// Dates.
    Date,
    /// Local dates with time.
    DateTime,
}

impl ListFormat {
    fn style(self) -> Format {
        match self {
            Self::Text => styles::numeric(styles::TEXT),
            Self::Integer | Self::Decimal(0) => styles::numeric("#,##0"),
            Self::Decimal(places) => styles::numeric(&format!(
                "#,##0.{}",
                "0".repeat(usize::from(places.min(10)))
            )),
            Self::Rupiah => styles::numeric(styles::RUPIAH),
            Self::Litres => styles::numeric("#,##0.000"),
            Self::Date => styles::numeric(styles::DATE),
            Self::DateTime => styles::numeric(styles::DATE_TIME),
        }
    }
}

/// One column of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListColumn {
    /// Heading in the reader's language.
    pub heading: String,
    /// How its cells are shown.
    pub format: ListFormat,
}

impl ListColumn {
    /// A column.
    pub fn new(heading: impl Into<String>, format: ListFormat) -> Self {
        Self {
            heading: heading.into(),
            format,
        }
    }
}

/// One cell of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListCell {
    /// Nothing.
    Empty,
    /// Text; never run as a formula.
    Text(String),
    /// A whole number; rupiah and millilitres too.
    Integer(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// A civil date.
    Date(Date),
    /// A local date and time.
    DateTime(DateTime),
}

impl From<&str> for ListCell {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }
}

/// A workbook with one list and, where given, a sheet of notes.
///
/// Its rows lie in a file without a name in the system's folder for such files, not in memory.
pub struct ListWorkbook {
    workbook: Box<Workbook>,
    sheet: Box<Worksheet>,
    columns: Vec<(ListFormat, Format, usize)>,
    notes: Vec<(String, String)>,
    notes_name: String,
    /// The row of the headings.
    heading: u32,
    next: u32,
    /// The row of totals, which no filter hides.
    total: Option<u32>,
}

impl ListWorkbook {
    /// Begins a list; the sheet's name is cut to what Excel accepts.
    pub fn new(name: &str, columns: &[ListColumn]) -> Result<Self, WriteError> {
        Self::with_letterhead(name, &[], columns)
    }

    /// Begins a list with lines above its headings: who made it, what it says, how it is checked.
    ///
    /// An empty row parts them from the list, so that a filter or a pivot table takes only the list.
    pub fn with_letterhead(
        name: &str,
        lines: &[String],
        columns: &[ListColumn],
    ) -> Result<Self, WriteError> {
        let mut workbook = Workbook::new();
        let mut sheet = workbook.new_worksheet_with_constant_memory()?;
        sheet.set_name(styles::sheet_name(name))?;
        let style = styles::numeric(styles::TEXT).set_bold();
        let mut row = 0;
        for line in lines {
            sheet.write_string_with_format(row, 0, line, &style)?;
            row += 1;
        }
        let heading_row = if lines.is_empty() { 0 } else { row + 1 };
        sheet.set_freeze_panes(heading_row + 1, 0)?;
        let heading = styles::heading();
        for (column, at) in columns.iter().zip(0_u16..) {
            sheet.write_string_with_format(heading_row, at, &column.heading, &heading)?;
        }
        let columns = columns
            .iter()
            .map(|column| {
                (
                    column.format,
                    column.format.style(),
                    column.heading.chars().count().min(24) + 3,
                )
            })
            .collect();
        Ok(Self {
            workbook: Box::new(workbook),
            sheet: Box::new(sheet),
            columns,
            notes: Vec::new(),
            notes_name: "Catatan".to_owned(),
            heading: heading_row,
            next: heading_row + 1,
            total: None,
        })
    }

    /// Names the sheet of notes; "Catatan" otherwise.
    #[must_use]
    pub fn notes_named(mut self, name: &str) -> Self {
        self.notes_name = styles::sheet_name(name);
        self
    }

    /// Adds a line to the notes: filter, source, time, meaning of a column.
    pub fn note(&mut self, label: impl Into<String>, text: impl Into<String>) {
        self.notes.push((label.into(), text.into()));
    }

    /// Adds a row.
    pub fn push(&mut self, cells: &[ListCell]) -> Result<(), WriteError> {
        for ((cell, (format, style, width)), at) in cells.iter().zip(&mut self.columns).zip(0_u16..)
        {
            let shown = write_cell(&mut self.sheet, (self.next, at), cell, *format, style)?;
            *width = (*width).max(shown + 2).min(60);
        }
        self.next += 1;
        Ok(())
    }

    /// Adds the row of totals, in bold, behind the last row.
    pub fn total(&mut self, cells: &[ListCell]) -> Result<(), WriteError> {
        for (_, style, _) in &mut self.columns {
            *style = style.clone().set_bold();
        }
        self.total = Some(self.next);
        self.push(cells)
    }

    /// The finished XLSX.
    pub fn finish(mut self) -> Result<Vec<u8>, WriteError> {
        if let Some(last) = u16::try_from(self.columns.len())
            .ok()
            .and_then(|count| count.checked_sub(1))
        {
            let end = self.total.unwrap_or(self.next).saturating_sub(1);
            let end = end.max(self.heading + 1);
            self.sheet.autofilter(self.heading, 0, end, last)?;
        }
        for ((_, _, width), at) in self.columns.iter().zip(0_u16..) {
            self.sheet
                .set_column_width(at, u16::try_from(*width).unwrap_or(60))?;
        }
        self.sheet
            .set_landscape()
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0)
            .set_repeat_rows(self.heading, self.heading)?;
        let mut workbook = self.workbook;
        workbook.push_worksheet(*self.sheet);
        if !self.notes.is_empty() {
            let (label, text) = (styles::wrapped().set_bold(), styles::wrapped());
            let notes = workbook.add_worksheet();
            notes
                .set_name(self.notes_name)?
                .set_column_width(0, 28)?
                .set_column_width(1, 90)?;
            for ((name, note), row) in self.notes.iter().zip(0_u32..) {
                notes.write_string_with_format(row, 0, name, &label)?;
                notes.write_string_with_format(row, 1, note, &text)?;
            }
        }
        Ok(workbook.save_to_buffer()?)
    }
}

/// Writes a cell and tells how many characters it shows.
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &ListCell,
    format: ListFormat,
    style: &Format,
) -> Result<usize, WriteError> {
    let number = match cell {
        ListCell::Empty => return Ok(0),
        ListCell::Text(text) => {
            sheet.write_string_with_format(row, column, text, style)?;
            return Ok(text.chars().count());
        }
        ListCell::Date(date) => {
            sheet.write_datetime_with_format(row, column, styles::excel_date(*date)?, style)?;
            return Ok(10);
        }
        ListCell::DateTime(moment) => {
            sheet.write_datetime_with_format(
                row,
                column,
                styles::excel_date_time(*moment)?,
                style,
            )?;
            return Ok(19);
        }
        ListCell::Integer(millilitres) if format == ListFormat::Litres => {
            Decimal::new(*millilitres, 3)
        }
        ListCell::Integer(number) => Decimal::from(*number),
        ListCell::Decimal(number) => *number,
    };
    let text = number.to_string();
    let digits = number
        .normalize()
        .mantissa()
        .unsigned_abs()
        .to_string()
        .len();
    match number.to_f64() {
        // A workbook stores binary floats: beyond 15 digits only text keeps them all.
        Some(float) if digits <= 15 => {
            sheet.write_number_with_format(row, column, float, style)?;
        }
        _ => {
            sheet.write_string_with_format(row, column, &text, style)?;
        }
    }
    Ok(text.len() + text.len() / 3 + 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Limits, TableFile};

    #[test]
    fn a_list_is_read_back_with_its_types() {
        let columns = [
            ("Plat", ListFormat::Text),
            ("Volume (liter)", ListFormat::Litres),
            ("Jumlah", ListFormat::Rupiah),
            ("Tanggal", ListFormat::Date),
            ("NIP", ListFormat::Integer),
        ]
        .map(|(heading, format)| ListColumn::new(heading, format));
        let mut list = ListWorkbook::new("Rekap: [2022]/BBM", &columns).unwrap();
        list.note("Sumber", "data simulasi");
        let date = jiff::civil::date(2022, 12, 31);
        list.push(&[
            "=1+1".into(),
            ListCell::Integer(12_500),
            ListCell::Integer(1_234_567),
            ListCell::Date(date),
            ListCell::Integer(198_503_122_010_011_001),
        ])
        .unwrap();
        let file = TableFile::open(list.finish().unwrap(), Limits::default()).unwrap();
        assert_eq!(file.sheets(), ["Rekap   2022  BBM", "Catatan"]);
        let row = &file.sample()[0];
        assert_eq!(row.cell(0), &Cell::Text("=1+1".to_owned()));
        assert_eq!(
            (row.cell(1).stored(), row.cell(2).stored()),
            ("12.5", "1234567")
        );
        assert_eq!(row.cell(3), &Cell::Moment("2022-12-31".to_owned()));
        assert_eq!(row.cell(4), &Cell::Text("198503122010011001".to_owned()));
    }

    #[test]
    fn a_letterhead_stands_above_and_a_total_beneath() {
        let columns = [
            ListColumn::new("Plat", ListFormat::Text),
            ListColumn::new("Waktu", ListFormat::DateTime),
            ListColumn::new("Jumlah", ListFormat::Rupiah),
        ];
        let lines = ["Pemerintah Kota Kupang", "Kartu Kendali"].map(str::to_owned);
        let mut list = ListWorkbook::with_letterhead("Kartu", &lines, &columns).unwrap();
        let at = jiff::civil::date(2026, 11, 24).at(8, 30, 0, 0);
        list.push(&[
            "DH 1 A".into(),
            ListCell::DateTime(at),
            ListCell::Integer(5_000),
        ])
        .unwrap();
        list.total(&["Jumlah".into(), ListCell::Empty, ListCell::Integer(5_000)])
            .unwrap();
        let file = TableFile::open(list.finish().unwrap(), Limits::default()).unwrap();
        // The reader finds the list beneath the letterhead by itself.
        let columns = &file.header().columns;
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["Plat", "Waktu", "Jumlah"]);
        let rows = file.sample();
        assert_eq!(
            rows[0].cell(1),
            &Cell::Moment("2026-11-24T08:30:00".to_owned())
        );
        assert_eq!(rows[1].cell(2).stored(), "5000");
    }
}
