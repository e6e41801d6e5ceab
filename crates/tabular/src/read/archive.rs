//! Guards against archives that unpack to far more than they weigh.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read, sink};

use zip::ZipArchive;

use super::error::ReadError;
use super::source::Source;
use crate::limits::Limits;

/// Names of the members of a ZIP archive.
pub(super) fn member_names(source: &Source) -> Result<Vec<String>, ReadError> {
    let archive = open(source)?;
    archive
        .file_names()
        .map(|name| name.map(Cow::into_owned).map_err(damaged))
        .collect()
}

/// Unpacks every member into nothing and counts, because the index of an archive may lie.
pub(super) fn check_unpacked_size(source: &Source, limit: u64) -> Result<(), ReadError> {
    let mut archive = open(source)?;
    let mut room = limit;
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(damaged)?;
        let counted = std::io::copy(&mut member.take(room.saturating_add(1)), &mut sink())
            .map_err(damaged)?;
        room = room
            .checked_sub(counted)
            .ok_or(ReadError::UnpackedTooLarge { limit })?;
    }
    Ok(())
}

/// Cells of an ODS sheet, empty ones between others included, that are loaded at most.
const ODS_CELLS: u64 = 10_000_000;

/// Counts the cells that an ODS would fill, because a few bytes can repeat a cell a billion times.
///
/// The parser loads such files whole; repeats behind the last content cost nothing and are common.
pub(super) fn check_repeats(source: &Source, limits: Limits) -> Result<(), ReadError> {
    let mut archive = open(source)?;
    let content = archive.by_name("content.xml").map_err(damaged)?;
    let mut reader = BufReader::new(content.take(limits.unpacked_bytes));
    let mut extent = Extent::default();
    let mut piece = Vec::new();
    while reader.read_until(b'>', &mut piece).map_err(damaged)? > 0 {
        let tag = piece
            .rsplit(|byte| *byte == b'<')
            .next()
            .unwrap_or_default();
        extent.add(tag, limits)?;
        piece.clear();
    }
    Ok(())
}

/// How far the content of the current sheet reaches.
#[derive(Default)]
struct Extent {
    rows: u64,
    blank_rows: u64,
    widest: u64,
    filled: u64,
    row_repeats: u64,
    column: u64,
    pending: u64,
    has_content: bool,
}

impl Extent {
    fn add(&mut self, tag: &[u8], limits: Limits) -> Result<(), ReadError> {
        let name = tag
            .split(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'>' | b'/'))
            .next();
        match name.unwrap_or_default() {
            b"table:table" => *self = Self::default(),
            b"table:table-row" => {
                self.row_repeats = repeats(tag, b"table:number-rows-repeated");
                (self.column, self.pending, self.has_content) = (0, 0, false);
            }
            b"table:table-cell" | b"table:covered-table-cell" => self.add_cell(tag, limits)?,
            b"" if tag.starts_with(b"/table:table-row") => self.end_row(),
            b"table:table-column" => {}
            _ if tag.windows(9).any(|part| part == b"-repeated") => {
                return Err(damaged("a repeat that belongs to no row and no cell"));
            }
            _ => {}
        }
        if self.filled.max(self.rows.saturating_mul(self.widest)) > ODS_CELLS {
            return Err(ReadError::UnpackedTooLarge {
                limit: limits.unpacked_bytes,
            });
        }
        Ok(())
    }

    fn add_cell(&mut self, tag: &[u8], limits: Limits) -> Result<(), ReadError> {
        let count = repeats(tag, b"table:number-columns-repeated");
        let has_content =
            !tag.ends_with(b"/>") || tag.windows(12).any(|part| part == b"office:value");
        let reach = if has_content {
            self.column.saturating_add(count)
        } else {
            self.column
        };
        if reach > u64::try_from(limits.columns).unwrap_or(u64::MAX) {
            let row = self.rows.saturating_add(self.blank_rows).saturating_add(1);
            return Err(ReadError::TooManyColumns {
                row,
                limit: limits.columns,
            });
        }
        // Empty cells cost memory only once another cell follows them.
        let earlier = std::mem::take(&mut self.pending);
        self.filled = self.filled.saturating_add(earlier);
        self.column = self.column.saturating_add(count);
        if has_content {
            self.has_content = true;
            self.widest = self.widest.max(reach);
            self.filled = self.filled.saturating_add(count);
        } else {
            self.pending = count;
        }
        Ok(())
    }

    fn end_row(&mut self) {
        if self.has_content {
            let blank = std::mem::take(&mut self.blank_rows);
            self.rows = self
                .rows
                .saturating_add(blank)
                .saturating_add(self.row_repeats);
        } else {
            self.blank_rows = self.blank_rows.saturating_add(self.row_repeats);
        }
    }
}

/// The number in an attribute such as `table:number-rows-repeated="12"`; 1 if it is absent, and
/// too many if it is written in any other way than with plain digits.
fn repeats(tag: &[u8], attribute: &[u8]) -> u64 {
    let Some(at) = tag
        .windows(attribute.len())
        .position(|part| part == attribute)
    else {
        return 1;
    };
    let mut value = tag
        .iter()
        .skip(at + attribute.len())
        .skip_while(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'='));
    let quote = value.next();
    let mut number = 0_u64;
    for byte in value {
        match byte {
            b'0'..=b'9' => {
                number = number
                    .saturating_mul(10)
                    .saturating_add(u64::from(byte - b'0'));
            }
            end if Some(end) == quote => return number,
            _ => break,
        }
    }
    u64::MAX
}

fn open(source: &Source) -> Result<ZipArchive<super::source::Opened>, ReadError> {
    ZipArchive::new(source.open()?).map_err(damaged)
}

fn damaged(error: impl std::fmt::Display) -> ReadError {
    ReadError::Damaged(error.to_string())
}
