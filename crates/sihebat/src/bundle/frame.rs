//! Frames: how a backup is laid out in its file.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use db::Owned;
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use sha2::{Digest as _, Sha256};

const MAGIC: &[u8; 8] = b"SIHEBAT1";
/// No frame is larger: a photo's upload limit and some room.
const FRAME_BYTES_MAX: u32 = 64 << 20;
/// Zstandard's own default: fast, and rows shrink to a tenth.
const LEVEL: i32 = 3;

/// A part of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Frame {
    /// When and from what the backup was made, and which migrations had run.
    Header(Header),
    /// A table's rows follow; its columns in their order.
    Table { name: String, columns: Vec<String> },
    /// Rows of the table named last.
    Rows(Vec<Vec<Owned>>),
    /// The table named last had so many rows.
    End(u64),
    /// A file of a tenant.
    Blob {
        tenant: [u8; 16],
        hash: [u8; 32],
        content: Vec<u8>,
    },
    /// The keys, encrypted.
    Keys(Vec<u8>),
    /// The SHA-256 of all frames before: the backup is whole.
    Sum([u8; 32]),
}

/// The first frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// When the snapshot was taken, in microseconds since 1970.
    pub(super) at: i64,
    /// The program that made it.
    pub(super) program: String,
    /// The public half of the key that signs checkpoints.
    pub(super) trust: String,
    /// Steps of the schema that had run: area, number, digest.
    pub(super) steps: Vec<(String, i64, String)>,
}

impl Frame {
    fn encode(&self) -> anyhow::Result<Vec<u8>> {
        let mut encoder = Encoder::new(Vec::new());
        match self {
            Self::Header(header) => {
                encoder
                    .array(5)?
                    .u8(0)?
                    .i64(header.at)?
                    .str(&header.program)?;
                encoder
                    .str(&header.trust)?
                    .array(header.steps.len() as u64 * 3)?;
                for (area, number, digest) in &header.steps {
                    encoder.str(area)?.i64(*number)?.str(digest)?;
                }
            }
            Self::Table { name, columns } => {
                encoder
                    .array(3)?
                    .u8(1)?
                    .str(name)?
                    .array(columns.len() as u64)?;
                for column in columns {
                    encoder.str(column)?;
                }
            }
            Self::Rows(rows) => {
                encoder.array(2)?.u8(2)?.array(rows.len() as u64)?;
                for row in rows {
                    encoder.array(row.len() as u64)?;
                    for value in row {
                        encode_value(&mut encoder, value)?;
                    }
                }
            }
            Self::End(count) => {
                encoder.array(2)?.u8(3)?.u64(*count)?;
            }
            Self::Blob {
                tenant,
                hash,
                content,
            } => {
                encoder
                    .array(4)?
                    .u8(4)?
                    .bytes(tenant)?
                    .bytes(hash)?
                    .bytes(content)?;
            }
            Self::Keys(sealed) => {
                encoder.array(2)?.u8(5)?.bytes(sealed)?;
            }
            Self::Sum(sum) => {
                encoder.array(2)?.u8(6)?.bytes(sum)?;
            }
        }
        Ok(encoder.into_writer())
    }

    fn decode(bytes: &[u8]) -> anyhow::Result<Self> {
        let mut decoder = Decoder::new(bytes);
        decoder.array()?;
        let frame = match decoder.u8()? {
            0 => Self::Header(Header {
                at: decoder.i64()?,
                program: decoder.str()?.to_owned(),
                trust: decoder.str()?.to_owned(),
                steps: decode_steps(&mut decoder)?,
            }),
            1 => Self::Table {
                name: decoder.str()?.to_owned(),
                columns: list(&mut decoder, |decoder| Ok(decoder.str()?.to_owned()))?,
            },
            2 => Self::Rows(list(&mut decoder, |decoder| list(decoder, decode_value))?),
            3 => Self::End(decoder.u64()?),
            4 => Self::Blob {
                tenant: decoder.bytes()?.try_into()?,
                hash: decoder.bytes()?.try_into()?,
                content: decoder.bytes()?.to_vec(),
            },
            5 => Self::Keys(decoder.bytes()?.to_vec()),
            6 => Self::Sum(decoder.bytes()?.try_into()?),
            kind => bail!("frames of kind {kind} are from a newer program"),
        };
        ensure!(
            decoder.position() == bytes.len(),
            "a frame is longer than its content"
        );
        Ok(frame)
    }
}

fn list<T>(
    decoder: &mut Decoder<'_>,
    mut item: impl FnMut(&mut Decoder<'_>) -> anyhow::Result<T>,
) -> anyhow::Result<Vec<T>> {
    let count = decoder.array()?.context("a list without its length")?;
    (0..count).map(|_| item(decoder)).collect()
}

fn decode_steps(decoder: &mut Decoder<'_>) -> anyhow::Result<Vec<(String, i64, String)>> {
    let count = decoder.array()?.context("a list without its length")? / 3;
    let step = |decoder: &mut Decoder<'_>| -> anyhow::Result<_> {
        Ok((
            decoder.str()?.to_owned(),
            decoder.i64()?,
            decoder.str()?.to_owned(),
        ))
    };
    (0..count).map(|_| step(decoder)).collect()
}

fn encode_value(encoder: &mut Encoder<Vec<u8>>, value: &Owned) -> anyhow::Result<()> {
    match value {
        Owned::Null => encoder.null()?,
        Owned::Integer(number) => encoder.i64(*number)?,
        Owned::Text(text) => encoder.str(text)?,
        Owned::Bytes(bytes) => encoder.bytes(bytes)?,
    };
    Ok(())
}

fn decode_value(decoder: &mut Decoder<'_>) -> anyhow::Result<Owned> {
    Ok(match decoder.datatype()? {
        Type::Null => {
            decoder.null()?;
            Owned::Null
        }
        Type::String => Owned::Text(decoder.str()?.to_owned()),
        Type::Bytes => Owned::Bytes(decoder.bytes()?.to_vec()),
        _ => Owned::Integer(decoder.i64()?),
    })
}

/// Writes frames.
pub(super) struct FrameWriter {
    stream: zstd::Encoder<'static, BufWriter<File>>,
    sum: Sha256,
}

impl FrameWriter {
    pub(super) fn new(file: File) -> anyhow::Result<Self> {
        let mut file = BufWriter::new(file);
        file.write_all(MAGIC)?;
        Ok(Self {
            stream: zstd::Encoder::new(file, LEVEL)?,
            sum: Sha256::new(),
        })
    }

    pub(super) fn write(&mut self, frame: &Frame) -> anyhow::Result<()> {
        let bytes = frame.encode()?;
        let length = u32::try_from(bytes.len())
            .ok()
            .filter(|length| *length <= FRAME_BYTES_MAX)
            .context("a frame is too long")?;
        for part in [length.to_be_bytes().as_slice(), &bytes] {
            self.sum.update(part);
            self.stream.write_all(part)?;
        }
        Ok(())
    }

    /// Writes the sum and gives the file back, everything handed to the system.
    pub(super) fn finish(mut self) -> anyhow::Result<File> {
        let sum = self.sum.clone().finalize().into();
        self.write(&Frame::Sum(sum))?;
        Ok(self.stream.finish()?.into_inner()?)
    }
}

/// Reads frames.
pub(super) struct FrameReader {
    stream: zstd::Decoder<'static, BufReader<File>>,
    sum: Sha256,
    whole: bool,
}

impl FrameReader {
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let mut file =
            BufReader::new(File::open(path).with_context(|| format!("open {}", path.display()))?);
        let mut magic = [0; 8];
        let is_ours = file.read_exact(&mut magic).is_ok() && magic == *MAGIC;
        ensure!(is_ours, "{} is no backup of Sihebat", path.display());
        let stream = zstd::Decoder::with_buffer(file)?;
        Ok(Self {
            stream,
            sum: Sha256::new(),
            whole: false,
        })
    }

    /// The next frame; `None` after the last one.
    ///
    /// # Errors
    /// Where the file ends early or its sum does not fit.
    pub(super) fn next(&mut self) -> anyhow::Result<Option<Frame>> {
        if self.whole {
            let more = self.stream.read(&mut [0])?;
            ensure!(more == 0, "something follows the backup's end");
            return Ok(None);
        }
        let mut length = [0; 4];
        self.stream.read_exact(&mut length).map_err(cut)?;
        let size = u32::from_be_bytes(length);
        ensure!(
            size <= FRAME_BYTES_MAX,
            "the backup is damaged: a frame is too long"
        );
        let mut bytes = vec![0; usize::try_from(size)?];
        self.stream.read_exact(&mut bytes).map_err(cut)?;
        let frame = Frame::decode(&bytes).context("the backup is damaged")?;
        if let Frame::Sum(sum) = &frame {
            let given: [u8; 32] = self.sum.clone().finalize().into();
            ensure!(given == *sum, "the backup is damaged: its sum does not fit");
            self.whole = true;
        }
        self.sum.update(length);
        self.sum.update(&bytes);
        Ok(Some(frame))
    }

    /// Reads everything and keeps nothing: the file is whole.
    pub(super) fn check(path: &Path) -> anyhow::Result<()> {
        let mut frames = Self::open(path)?;
        while frames.next()?.is_some() {}
        Ok(())
    }
}

fn cut(error: io::Error) -> anyhow::Error {
    anyhow::Error::new(error).context("the backup is cut or damaged")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn frames() -> Vec<Frame> {
        vec![
            Frame::Header(Header {
                at: 7,
                program: "sihebat".to_owned(),
                trust: "k".to_owned(),
                steps: vec![("journal".to_owned(), 1, "ab".to_owned())],
            }),
            Frame::Table {
                name: "t".to_owned(),
                columns: vec!["a".to_owned(), "b".to_owned()],
            },
            Frame::Rows(vec![
                vec![Owned::Null, Owned::Integer(i64::MIN)],
                vec![
                    Owned::Text("Rote Ndao".to_owned()),
                    Owned::Bytes(vec![0, 255]),
                ],
            ]),
            Frame::End(2),
            Frame::Blob {
                tenant: [1; 16],
                hash: [2; 32],
                content: vec![3; 10_000],
            },
            Frame::Keys(vec![4; 9]),
        ]
    }

    fn written(path: &Path) {
        let mut writer = FrameWriter::new(File::create(path).unwrap()).unwrap();
        for frame in frames() {
            writer.write(&frame).unwrap();
        }
        writer.finish().unwrap();
    }

    #[test]
    fn frames_come_back_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup");
        written(&path);
        let mut reader = FrameReader::open(&path).unwrap();
        for frame in frames() {
            assert_eq!(reader.next().unwrap(), Some(frame));
        }
        assert!(matches!(reader.next().unwrap(), Some(Frame::Sum(_))));
        assert_eq!(reader.next().unwrap(), None);
    }

    #[test]
    fn a_cut_or_damaged_backup_is_refused_wherever_it_was_hit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup");
        written(&path);
        let whole = fs::read(&path).unwrap();
        let hurt = folder.path().join("hurt");
        for length in 0..whole.len() {
            fs::write(&hurt, &whole[..length]).unwrap();
            assert!(FrameReader::check(&hurt).is_err(), "cut at {length}");
        }
        // The first bytes behind the magic are Zstandard's own header, some bits of which mean nothing.
        for place in (16..whole.len()).step_by(3) {
            let mut bytes = whole.clone();
            bytes[place] ^= 0x10;
            fs::write(&hurt, &bytes).unwrap();
            assert!(FrameReader::check(&hurt).is_err(), "damaged at {place}");
        }
        FrameReader::check(&path).unwrap();
    }
}
