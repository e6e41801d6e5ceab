/// What a file may hold before it is refused by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as uploaded.
    pub file_bytes: u64,
    /// Bytes of an XLSX or ODS after unpacking, counted, not believed from the archive's index.
    pub unpacked_bytes: u64,
    /// Rows that hold anything, header and title rows included.
    pub rows: u64,
    /// Columns of the widest row.
    pub columns: usize,
    /// Characters of one cell (Excel itself stops at 32,767).
    pub cell_characters: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            unpacked_bytes: 512 << 20,
            rows: 250_000,
            columns: 500,
            cell_characters: 8_000,
        }
    }
}
