//! Whether a vehicle is there to be used.

use authz::{Action, Actor};
use base::{Stamp, Uuid};
use db::Tx;
use journal::Subject;

use super::{Answer, admit, in_order, reason};
use crate::NewStatus;
use crate::store::statuses::insert_status;

/// Declares a vehicle's state for some days; it overrides what was declared for them before.
pub fn declare_status(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    new: &NewStatus,
) -> Answer<Uuid> {
    admit(tx, stamp, actor, (Action::FleetVehicleEdit, new.vehicle))?;
    let why = reason(&new.reason)?;
    in_order(new.from_on, new.until_on)?;
    let id = stamp.next_id();
    insert_status(tx, (stamp.tenant, id, stamp.at), new)?;
    let subject = Subject::new("vehicle", new.vehicle);
    journal::record(
        tx,
        stamp,
        Action::FleetVehicleEdit.code(),
        subject,
        Some(why),
    )?;
    Ok(id)
}
