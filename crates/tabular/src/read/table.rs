use super::archive;
use super::cell::Row;
use super::delimited::DelimitedRows;
use super::error::ReadError;
use super::format::Format;
use super::header::{self, Header};
use super::source::Source;
use super::spreadsheet::{Request, SheetRows, Workbook};
use crate::limits::Limits;

const HEAD_ROWS: usize = 60;
const SAMPLE_ROWS: usize = 200;

/// A file understood as a table: its kind, its header, and its rows as often as needed.
#[derive(Clone, Debug)]
pub struct TableFile {
    source: Source,
    limits: Limits,
    format: Format,
    sheets: Vec<String>,
    sheet: Option<String>,
    preamble: Vec<Row>,
    header: Header,
    sample: Vec<Row>,
}

impl TableFile {
    /// Reads the kind and the first rows of a file; for a workbook its first visible sheet.
    pub fn open(source: impl Into<Source>, limits: Limits) -> Result<Self, ReadError> {
        Self::open_sheet(source, None, limits)
    }

    /// As [`TableFile::open`] for a named sheet.
    pub fn open_sheet(
        source: impl Into<Source>,
        sheet: Option<&str>,
        limits: Limits,
    ) -> Result<Self, ReadError> {
        let source = source.into();
        if source.byte_count()? > limits.file_bytes {
            return Err(ReadError::FileTooLarge {
                limit: limits.file_bytes,
            });
        }
        let format = Format::detect(&source)?;
        if matches!(format, Format::Xlsx | Format::Ods) {
            archive::check_unpacked_size(&source, limits.unpacked_bytes)?;
        }
        if format == Format::Ods {
            archive::check_repeats(&source, limits)?;
        }
        let (workbook, rows) = start(&source, format, sheet.map(str::to_owned), limits)?;
        let mut head = rows
            .take(HEAD_ROWS + SAMPLE_ROWS)
            .collect::<Result<Vec<Row>, _>>()?;
        if head.is_empty() {
            return Err(ReadError::Empty);
        }
        let found =
            header::find(head.get(..HEAD_ROWS).unwrap_or(&head)).ok_or(ReadError::NoHeader)?;
        let mut sample = head.split_off(found.preamble);
        sample.truncate(SAMPLE_ROWS);
        Ok(Self {
            source,
            limits,
            format,
            sheets: workbook.sheets,
            sheet: (!workbook.sheet.is_empty()).then_some(workbook.sheet),
            preamble: head,
            header: Header {
                counts_from_1904: workbook.counts_from_1904,
                ..found.header
            },
            sample,
        })
    }

    /// The kind of the file.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Names of the visible sheets of a workbook, in order; none for text files.
    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// The sheet that is read.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The named columns.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The rows before the data, unchanged: titles, header lines, column numbers.
    pub fn preamble(&self) -> &[Row] {
        &self.preamble
    }

    /// Up to 200 first rows of data, for a preview.
    pub fn sample(&self) -> &[Row] {
        &self.sample
    }

    /// All rows of data from the beginning; empty rows are left out.
    pub fn rows(&self) -> Result<Rows, ReadError> {
        let (_, mut rows) = start(&self.source, self.format, self.sheet.clone(), self.limits)?;
        rows.skip = self.preamble.len();
        Ok(rows)
    }
}

fn start(
    source: &Source,
    format: Format,
    sheet: Option<String>,
    limits: Limits,
) -> Result<(Workbook, Rows), ReadError> {
    let (workbook, inner) = if let Format::Csv(dialect) = format {
        (
            Workbook::default(),
            Inner::Delimited(DelimitedRows::open(source, dialect)?),
        )
    } else {
        let request = Request {
            source: source.clone(),
            format,
            sheet,
            columns: limits.columns,
        };
        let (workbook, rows) = SheetRows::open(request)?;
        (workbook, Inner::Sheet(rows))
    };
    Ok((
        workbook,
        Rows {
            inner,
            limits,
            count: 0,
            skip: 0,
            is_over: false,
        },
    ))
}

enum Inner {
    Delimited(DelimitedRows),
    Sheet(SheetRows),
}

/// The rows of a file as they are read; ends after the first error.
pub struct Rows {
    inner: Inner,
    limits: Limits,
    count: u64,
    skip: usize,
    is_over: bool,
}

impl Rows {
    fn next_row(&mut self) -> Option<Result<Row, ReadError>> {
        loop {
            let row = match &mut self.inner {
                Inner::Delimited(rows) => rows.next()?,
                Inner::Sheet(rows) => rows.next()?,
            };
            match row.and_then(|row| self.within_limits(row)) {
                Ok(None) => {}
                Ok(Some(_)) if self.skip > 0 => self.skip -= 1,
                Ok(Some(row)) => return Some(Ok(row)),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// The row, or nothing if it is blank.
    fn within_limits(&mut self, row: Row) -> Result<Option<Row>, ReadError> {
        if row.is_blank() {
            return Ok(None);
        }
        self.count += 1;
        if self.count > self.limits.rows {
            return Err(ReadError::TooManyRows {
                limit: self.limits.rows,
            });
        }
        if row.cells.len() > self.limits.columns {
            return Err(ReadError::TooManyColumns {
                row: row.number,
                limit: self.limits.columns,
            });
        }
        let limit = self.limits.cell_characters;
        let is_long = |text: &str| text.len() > limit && text.chars().count() > limit;
        if row.cells.iter().any(|cell| is_long(cell.stored())) {
            return Err(ReadError::CellTooLong {
                row: row.number,
                limit,
            });
        }
        Ok(Some(row))
    }
}

impl Iterator for Rows {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let row = self.next_row();
        self.is_over = !matches!(row, Some(Ok(_)));
        row
    }
}
