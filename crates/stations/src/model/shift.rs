//! Who answers for a device, from when to when.

use base::{DeviceId, PersonId, StationId, UtcMicros};

use super::words;

db::ids! {
    /// Identifies a shift.
    ShiftId,
}

/// A shift is over after so many seconds, also if nobody closes it.
pub const SHIFT_SECONDS: i64 = 14 * 3_600;

words! {
    /// How a shift ended.
    ShiftEnding {
        /// The attendant closed it.
        Closed = "closed",
        /// Its time was over.
        TimeOver = "time_over",
        /// Its device was withdrawn.
        DeviceWithdrawn = "device_withdrawn",
    }
}

/// An attendant's time at a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// Which one.
    pub id: ShiftId,
    /// At which device.
    pub device: DeviceId,
    /// At which station.
    pub station: StationId,
    /// Whose.
    pub attendant: PersonId,
    /// From when.
    pub opened_at: UtcMicros,
    /// It is over then, also if nobody closes it.
    pub ends_at: UtcMicros,
    /// When it ended, where that has been written down.
    pub closed_at: Option<UtcMicros>,
    /// How.
    pub ending: Option<ShiftEnding>,
}

impl Shift {
    /// Whether it is open at an instant.
    pub fn is_open(&self, at: UtcMicros) -> bool {
        self.closed_at.is_none() && at < self.ends_at
    }
}

/// Whether a text has the shape of an attendant's PIN: six digits.
pub fn is_attendant_pin(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}
