//! Why a photo was compared although the city asks for the driver's PIN.

use serde::{Deserialize, Serialize};

/// The reason, as the attendant chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CheckException {
    /// The driver does not remember his PIN.
    Forgotten,
    /// Too many wrong tries.
    Locked,
    /// The driver was never given one.
    NotSet,
}

impl CheckException {
    /// Every reason, in the order of the list.
    pub(crate) const ALL: [Self; 3] = [Self::Forgotten, Self::Locked, Self::NotSet];

    /// The word in the table, in forms and in the journal's note.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Forgotten => "forgotten",
            Self::Locked => "locked",
            Self::NotSet => "not_set",
        }
    }

    /// The reason with this word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}
