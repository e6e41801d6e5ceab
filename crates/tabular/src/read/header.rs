//! Which row names the columns, in files that begin with titles, letterheads and merged groups.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::cell::{Cell, Row};
use crate::words::normalise;
use crate::write::rejected::PROBLEM_COLUMN;

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Place in the row, counted from 0.
    pub index: usize,
    /// Unique name: the header's text, with its group in front and a count behind where needed;
    /// a column without header has its spreadsheet letter.
    pub name: String,
}

/// The named columns of a file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Header {
    /// Row of the (first) header line as the spreadsheet counts it.
    pub row: u64,
    /// All columns up to the widest header or first row.
    pub columns: Vec<Column>,
    /// Whether bare serial numbers of this workbook count from 1904.
    pub counts_from_1904: bool,
}

impl Header {
    /// The column with this name: exactly, else after [`normalise`], where that is unique.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns
            .iter()
            .find(|column| column.name == name)
            .or_else(|| {
                let wanted = normalise(name);
                let mut alike = self
                    .columns
                    .iter()
                    .filter(|column| normalise(&column.name) == wanted);
                alike.next().filter(|_| alike.next().is_none())
            })
    }

    /// A stable word for "files with these columns", under which a caller remembers a mapping.
    ///
    /// Case, accents and punctuation do not count; the column `masalah` of a returned file does
    /// not count either, so that a corrected file finds the mapping of the first one.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"tabular header 1");
        let mut names: Vec<String> = self
            .columns
            .iter()
            .map(|column| normalise(&column.name))
            .collect();
        if names.last().is_some_and(|name| name == PROBLEM_COLUMN) {
            names.pop();
        }
        for name in names {
            hash.update([0x1f]);
            hash.update(name);
        }
        hash.finalize()
            .iter()
            .take(16)
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }
}

/// A header found in the first rows.
pub(super) struct Found {
    pub(super) header: Header,
    /// How many rows (titles, header lines, column numbers) stand before the data.
    pub(super) preamble: usize,
}

/// Finds the first row whose cells are mostly text, unique and about as many as the table is wide.
pub(super) fn find(rows: &[Row]) -> Option<Found> {
    let widest = rows.iter().map(filled).max()?;
    let at = rows.iter().position(|row| looks_like_header(row, widest))?;
    let top = rows.get(at)?;
    let groups = rows.get(at + 1).filter(|next| continues_header(top, next));
    let mut preamble = at + 1 + usize::from(groups.is_some());
    if rows.get(preamble).is_some_and(numbers_the_columns) {
        preamble += 1;
    }
    let width = [Some(top), groups, rows.get(preamble)]
        .into_iter()
        .flatten()
        .map(|row| row.cells.len())
        .max()?;
    Some(Found {
        header: Header {
            row: top.number,
            columns: name_columns(top, groups, width),
            counts_from_1904: false,
        },
        preamble,
    })
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_blank()).count()
}

fn looks_like_header(row: &Row, widest: usize) -> bool {
    let count = filled(row);
    let names: Vec<String> = row
        .cells
        .iter()
        .filter(|cell| is_name(cell))
        .map(|cell| normalise(cell.shown()))
        .collect();
    let unique: HashSet<&String> = names.iter().collect();
    count > 0
        && count * 2 > widest
        && names.len() * 5 >= count * 4
        && unique.len() * 10 >= names.len() * 6
}

/// Text with a letter that is not itself a value.
fn is_name(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.chars().count() <= 120
        && text.chars().any(char::is_alphabetic)
        && crate::value::date::parse_date(text, None).is_err())
}

/// A second header line only fills columns under a group: under a (merged) cell of the first
/// line and the empty cells to its right.
fn continues_header(top: &Row, next: &Row) -> bool {
    let width = top.cells.len().max(next.cells.len());
    let mut named = 0;
    for index in 0..width {
        if next.cell(index).is_blank() {
            continue;
        }
        let starts_group =
            !top.cell(index).is_blank() && index + 1 < width && top.cell(index + 1).is_blank();
        let inside_group =
            top.cell(index).is_blank() && (0..index).any(|left| !top.cell(left).is_blank());
        if !(starts_group || inside_group) || !is_name(next.cell(index)) {
            return false;
        }
        named += 1;
    }
    named >= 2
        && filled(next) < filled(top) + named
        && (0..width).any(|index| top.cell(index).is_blank())
}

/// The row `1 2 3 4 …` that official forms put under their header.
fn numbers_the_columns(row: &Row) -> bool {
    let numbers: Vec<&str> = row
        .cells
        .iter()
        .filter(|cell| !cell.is_blank())
        .map(|cell| cell.shown().trim())
        .collect();
    numbers.len() >= 3
        && numbers
            .iter()
            .zip(1_u32..)
            .all(|(text, number)| *text == number.to_string())
}

fn name_columns(top: &Row, groups: Option<&Row>, width: usize) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::with_capacity(width);
    let mut taken: HashSet<String> = HashSet::new();
    let mut group = "";
    for index in 0..width {
        let (over, under) = (
            label(top.cell(index)),
            groups.map_or("", |row| label(row.cell(index))),
        );
        if !over.is_empty() {
            group = over;
        }
        let name = match (over, under) {
            ("", "") => letters(index),
            (over, "") => squeeze(over),
            (_, under) => squeeze(&format!("{group} {under}")),
        };
        let mut unique = name.clone();
        let mut count = 1_u32;
        while !taken.insert(unique.clone()) {
            count += 1;
            unique = format!("{name} ({count})");
        }
        columns.push(Column {
            index,
            name: unique,
        });
    }
    columns
}

fn label(cell: &Cell) -> &str {
    cell.shown().trim()
}

/// Headers are often broken over lines: all white space becomes single spaces.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Spreadsheet letters of a column counted from 0: A, B, … Z, AA.
fn letters(index: usize) -> String {
    let mut rest = index + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Vec<Row> {
        let cell = |text: &str| {
            if text.is_empty() {
                Cell::Empty
            } else {
                Cell::Text(text.to_owned())
            }
        };
        lines
            .iter()
            .zip(1..)
            .map(|(line, number)| Row {
                number,
                cells: line.split('|').map(cell).collect(),
            })
            .collect()
    }

    fn names(lines: &[&str]) -> (Vec<String>, usize) {
        let found = find(&rows(lines)).unwrap();
        (
            found
                .header
                .columns
                .into_iter()
                .map(|column| column.name)
                .collect(),
            found.preamble,
        )
    }

    #[test]
    fn titles_before_the_header_are_passed_over() {
        let (names, preamble) = names(&[
            "REKAP BBM 2022",
            "OPD|Dinas PU",
            "No|Plat|Liter|Rp",
            "1|DH 1|10|100000",
        ]);
        assert_eq!(
            (names.join(","), preamble),
            ("No,Plat,Liter,Rp".to_owned(), 3)
        );
    }

    #[test]
    fn groups_over_two_lines_and_column_numbers_are_understood() {
        let (names, preamble) = names(&[
            "Kartu Inventaris Barang B",
            "No|Nama|Merk|Nomor|||Harga",
            "|||Rangka|Mesin|Polisi|",
            "1|2|3|4|5|6|7",
            "1|Truk|Hino|MJE1|J05|DH 8001|100",
        ]);
        assert_eq!(
            names.join(","),
            "No,Nama,Merk,Nomor Rangka,Nomor Mesin,Nomor Polisi,Harga"
        );
        assert_eq!(preamble, 4);
    }

    #[test]
    fn data_under_a_header_with_gaps_is_not_taken_for_a_second_line() {
        let (names, preamble) = names(&["Plat|Merk||Liter", "DH 1|Hino|baru|10"]);
        assert_eq!(
            (names.join(","), preamble),
            ("Plat,Merk,C,Liter".to_owned(), 1)
        );
    }

    #[test]
    fn repeated_names_are_counted() {
        assert_eq!(
            names(&["Plat|Jumlah|Jumlah", "a|1|2"]).0.join(","),
            "Plat,Jumlah,Jumlah (2)"
        );
    }

    #[test]
    fn numbers_alone_are_no_header() {
        assert!(find(&rows(&["1|2|3", "4|5|6"])).is_none());
    }

    #[test]
    fn fingerprint_ignores_spelling_and_the_problem_column() {
        let fingerprint = |line: &str| find(&rows(&[line])).unwrap().header.fingerprint();
        assert_eq!(
            fingerprint("No. Polisi|Liter"),
            fingerprint("NO POLISI|liter|masalah")
        );
        assert_ne!(
            fingerprint("No. Polisi|Liter"),
            fingerprint("Liter|No. Polisi")
        );
    }
}
