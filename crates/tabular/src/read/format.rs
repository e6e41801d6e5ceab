//! Which kind of file it is, told from the content and never from the name.

use std::io::Read;

use super::archive;
use super::delimited::sniff_dialect;
use super::encoding::TextEncoding;
use super::error::ReadError;
use super::source::Source;

/// The kind of a table file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with a delimiter.
    Csv(Dialect),
    /// Excel 2007 and later.
    Xlsx,
    /// Excel 97 to 2003.
    Xls,
    /// `OpenDocument`, as `LibreOffice` writes.
    Ods,
}

/// How a text file separates its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// `,` `;` tab or `|`.
    pub delimiter: u8,
    /// Encoding of the text.
    pub encoding: TextEncoding,
    /// Whether lines end as on Windows.
    pub has_crlf: bool,
    /// Whether the first line is `sep=;`, a hint to Excel and not a row.
    pub has_separator_line: bool,
}

impl Dialect {
    /// What Excel in Indonesia opens with a double click: `;`, UTF-8 with mark, Windows lines.
    pub const INDONESIAN_EXCEL: Self = Self {
        delimiter: b';',
        encoding: TextEncoding::UTF_8_WITH_MARK,
        has_crlf: true,
        has_separator_line: false,
    };
}

impl Format {
    /// Usual ending of a file name, without dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv(_) => "csv",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
        }
    }

    /// Tells the kind from the content and refuses by name what cannot be a table.
    pub(crate) fn detect(source: &Source) -> Result<Self, ReadError> {
        let mut start = Vec::new();
        source.open()?.take(2048).read_to_end(&mut start)?;
        if start.is_empty() {
            return Err(ReadError::Empty);
        }
        if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
            return detect_archive(source);
        }
        if start.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            return Ok(Self::Xls);
        }
        let head = String::from_utf8_lossy(&start)
            .trim_start_matches('\u{feff}')
            .trim_start()
            .to_lowercase();
        if ["<!doctype html", "<html", "<table", "<?xml"]
            .iter()
            .any(|tag| head.starts_with(tag))
        {
            return Err(ReadError::WebPage);
        }
        if start.starts_with(b"%PDF") {
            return Err(ReadError::NotATable);
        }
        let has_wide_mark = start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
        if start.contains(&0) && !has_wide_mark {
            return Err(ReadError::NotATable);
        }
        Ok(Self::Csv(sniff_dialect(
            source,
            TextEncoding::detect(source)?,
        )?))
    }
}

fn detect_archive(source: &Source) -> Result<Format, ReadError> {
    let names = archive::member_names(source)?;
    let holds = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if holds("xl/workbook.xml") || holds("xl\\workbook.xml") {
        Ok(Format::Xlsx)
    } else if holds("xl/workbook.bin") {
        Err(ReadError::BinaryWorkbook)
    } else if holds("content.xml") && holds("mimetype") {
        Ok(Format::Ods)
    } else {
        Err(ReadError::NotATable)
    }
}
