//! Phones at the pumps.

use base::{DeviceId, StationId, UtcMicros};

use super::words;

/// How long a link for enrolling a device works, in seconds.
pub const LINK_SECONDS: i64 = 24 * 3_600;

words! {
    /// Whether a device may work.
    DeviceState {
        /// Its link waits to be opened.
        Invited = "invited",
        /// It works.
        Active = "active",
        /// It is out.
        Withdrawn = "withdrawn",
    }
}

/// A phone at a pump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Which one.
    pub id: DeviceId,
    /// Where it stands.
    pub station: StationId,
    /// What the station calls it, such as `Pulau 1`.
    pub name: String,
    /// Whether it may work.
    pub state: DeviceState,
    /// Until when its link works, while it is invited.
    pub link_expires_at: Option<UtcMicros>,
    /// When it opened its link.
    pub enrolled_at: Option<UtcMicros>,
    /// When it was last seen, to some minutes.
    pub seen_at: Option<UtcMicros>,
}
