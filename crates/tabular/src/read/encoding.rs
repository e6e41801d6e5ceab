//! Which encoding a text file has, and reading and writing in it.

use std::io::{self, Read, Write};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::error::ReadError;
use super::source::Source;

const CHUNK: usize = 1 << 16;

/// The encoding of a text file, with or without a byte order mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding {
    encoding: &'static Encoding,
    has_mark: bool,
}

impl TextEncoding {
    /// UTF-8 without a mark.
    pub const UTF_8: Self = Self {
        encoding: UTF_8,
        has_mark: false,
    };
    /// UTF-8 with the mark by which Excel recognises it.
    pub const UTF_8_WITH_MARK: Self = Self {
        encoding: UTF_8,
        has_mark: true,
    };
    /// Windows-1252, what Excel writes as plain CSV in western settings.
    pub const WINDOWS_1252: Self = Self {
        encoding: WINDOWS_1252,
        has_mark: false,
    };

    /// Name of the encoding after the WHATWG Encoding Standard, such as `windows-1252`.
    pub fn name(self) -> String {
        self.encoding.name().to_lowercase()
    }

    /// Whether the file begins with a byte order mark.
    pub fn has_mark(self) -> bool {
        self.has_mark
    }

    fn mark(self) -> &'static [u8] {
        match (self.has_mark, self.encoding.name()) {
            (false, _) => b"",
            (true, "UTF-16LE") => b"\xff\xfe",
            (true, "UTF-16BE") => b"\xfe\xff",
            (true, _) => b"\xef\xbb\xbf",
        }
    }

    /// Finds the encoding from the whole content: mark, valid UTF-8, else Windows-1252.
    ///
    /// Detectors take a short `é` for Cyrillic; Windows-1252 gives every byte a character and
    /// so loses nothing, and no other single-byte encoding is in use in Indonesia.
    pub(crate) fn detect(source: &Source) -> Result<Self, ReadError> {
        let mut start = [0_u8; 3];
        let length = read_full(&mut source.open()?, &mut start)?;
        let marked = Encoding::for_bom(start.get(..length).unwrap_or_default());
        if let Some((encoding, _)) = marked {
            let found = Self {
                encoding,
                has_mark: true,
            };
            return if found.fits(source)? {
                Ok(found)
            } else {
                Err(ReadError::BrokenEncoding)
            };
        }
        if Self::UTF_8.fits(source)? {
            return Ok(Self::UTF_8);
        }
        Ok(Self::WINDOWS_1252)
    }

    /// Whether the whole content decodes without a single replacement.
    fn fits(self, source: &Source) -> io::Result<bool> {
        let mut decoder = self.encoding.new_decoder_with_bom_removal();
        let mut scratch = vec![0_u8; CHUNK * 3 + 16];
        let mut fits = true;
        for_each_chunk(source, |chunk, last| {
            let (_, _, _, replaced) = decoder.decode_to_utf8(chunk, &mut scratch, last);
            fits = !replaced;
            fits
        })?;
        Ok(fits)
    }

    /// A reader that gives the content of `source` as UTF-8, without the mark.
    pub(crate) fn reader(
        self,
        source: &Source,
    ) -> io::Result<Transcoder<impl Read + Send + use<>>> {
        Ok(Transcoder {
            inner: source.open()?,
            decoder: self.encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            text: vec![0; CHUNK * 3 + 16],
            start: 0,
            end: 0,
            finished: false,
        })
    }

    /// A writer that takes UTF-8 and writes this encoding; what it cannot hold becomes `?`.
    pub(crate) fn writer<W: Write>(self, mut inner: W) -> io::Result<Encoder<W>> {
        inner.write_all(self.mark())?;
        Ok(Encoder {
            inner,
            encoding: self,
            waiting: Vec::new(),
        })
    }

    fn encode(self, text: &str, out: &mut Vec<u8>) {
        if self.encoding == UTF_8 {
            out.extend_from_slice(text.as_bytes());
        } else if self.encoding == UTF_16LE {
            out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        } else if self.encoding == UTF_16BE {
            out.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        } else {
            let mut letter = [0_u8; 4];
            let (whole, _, unmappable) = self.encoding.encode(text);
            if !unmappable {
                out.extend_from_slice(&whole);
                return;
            }
            for character in text.chars() {
                let (bytes, _, unmappable) =
                    self.encoding.encode(character.encode_utf8(&mut letter));
                out.extend_from_slice(if unmappable { b"?" } else { &bytes });
            }
        }
    }
}

fn read_full(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest)? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}

/// Gives the content in chunks, the last one marked and possibly empty, until `visit` says no.
fn for_each_chunk(source: &Source, mut visit: impl FnMut(&[u8], bool) -> bool) -> io::Result<()> {
    let mut reader = source.open()?;
    let mut chunk = vec![0_u8; CHUNK];
    loop {
        let count = read_full(&mut reader, &mut chunk)?;
        let last = count < chunk.len();
        if !visit(chunk.get(..count).unwrap_or_default(), last) || last {
            return Ok(());
        }
    }
}

/// Reads bytes of any encoding and gives UTF-8.
pub(crate) struct Transcoder<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    start: usize,
    end: usize,
    finished: bool,
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.start == self.end && !self.finished {
            let count = self.inner.read(&mut self.raw)?;
            let raw = self.raw.get(..count).unwrap_or_default();
            // The text buffer holds three bytes for each raw one: one call takes all input.
            let (result, _, written, _) =
                self.decoder.decode_to_utf8(raw, &mut self.text, count == 0);
            debug_assert_eq!(result, CoderResult::InputEmpty);
            (self.start, self.end, self.finished) = (0, written, count == 0);
        }
        let ready = self.text.get(self.start..self.end).unwrap_or_default();
        let count = ready.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), ready.get(..count)) {
            to.copy_from_slice(from);
        }
        self.start += count;
        Ok(count)
    }
}

/// Takes UTF-8 in pieces of any length and writes another encoding.
pub(crate) struct Encoder<W> {
    inner: W,
    encoding: TextEncoding,
    waiting: Vec<u8>,
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        let valid = match std::str::from_utf8(&self.waiting) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let rest = self.waiting.split_off(valid);
        let mut out = Vec::with_capacity(valid * 2);
        self.encoding
            .encode(&String::from_utf8_lossy(&self.waiting), &mut out);
        self.waiting = rest;
        self.inner.write_all(&out)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(bytes: &[u8]) -> String {
        TextEncoding::detect(&Source::from(bytes.to_vec()))
            .map_or_else(|e| e.code().to_owned(), TextEncoding::name)
    }

    fn text(bytes: &[u8]) -> String {
        let source = Source::from(bytes.to_vec());
        let mut out = String::new();
        TextEncoding::detect(&source)
            .unwrap()
            .reader(&source)
            .unwrap()
            .read_to_string(&mut out)
            .unwrap();
        out
    }

    #[test]
    fn encodings_are_told_apart_by_content() {
        assert_eq!(detected(b"plat;liter\n"), "utf-8");
        assert_eq!(detected("plat;é\n".as_bytes()), "utf-8");
        assert_eq!(detected(b"Caf\xe9 Kupang;\x93liter\x94\n"), "windows-1252");
        assert_eq!(detected(b"\xff\xfeA\0;\0"), "utf-16le");
        assert_eq!(detected(b"\xef\xbb\xbfA\xff"), "broken_encoding");
    }

    #[test]
    fn the_mark_is_not_part_of_the_text() {
        assert_eq!(text(b"\xef\xbb\xbfplat"), "plat");
        assert_eq!(text(b"\xff\xfeA\0\xe9\0"), "Aé");
        assert_eq!(text(b"Caf\xe9"), "Café");
    }

    #[test]
    fn characters_split_over_writes_and_unknown_ones_survive_or_become_a_question_mark() {
        let mut out = Vec::new();
        let mut writer = TextEncoding::WINDOWS_1252.writer(&mut out).unwrap();
        for byte in "é≥x".as_bytes() {
            writer.write_all(&[*byte]).unwrap();
        }
        assert_eq!(out, b"\xe9?x");
    }
}
