//! What people type to say who they are.

use crate::model::person::{read_email, read_nip};

/// A NIP or an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LoginName {
    /// 18 digits.
    Nip(String),
    /// An address in lower case.
    Email(String),
    /// Neither: nobody signs in with it, and it is treated as an unknown name.
    Other(String),
}

impl LoginName {
    /// Reads what was typed; anything is some name, so that no answer tells names apart.
    pub(crate) fn read(typed: &str) -> Self {
        read_nip(typed)
            .map(Self::Nip)
            .or_else(|| read_email(typed).map(Self::Email))
            .unwrap_or_else(|| Self::Other(typed.trim().to_lowercase()))
    }

    /// The normalised text.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Nip(text) | Self::Email(text) | Self::Other(text) => text,
        }
    }
}
