//! Workbooks, read on a thread of their own so that rows stream through a short queue.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use calamine::{
    Data, DataRef, ExcelDateTime, Ods, OdsError, Reader, SheetVisible, Xls, XlsError, Xlsx,
    XlsxError,
};

use super::cell::{Cell, Row};
use super::error::ReadError;
use super::format::Format;
use super::source::{Opened, Source};

const BATCH: usize = 256;
const QUEUE: usize = 8;

/// What a workbook says about itself before its rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Workbook {
    pub(super) sheets: Vec<String>,
    pub(super) sheet: String,
    pub(super) counts_from_1904: bool,
}

enum Message {
    Opened(Workbook),
    Batch(Vec<Row>),
    Finished(Result<(), ReadError>),
}

/// Rows of one sheet as they arrive from the reading thread.
pub(super) struct SheetRows {
    messages: Receiver<Message>,
    batch: std::vec::IntoIter<Row>,
}

/// What to read from a workbook.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) source: Source,
    pub(super) format: Format,
    pub(super) sheet: Option<String>,
    pub(super) columns: usize,
}

impl SheetRows {
    /// Starts the reading thread and waits until the workbook is open.
    ///
    /// A panic in the parser of a hostile file ends only that thread and is reported as damage.
    pub(super) fn open(request: Request) -> Result<(Workbook, Self), ReadError> {
        let (sender, messages) = sync_channel(QUEUE);
        thread::Builder::new()
            .name("tabular-workbook".to_owned())
            .spawn(move || {
                let result = read(&request, &sender);
                // The other side may have gone: nobody is left to tell.
                let _ = sender.send(Message::Finished(result));
            })?;
        match messages.recv() {
            Ok(Message::Opened(workbook)) => Ok((
                workbook,
                Self {
                    messages,
                    batch: Vec::new().into_iter(),
                },
            )),
            Ok(Message::Finished(Err(error))) => Err(error),
            Ok(_) | Err(_) => Err(broken_off()),
        }
    }
}

impl Iterator for SheetRows {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.batch.next() {
                return Some(Ok(row));
            }
            match self.messages.recv() {
                Ok(Message::Batch(rows)) => self.batch = rows.into_iter(),
                Ok(Message::Opened(_)) => {}
                Ok(Message::Finished(result)) => return result.err().map(Err),
                Err(_) => return Some(Err(broken_off())),
            }
        }
    }
}

fn broken_off() -> ReadError {
    ReadError::Damaged("the parser stopped in the middle".to_owned())
}

fn read(request: &Request, sender: &SyncSender<Message>) -> Result<(), ReadError> {
    let source = request.source.open()?;
    match request.format {
        Format::Xlsx => read_xlsx(source, request, sender),
        Format::Ods => {
            let mut book = Ods::new(source).map_err(|error| match error {
                OdsError::Password => ReadError::PasswordProtected,
                other => damaged(other),
            })?;
            read_whole(&mut book, request, sender)
        }
        _ => {
            let mut book = Xls::new(source).map_err(|error| match error {
                XlsError::Password => ReadError::PasswordProtected,
                other => damaged(other),
            })?;
            read_whole(&mut book, request, sender)
        }
    }
}

fn damaged(error: impl std::fmt::Display) -> ReadError {
    ReadError::Damaged(error.to_string())
}

fn choose_sheet(
    metadata: &[calamine::Sheet],
    wanted: Option<&str>,
) -> Result<(Vec<String>, String), ReadError> {
    let visible = || {
        metadata
            .iter()
            .filter(|sheet| sheet.visible == SheetVisible::Visible)
    };
    let sheets: Vec<String> = visible().map(|sheet| sheet.name.clone()).collect();
    let sheet = match wanted {
        None => sheets.first().cloned().ok_or(ReadError::Empty)?,
        Some(name) if metadata.iter().any(|sheet| sheet.name == name) => name.to_owned(),
        Some(name) => return Err(ReadError::NoSuchSheet(name.to_owned())),
    };
    Ok((sheets, sheet))
}

fn read_xlsx(
    source: Opened,
    request: &Request,
    sender: &SyncSender<Message>,
) -> Result<(), ReadError> {
    let mut book = Xlsx::new(source).map_err(|error| match error {
        XlsxError::Password => ReadError::PasswordProtected,
        other => damaged(other),
    })?;
    let (sheets, sheet) = choose_sheet(book.sheets_metadata(), request.sheet.as_deref())?;
    let opened = Workbook {
        sheets,
        sheet: sheet.clone(),
        counts_from_1904: book.has_1904_epoch(),
    };
    if sender.send(Message::Opened(opened)).is_err() {
        return Ok(());
    }
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(damaged)?;
    let mut batch = Batch {
        rows: Vec::with_capacity(BATCH),
        sender,
    };
    let mut row = Row::default();
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (line, column) = cell.get_position();
        let value = from_streamed(cell.get_value());
        if value == Cell::Empty {
            continue;
        }
        let number = u64::from(line) + 1;
        if number != row.number && !row.cells.is_empty() && !batch.push(std::mem::take(&mut row)) {
            return Ok(());
        }
        row.number = number;
        place(
            &mut row,
            usize::try_from(column).unwrap_or(usize::MAX),
            value,
            request.columns,
        )?;
    }
    if !row.cells.is_empty() {
        batch.push(row);
    }
    batch.flush();
    Ok(())
}

fn place(row: &mut Row, column: usize, value: Cell, limit: usize) -> Result<(), ReadError> {
    if column >= limit {
        return Err(ReadError::TooManyColumns {
            row: row.number,
            limit,
        });
    }
    if row.cells.len() <= column {
        row.cells.resize(column + 1, Cell::Empty);
    }
    if let Some(cell) = row.cells.get_mut(column) {
        *cell = value;
    }
    Ok(())
}

/// XLS and ODS cannot be streamed: the sheet is loaded whole, then handed on like the others.
fn read_whole<B>(
    book: &mut B,
    request: &Request,
    sender: &SyncSender<Message>,
) -> Result<(), ReadError>
where
    B: Reader<Opened>,
    B::Error: std::fmt::Display,
{
    let (sheets, sheet) = choose_sheet(book.sheets_metadata(), request.sheet.as_deref())?;
    let range = book.worksheet_range(&sheet).map_err(damaged)?;
    if sender
        .send(Message::Opened(Workbook {
            sheets,
            sheet,
            counts_from_1904: false,
        }))
        .is_err()
    {
        return Ok(());
    }
    let (first_row, first_column) = range.start().unwrap_or((0, 0));
    let mut batch = Batch {
        rows: Vec::with_capacity(BATCH),
        sender,
    };
    for (number, cells) in (u64::from(first_row) + 1..).zip(range.rows()) {
        let mut row = Row {
            number,
            cells: Vec::new(),
        };
        for (offset, value) in cells.iter().enumerate() {
            let value = from_loaded(value);
            if value != Cell::Empty {
                let column = usize::try_from(first_column)
                    .unwrap_or(usize::MAX)
                    .saturating_add(offset);
                place(&mut row, column, value, request.columns)?;
            }
        }
        if !row.cells.is_empty() && !batch.push(row) {
            return Ok(());
        }
    }
    batch.flush();
    Ok(())
}

struct Batch<'a> {
    rows: Vec<Row>,
    sender: &'a SyncSender<Message>,
}

impl Batch<'_> {
    /// Whether anybody still listens.
    fn push(&mut self, row: Row) -> bool {
        self.rows.push(row);
        self.rows.len() < BATCH || self.flush()
    }

    fn flush(&mut self) -> bool {
        let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(BATCH));
        self.sender.send(Message::Batch(rows)).is_ok()
    }
}

fn from_streamed(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Int(value) => Cell::Number {
            stored: value.to_string(),
            shown: None,
        },
        DataRef::Float(value) => Cell::from_float(*value),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(value) => from_serial(value),
        DataRef::DateTimeIso(text) => Cell::Moment(text.clone()),
        DataRef::DurationIso(text) => from_duration(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

fn from_loaded(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::String(text) => text_cell(text),
        Data::Int(value) => Cell::Number {
            stored: value.to_string(),
            shown: None,
        },
        Data::Float(value) => Cell::from_float(*value),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(value) => from_serial(value),
        Data::DateTimeIso(text) => Cell::Moment(text.clone()),
        Data::DurationIso(text) => from_duration(text),
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}

fn text_cell(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text.to_owned())
    }
}

/// An Excel serial: whole days are dates, parts of a day are times, durations over a day numbers.
fn from_serial(serial: &ExcelDateTime) -> Cell {
    let days = serial.as_f64();
    if !(0.0..2_958_466.0).contains(&days) || (serial.is_duration() && days >= 1.0) {
        return Cell::from_float(days);
    }
    let (year, month, day, hour, minute, second, _) = serial.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if days < 1.0 {
        Cell::Moment(time)
    } else if (hour, minute, second) == (0, 0, 0) {
        Cell::Moment(date)
    } else {
        Cell::Moment(format!("{date}T{time}"))
    }
}

/// ODS writes a time of day as `PT18H16M19S`.
fn from_duration(text: &str) -> Cell {
    let parse = || {
        let (hour, rest) = text.strip_prefix("PT")?.split_once('H')?;
        let (minute, rest) = rest.split_once('M')?;
        let second = rest.strip_suffix('S')?.split(['.', ',']).next()?;
        let part = |text: &str| text.parse::<u8>().ok();
        let (hour, minute, second) = (part(hour)?, part(minute)?, part(second)?);
        (hour < 24).then(|| format!("{hour:02}:{minute:02}:{second:02}"))
    };
    parse().map_or_else(|| Cell::Text(text.to_owned()), Cell::Moment)
}
