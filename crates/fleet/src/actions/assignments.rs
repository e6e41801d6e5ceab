//! Who holds a vehicle and who may draw fuel for it.

use authz::{Action, Actor};
use base::{CivilDate, Stamp, Uuid};
use db::Tx;
use journal::Subject;

use super::{Answer, admit, in_order, refuse};
use crate::store::assignments::{
    end_assignment as set_end, insert_assignment, list_assignments, lookup_assignment,
};
use crate::{Assignment, FleetRefusal, NewAssignment};

/// Says that a person holds or drives a vehicle from a day on.
pub fn assign_person(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    new: &NewAssignment,
) -> Answer<Uuid> {
    admit(tx, stamp, actor, (Action::FleetHolderEdit, new.vehicle))?;
    in_order(new.from_on, new.until_on)?;
    let known = list_assignments(tx, stamp.tenant, new.vehicle)?;
    if known.iter().any(|known| overlaps(known, new)) {
        return refuse(FleetRefusal::AlreadyAssigned);
    }
    let id = stamp.next_id();
    insert_assignment(tx, (stamp.tenant, id, stamp.at), new)?;
    let subject = Subject::new("vehicle", new.vehicle);
    journal::record(tx, stamp, Action::FleetHolderEdit.code(), subject, None)?;
    Ok(id)
}

/// The same person with the same duty at the same time.
fn overlaps(known: &Assignment, new: &NewAssignment) -> bool {
    known.person == new.person
        && known.duty == new.duty
        && known.until_on.is_none_or(|until| new.from_on <= until)
        && new.until_on.is_none_or(|until| known.from_on <= until)
}

/// Sets the last day of an assignment whose revision is still the one shown.
pub fn end_assignment(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    until: CivilDate,
) -> Answer<()> {
    let Some(known) = lookup_assignment(tx, stamp.tenant, id)? else {
        return refuse(FleetRefusal::NotThere);
    };
    admit(tx, stamp, actor, (Action::FleetHolderEdit, known.vehicle))?;
    // The day before the first takes a mistaken assignment back altogether.
    if until < super::day_before(known.from_on) {
        return refuse(FleetRefusal::DaysReversed);
    }
    if !set_end(tx, stamp.tenant, (id, revision), until)? {
        return refuse(FleetRefusal::Changed);
    }
    let subject = Subject::new("vehicle", known.vehicle);
    Ok(journal::record(
        tx,
        stamp,
        Action::FleetHolderEdit.code(),
        subject,
        None,
    )?)
}
