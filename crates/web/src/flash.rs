//! A message shown once, on the page after an action.

/// A message for the next page, such as "Voucher diterbitkan".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// What happened, in the reader's language.
    pub text: String,
    /// Whether it went well.
    pub went_well: bool,
}

impl Flash {
    /// Something was done.
    pub fn success(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            went_well: true,
        }
    }

    /// Something needs attention although it was done.
    pub fn warning(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            went_well: false,
        }
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![u8::from(self.went_well)];
        // A cookie holds 4 kB; a message is one sentence.
        bytes.extend(self.text.chars().take(400).collect::<String>().into_bytes());
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (first, text) = bytes.split_first()?;
        Some(Self {
            text: String::from_utf8(text.to_vec()).ok()?,
            went_well: *first == 1,
        })
    }
}
