use std::borrow::Cow;
use std::io::Write;

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::WriteError;
use crate::read::encoding::Encoder;
use crate::read::format::Dialect;
use crate::value::number::{DecimalMark, NumberProblem, parse_decimal};

/// Writes rows of text in a dialect.
pub struct DelimitedWriter<W: Write> {
    inner: csv::Writer<Encoder<W>>,
}

impl<W: Write> DelimitedWriter<W> {
    /// Begins a file: byte order mark and `sep=` line as the dialect says.
    pub fn new(output: W, dialect: Dialect) -> Result<Self, WriteError> {
        let mut encoder = dialect.encoding.writer(output)?;
        if dialect.has_separator_line {
            let end: &[u8] = if dialect.has_crlf { b"\r\n" } else { b"\n" };
            encoder.write_all(&[b"sep=", [dialect.delimiter].as_slice(), end].concat())?;
        }
        let inner = WriterBuilder::new()
            .delimiter(dialect.delimiter)
            .terminator(if dialect.has_crlf {
                Terminator::CRLF
            } else {
                Terminator::Any(b'\n')
            })
            .quote_style(QuoteStyle::Necessary)
            .flexible(true)
            .has_headers(false)
            .from_writer(encoder);
        Ok(Self { inner })
    }

    /// Writes one row exactly as given.
    pub fn write_row<'a>(
        &mut self,
        cells: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), WriteError> {
        Ok(self.inner.write_record(cells)?)
    }

    /// Writes one row of an export: cells that a spreadsheet would run as a formula are defused.
    pub fn write_guarded<'a>(
        &mut self,
        cells: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), WriteError> {
        let cells: Vec<Cow<'a, str>> = cells.into_iter().map(guard_formula).collect();
        Ok(self
            .inner
            .write_record(cells.iter().map(|cell| cell.as_bytes()))?)
    }

    /// Writes what is waiting; without it the end of the file may be lost.
    pub fn finish(mut self) -> Result<(), WriteError> {
        Ok(self.inner.flush()?)
    }
}

/// Puts an apostrophe before text that a spreadsheet would run as a formula.
///
/// After the OWASP page on CSV injection: a leading `=`, `+`, `-`, `@`, tab or carriage return.
/// Plain numbers such as `-4,02` stay as they are.
pub fn guard_formula(text: &str) -> Cow<'_, str> {
    if !text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]) {
        return Cow::Borrowed(text);
    }
    let is_number = [DecimalMark::Comma, DecimalMark::Point].iter().any(|mark| {
        matches!(
            parse_decimal(text, Some(*mark)),
            Ok(_) | Err(NumberProblem::TooLong)
        )
    });
    let has_space = text.contains(char::is_whitespace);
    if is_number && !has_space {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("'{text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        for text in [
            "=1+1",
            "+HYPERLINK(1)",
            "-cmd|' /C calc'!A0",
            "@SUM(A1)",
            "\t=1",
            "-",
        ] {
            assert!(guard_formula(text).starts_with('\''), "{text}");
        }
        for text in ["-4,02", "+62", "-1.234,5", "DH 1 A", ""] {
            assert_eq!(guard_formula(text), text);
        }
    }
}
