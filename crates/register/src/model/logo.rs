//! The picture on a letterhead.

/// A logo, whose file the blob store finds by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// SHA-256 of the file.
    pub hash: [u8; 32],
    /// What it shows, for those who do not see it.
    pub alt: String,
}
