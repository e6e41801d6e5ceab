//! Rejected rows as a file of the same kind, to be corrected and imported again.

use std::io::Write;

use jiff::civil::{Date, DateTime, Time};
use rust_xlsxwriter::{Format as Style, Workbook, Worksheet};

use super::delimited::DelimitedWriter;
use super::{WriteError, styles};
use crate::mapping::check::CheckedRow;
use crate::mapping::problem::CellProblem;
use crate::read::cell::{Cell, Row};
use crate::read::format::Format;
use crate::read::table::TableFile;
use crate::words::normalise;

/// Heading of the column that says what is wrong with a row.
pub const PROBLEM_COLUMN: &str = "masalah";

/// Writes rejected rows with their cells unchanged and a column `masalah`.
///
/// CSV keeps delimiter, encoding and line ends; workbooks of all kinds become XLSX. Titles and
/// header come first, so that the corrected file is understood like the original. Cells of CSV
/// are the uploader's own and are *not* defused against formulas; the problem text is.
pub struct RejectedWriter<W: Write> {
    target: Target<W>,
    at: usize,
    replaces: bool,
}

enum Target<W: Write> {
    Delimited(Box<DelimitedWriter<W>>),
    Workbook {
        sheet: Box<Worksheet>,
        next: u32,
        formats: Box<Formats>,
        output: W,
    },
}

struct Formats {
    plain: Style,
    heading: Style,
    wrapped: Style,
    date: Style,
    date_time: Style,
    time: Style,
}

impl<W: Write> RejectedWriter<W> {
    /// Begins the file with the titles and the header of `file`.
    pub fn new(file: &TableFile, output: W) -> Result<Self, WriteError> {
        let header = file.header();
        let existing = header
            .columns
            .iter()
            .find(|column| normalise(&column.name) == PROBLEM_COLUMN);
        let target = if let Format::Csv(dialect) = file.format() {
            Target::Delimited(Box::new(DelimitedWriter::new(output, dialect)?))
        } else {
            let mut sheet = Worksheet::new();
            sheet.set_name(styles::sheet_name(file.sheet().unwrap_or("Data")))?;
            Target::Workbook {
                sheet: Box::new(sheet),
                next: 0,
                formats: Box::new(Formats::new()),
                output,
            }
        };
        let at = existing.map_or(header.columns.len(), |column| column.index);
        let mut writer = Self {
            target,
            at,
            replaces: existing.is_some(),
        };
        for row in file.preamble() {
            let is_heading = row.number == header.row;
            writer.write_cells(row, if is_heading { PROBLEM_COLUMN } else { "" }, true)?;
        }
        if let Target::Workbook { sheet, next, .. } = &mut writer.target {
            sheet.set_freeze_panes(*next, 0)?;
            sheet.set_column_width(u16::try_from(at).unwrap_or(u16::MAX), 60)?;
        }
        Ok(writer)
    }

    /// Writes one row and what is wrong with it in words.
    pub fn write(&mut self, row: &Row, problem: &str) -> Result<(), WriteError> {
        self.write_cells(row, problem, false)
    }

    /// Writes a checked row; the caller puts each problem into words.
    pub fn write_checked(
        &mut self,
        checked: &CheckedRow,
        words: &dyn Fn(&CellProblem) -> String,
    ) -> Result<(), WriteError> {
        let problems: Vec<String> = checked.problems.iter().map(words).collect();
        self.write(&checked.row, &problems.join("; "))
    }

    /// Completes the file.
    pub fn finish(self) -> Result<(), WriteError> {
        match self.target {
            Target::Delimited(writer) => writer.finish(),
            Target::Workbook {
                sheet, mut output, ..
            } => {
                let mut workbook = Workbook::new();
                workbook.push_worksheet(*sheet);
                output.write_all(&workbook.save_to_buffer()?)?;
                Ok(output.flush()?)
            }
        }
    }

    fn write_cells(
        &mut self,
        row: &Row,
        problem: &str,
        is_preamble: bool,
    ) -> Result<(), WriteError> {
        let (at, skip) = (
            self.at,
            usize::from(self.replaces && !(is_preamble && problem.is_empty())),
        );
        // A row wider than the header keeps its excess cells, behind the problem.
        let before = (0..at).map(|column| row.cell(column));
        let after = (at + skip..row.cells.len()).map(|column| row.cell(column));
        match &mut self.target {
            Target::Delimited(writer) => {
                let problem = super::delimited::guard_formula(problem);
                let is_bare = is_preamble && problem.is_empty();
                let width = if is_bare { at.min(row.cells.len()) } else { at };
                let own = (!is_bare).then_some(&*problem);
                writer.write_row(
                    before
                        .take(width)
                        .map(Cell::stored)
                        .chain(own)
                        .chain(after.map(Cell::stored)),
                )
            }
            Target::Workbook {
                sheet,
                next,
                formats,
                ..
            } => {
                for (cell, column) in before.zip(0_u16..) {
                    formats.write(sheet, *next, column, cell)?;
                }
                let column = u16::try_from(at).unwrap_or(u16::MAX);
                if !problem.is_empty() {
                    let style = if is_preamble {
                        &formats.heading
                    } else {
                        &formats.wrapped
                    };
                    sheet.write_string_with_format(*next, column, problem, style)?;
                }
                for (cell, column) in after.zip(column.saturating_add(1)..) {
                    formats.write(sheet, *next, column, cell)?;
                }
                *next += 1;
                Ok(())
            }
        }
    }
}

impl Formats {
    fn new() -> Self {
        Self {
            plain: Style::new(),
            heading: styles::heading(),
            wrapped: styles::wrapped(),
            date: styles::numeric(styles::DATE),
            date_time: styles::numeric(styles::DATE_TIME),
            time: styles::numeric(styles::TIME),
        }
    }

    fn write(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        cell: &Cell,
    ) -> Result<(), WriteError> {
        let text = cell.stored();
        match cell {
            Cell::Empty => {}
            Cell::Bool(value) => {
                sheet.write_boolean(row, column, *value)?;
            }
            Cell::Number { .. } => match text.parse::<f64>() {
                Ok(number) => {
                    sheet.write_number(row, column, number)?;
                }
                Err(_) => {
                    sheet.write_string(row, column, text)?;
                }
            },
            Cell::Moment(_) => self.write_moment(sheet, row, column, text)?,
            Cell::Text(_) | Cell::Error(_) => {
                sheet.write_string_with_format(row, column, text, &self.plain)?;
            }
        }
        Ok(())
    }

    fn write_moment(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
    ) -> Result<(), WriteError> {
        let (moment, style) =
            if let (true, Ok(value)) = (text.contains('T'), text.parse::<DateTime>()) {
                (styles::excel_date_time(value), &self.date_time)
            } else if let Ok(value) = text.parse::<Date>() {
                (styles::excel_date(value), &self.date)
            } else if let Ok(value) = text.parse::<Time>() {
                (styles::excel_time(value), &self.time)
            } else {
                sheet.write_string(row, column, text)?;
                return Ok(());
            };
        match moment {
            Ok(moment) => {
                sheet.write_datetime_with_format(row, column, moment, style)?;
            }
            // Excel knows no date before 1900: the text is kept instead.
            Err(_) => {
                sheet.write_string(row, column, text)?;
            }
        }
        Ok(())
    }
}
