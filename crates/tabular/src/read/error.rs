/// Why a file cannot be read as a table.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system could not give the bytes.
    #[error("the file cannot be read")]
    Io(#[from] std::io::Error),
    /// The file holds no cell at all.
    #[error("the file is empty")]
    Empty,
    /// The content is none of the kinds this crate reads.
    #[error("the file is not a table")]
    NotATable,
    /// A web page saved with the name of a spreadsheet, as some report systems export.
    #[error("the file is a web page, not a spreadsheet")]
    WebPage,
    /// A binary XLSB workbook.
    #[error("the file is a binary workbook (XLSB)")]
    BinaryWorkbook,
    /// The workbook is locked with a password.
    #[error("the workbook is protected by a password")]
    PasswordProtected,
    /// The file claims to be a workbook and cannot be read as one; internal detail inside.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// The bytes do not follow the encoding that the file announces.
    #[error("the text is not valid in the announced encoding")]
    BrokenEncoding,
    /// No row looks like a header.
    #[error("no header row was found")]
    NoHeader,
    /// The named sheet does not exist in the workbook.
    #[error("there is no sheet named {0}")]
    NoSuchSheet(String),
    /// The file is larger than allowed.
    #[error("the file is larger than {limit} bytes")]
    FileTooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// The workbook unpacks to more than allowed.
    #[error("the workbook unpacks to more than {limit} bytes")]
    UnpackedTooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// There are more rows than allowed.
    #[error("there are more than {limit} rows")]
    TooManyRows {
        /// Rows allowed.
        limit: u64,
    },
    /// A row has more columns than allowed.
    #[error("row {row} has more than {limit} columns")]
    TooManyColumns {
        /// Row as the spreadsheet counts, or line of the text file.
        row: u64,
        /// Columns allowed.
        limit: usize,
    },
    /// A cell is longer than allowed; in CSV usually a quote that is never closed.
    #[error("a cell of row {row} has more than {limit} characters")]
    CellTooLong {
        /// Row as the spreadsheet counts, or line of the text file.
        row: u64,
        /// Characters allowed.
        limit: usize,
    },
}

impl ReadError {
    /// A stable word for this error: code of the API and key of the translation.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "io",
            Self::Empty => "empty",
            Self::NotATable => "not_a_table",
            Self::WebPage => "web_page",
            Self::BinaryWorkbook => "binary_workbook",
            Self::PasswordProtected => "password_protected",
            Self::Damaged(_) => "damaged",
            Self::BrokenEncoding => "broken_encoding",
            Self::NoHeader => "no_header",
            Self::NoSuchSheet(_) => "no_such_sheet",
            Self::FileTooLarge { .. } => "file_too_large",
            Self::UnpackedTooLarge { .. } => "unpacked_too_large",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::CellTooLong { .. } => "cell_too_long",
        }
    }
}
