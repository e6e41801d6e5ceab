//! The official calendar: which days differ from an ordinary week.

use base::{CivilDate, Uuid};
use serde::Serialize;

use super::coded;

coded! {
    /// What a day of the calendar is.
    DayKind {
        /// A national or regional holiday.
        Holiday = "holiday",
        /// Joint leave (cuti bersama).
        JointLeave = "joint_leave",
        /// A day worked although it would be free.
        ExtraWorkingDay = "extra_working_day",
        /// An ordinary day again: an entry that was taken back.
        Ordinary = "ordinary",
    }
}

/// A day of the official calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDay {
    /// Its id.
    pub id: Uuid,
    /// The day.
    pub on: CivilDate,
    /// What it is.
    pub kind: DayKind,
    /// The name of the holiday, or the occasion.
    pub name: String,
    /// The decree that says so.
    pub source: Option<String>,
    /// Raised by each change.
    pub revision: i64,
}

/// What a day is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CalendarDayInput {
    /// The day.
    pub on: CivilDate,
    /// What it is.
    pub kind: DayKind,
    /// The name.
    pub name: String,
    /// The decree that says so.
    pub source: Option<String>,
}
