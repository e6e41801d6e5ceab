//! Files for people: rejected rows, lists and blank templates.

pub(crate) mod delimited;
pub(crate) mod list;
pub(crate) mod rejected;
pub(crate) mod styles;
pub(crate) mod template;

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The disk or the other side refused.
    #[error("the file cannot be written")]
    Io(#[from] std::io::Error),
    /// The workbook cannot hold this, for example more than 1,048,576 rows.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

impl From<csv::Error> for WriteError {
    fn from(error: csv::Error) -> Self {
        Self::Io(error.into())
    }
}
