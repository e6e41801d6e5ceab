use authz::{Action, Actor, Denied, Resource};
use base::{Stamp, Uuid};
use db::{ActionError, Tx};
use journal::Subject;

use crate::CalendarDayInput;
use crate::store::calendar as store;

/// Why a day of the calendar is not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarRefusal {
    /// The right is missing.
    Denied(Denied),
    /// Someone changed it meanwhile.
    Changed,
}

/// Says what a day is; [`crate::DayKind::Ordinary`] takes an entry back.
///
/// `revision` is that of the entry the person saw, or none where he saw none or does not mind.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn set_calendar_day(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &CalendarDayInput,
    revision: Option<i64>,
) -> Result<Uuid, ActionError<CalendarRefusal>> {
    actor
        .may(
            Action::RegisterCalendarEdit,
            &Resource::tenant(stamp.tenant),
        )
        .map_err(|denied| ActionError::Refused(CalendarRefusal::Denied(denied)))?;
    let id = if let Some(day) = store::lookup_day(tx, stamp.tenant, input.on)? {
        let seen = revision.unwrap_or(day.revision);
        if !store::update_day(tx, stamp.tenant, (day.id, seen), input)? {
            return Err(ActionError::Refused(CalendarRefusal::Changed));
        }
        day.id
    } else {
        let id = stamp.next_id();
        store::insert_day(tx, stamp.tenant, id, input)
            .map_err(super::taken(CalendarRefusal::Changed))?;
        id
    };
    let subject = Subject::new("calendar_day", id);
    journal::record(
        tx,
        stamp,
        Action::RegisterCalendarEdit.code(),
        subject,
        None,
    )?;
    Ok(id)
}
