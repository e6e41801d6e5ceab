//! What a key is for, and how long a new one waits.

use std::fmt;
use std::str::FromStr;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyKind {
    /// Signs the journal's checkpoints and the set of voucher keys.
    Checkpoint,
    /// Signs vouchers.
    Voucher,
    /// Makes drivers' links and codes unguessable.
    Link,
    /// Signs cookies and form tokens.
    Cookie,
    /// Seals secrets in the database.
    Data,
}

impl KeyKind {
    /// Every kind.
    pub(crate) const ALL: [Self; 5] = [
        Self::Checkpoint,
        Self::Voucher,
        Self::Link,
        Self::Cookie,
        Self::Data,
    ];

    /// How long a new key is known before it is used, in seconds.
    ///
    /// Phones at the pumps keep the set of voucher keys for a week, so a voucher key is published two
    /// weeks ahead. Servers read the file every ten seconds: ten minutes let all of them know a key
    /// before one of them seals or signs with it. Nothing outlives a cookie key.
    pub(crate) const fn lead_seconds(self) -> i64 {
        match self {
            Self::Voucher => 14 * 86_400,
            Self::Checkpoint | Self::Link | Self::Data => 600,
            Self::Cookie => 0,
        }
    }

    /// Whether an older key can be withdrawn: what was made with it is then made again with another.
    ///
    /// A withdrawn checkpoint or data key would leave what is outside or sealed unreadable.
    pub(crate) const fn can_withdraw(self) -> bool {
        matches!(self, Self::Voucher | Self::Link)
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Checkpoint => "checkpoint",
            Self::Voucher => "voucher",
            Self::Link => "link",
            Self::Cookie => "cookie",
            Self::Data => "data",
        })
    }
}

impl FromStr for KeyKind {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|kind| kind.to_string() == text);
        let kinds = || Self::ALL.map(|kind| kind.to_string()).join(", ");
        known.with_context(|| format!("there is no key kind “{text}”; there are: {}", kinds()))
    }
}
