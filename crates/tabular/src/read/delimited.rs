//! Text files with a delimiter.

use std::collections::VecDeque;
use std::io::Read;

use csv::{ReaderBuilder, StringRecord};

use super::cell::{Cell, Row};
use super::encoding::TextEncoding;
use super::error::ReadError;
use super::format::Dialect;
use super::source::Source;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
const HEAD_BYTES: u64 = 1 << 16;
const HEAD_RECORDS: usize = 100;

/// Finds delimiter and line ends from the first lines.
pub(super) fn sniff_dialect(source: &Source, encoding: TextEncoding) -> Result<Dialect, ReadError> {
    let mut head = Vec::new();
    encoding
        .reader(source)?
        .take(HEAD_BYTES)
        .read_to_end(&mut head)?;
    let named = separator_line(&head);
    let delimiter = named.unwrap_or_else(|| {
        DELIMITERS
            .into_iter()
            .rev()
            .max_by_key(|delimiter| consistency(&head, *delimiter))
            .unwrap_or(b',')
    });
    Ok(Dialect {
        delimiter,
        encoding,
        has_crlf: head.windows(2).any(|pair| pair == b"\r\n"),
        has_separator_line: named.is_some(),
    })
}

fn separator_line(head: &[u8]) -> Option<u8> {
    let rest = head
        .strip_prefix(b"sep=")
        .or_else(|| head.strip_prefix(b"SEP="))?;
    let (delimiter, rest) = rest.split_first()?;
    let ends_line = matches!(rest.first(), None | Some(b'\r' | b'\n'));
    (ends_line && DELIMITERS.contains(delimiter)).then_some(*delimiter)
}

/// How well a delimiter explains the lines: the share of records with the commonest number of
/// cells, squared, times the cells it gives beyond one.
fn consistency(head: &[u8], delimiter: u8) -> usize {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(head);
    let mut tally: Vec<(usize, usize)> = Vec::new();
    let mut total = 0_usize;
    for record in reader
        .byte_records()
        .take(HEAD_RECORDS)
        .map_while(Result::ok)
    {
        total += 1;
        match tally.iter_mut().find(|(width, _)| *width == record.len()) {
            Some((_, count)) => *count += 1,
            None => tally.push((record.len(), 1)),
        }
    }
    let score = |(width, count): (usize, usize)| {
        let share = count * 1000 / total.max(1);
        share * share * (width - width.min(1)).min(20)
    };
    tally.into_iter().map(score).max().unwrap_or(0)
}

/// Rows of a text file, read as they are asked for.
pub(super) struct DelimitedRows {
    reader: csv::Reader<LineCounter<Box<dyn Read + Send>>>,
    record: StringRecord,
    skip_first: bool,
}

impl DelimitedRows {
    pub(super) fn open(source: &Source, dialect: Dialect) -> Result<Self, ReadError> {
        let text: Box<dyn Read + Send> = Box::new(dialect.encoding.reader(source)?);
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(dialect.delimiter)
            .from_reader(LineCounter {
                inner: text,
                offset: 0,
                passed: 0,
                ends: VecDeque::new(),
            });
        Ok(Self {
            reader,
            record: StringRecord::new(),
            skip_first: dialect.has_separator_line,
        })
    }
}

impl Iterator for DelimitedRows {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if std::mem::take(&mut self.skip_first) {
            self.reader.read_record(&mut self.record).ok();
        }
        match self.reader.read_record(&mut self.record) {
            Ok(false) => return None,
            Ok(true) => {}
            Err(error) => return Some(Err(read_error(error))),
        }
        let end = self.reader.position().byte();
        let last_line = self.reader.get_mut().line_at(end.saturating_sub(1));
        let breaks = self
            .record
            .iter()
            .map(|cell| cell.bytes().filter(|byte| *byte == b'\n').count())
            .sum::<usize>();
        let number = last_line.saturating_sub(u64::try_from(breaks).unwrap_or(u64::MAX));
        let cell = |text: &str| {
            if text.is_empty() {
                Cell::Empty
            } else {
                Cell::Text(text.to_owned())
            }
        };
        Some(Ok(Row {
            number,
            cells: self.record.iter().map(cell).collect(),
        }))
    }
}

/// Remembers where lines end, because the parser's own count is late after blank lines and on
/// files with Windows line ends.
struct LineCounter<R> {
    inner: R,
    offset: u64,
    passed: u64,
    ends: VecDeque<u64>,
}

impl<R> LineCounter<R> {
    /// The line, counted from 1, of a byte; bytes are asked for in rising order.
    fn line_at(&mut self, byte: u64) -> u64 {
        while self.ends.front().is_some_and(|end| *end < byte) {
            self.ends.pop_front();
            self.passed += 1;
        }
        self.passed + 1
    }
}

impl<R: Read> Read for LineCounter<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(out)?;
        let read = out.get(..count).unwrap_or_default();
        let ends = read
            .iter()
            .zip(self.offset..)
            .filter(|(byte, _)| **byte == b'\n');
        self.ends.extend(ends.map(|(_, offset)| offset));
        self.offset += u64::try_from(count).unwrap_or(0);
        Ok(count)
    }
}

fn read_error(error: csv::Error) -> ReadError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ReadError::Io(error),
        csv::ErrorKind::Utf8 { .. } => ReadError::BrokenEncoding,
        other => ReadError::Damaged(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> char {
        sniff_dialect(&Source::from(text.as_bytes().to_vec()), TextEncoding::UTF_8)
            .unwrap()
            .delimiter
            .into()
    }

    #[test]
    fn delimiters_are_told_from_the_shape_of_the_lines() {
        assert_eq!(delimiter("plat,liter\nDH 1,10\n"), ',');
        assert_eq!(
            delimiter("plat;liter\nDH 1;10,5\nDH 2;12,5\nDH 3;7,5\n"),
            ';'
        );
        assert_eq!(delimiter("plat\tliter\tharga\nDH 1\t10,5\t1\n"), '\t');
        assert_eq!(
            delimiter("Rekap BBM, Kota\n\nplat;liter;rupiah\nA;1,5;2\nB;2,5;3\n"),
            ';'
        );
        assert_eq!(delimiter("nama,alamat\n\"Tono\",\"Jl. A; B; C\"\n"), ',');
        assert_eq!(delimiter("sep=|\nA,B,C|D,E,F\n"), '|');
    }
}
