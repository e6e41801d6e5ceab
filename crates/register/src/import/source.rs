//! An uploaded file understood as rows, whatever its kind.

use tabular::{Header, Limits, ReadError, Row, TableFile};

use super::FileShape;
use super::geojson::read_features;

/// Files of boundaries hold long cells; everything else keeps the usual limits.
pub(crate) fn limits() -> Limits {
    Limits::default()
}

/// Why a file cannot be used, as a stable word.
pub(crate) type FileProblem = &'static str;

/// A file understood as rows.
pub(crate) enum UploadedTable {
    Table(Box<TableFile>),
    Features { header: Header, rows: Vec<Row> },
}

impl UploadedTable {
    /// Reads the kind and the header of a file.
    pub(crate) fn open(
        shape: FileShape,
        bytes: Vec<u8>,
        sheet: Option<&str>,
    ) -> Result<Self, FileProblem> {
        match shape {
            FileShape::Table => TableFile::open_sheet(bytes, sheet, limits())
                .map(|file| Self::Table(Box::new(file)))
                .map_err(|error| error.code()),
            FileShape::GeoJson => {
                let (header, rows) = read_features(&bytes).ok_or("not_geojson")?;
                Ok(Self::Features { header, rows })
            }
        }
    }

    pub(crate) fn header(&self) -> &Header {
        match self {
            Self::Table(file) => file.header(),
            Self::Features { header, .. } => header,
        }
    }

    /// The first rows, for guessing.
    pub(crate) fn sample(&self) -> &[Row] {
        match self {
            Self::Table(file) => file.sample(),
            Self::Features { rows, .. } => rows.get(..rows.len().min(200)).unwrap_or_default(),
        }
    }

    pub(crate) fn sheets(&self) -> &[String] {
        match self {
            Self::Table(file) => file.sheets(),
            Self::Features { .. } => &[],
        }
    }

    pub(crate) fn sheet(&self) -> Option<&str> {
        match self {
            Self::Table(file) => file.sheet(),
            Self::Features { .. } => None,
        }
    }

    /// All rows from the beginning.
    pub(crate) fn rows(
        &self,
    ) -> Result<Box<dyn Iterator<Item = Result<Row, ReadError>> + '_>, FileProblem> {
        match self {
            Self::Table(file) => {
                let rows = file.rows().map_err(|error| error.code())?;
                Ok(Box::new(rows))
            }
            Self::Features { rows, .. } => Ok(Box::new(rows.iter().cloned().map(Ok))),
        }
    }
}
