use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;

/// Where the bytes of a file come from; it can be opened any number of times.
#[derive(Clone, Debug)]
pub enum Source {
    /// An upload held in memory.
    Bytes(Arc<[u8]>),
    /// A file on the disk.
    Path(PathBuf),
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<PathBuf> for Source {
    fn from(path: PathBuf) -> Self {
        Self::Path(path)
    }
}

/// Something that can be read and wound back.
pub(crate) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// An opened source.
pub(crate) type Opened = BufReader<Box<dyn ReadSeek>>;

impl Source {
    pub(crate) fn open(&self) -> std::io::Result<Opened> {
        let inner: Box<dyn ReadSeek> = match self {
            Self::Bytes(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
            Self::Path(path) => Box::new(File::open(path)?),
        };
        Ok(BufReader::with_capacity(1 << 16, inner))
    }

    pub(crate) fn byte_count(&self) -> std::io::Result<u64> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.len().try_into().unwrap_or(u64::MAX)),
            Self::Path(path) => Ok(std::fs::metadata(path)?.len()),
        }
    }
}
