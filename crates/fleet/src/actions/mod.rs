//! What people do with the register of vehicles, one use case per function.

pub(crate) mod assignments;
pub(crate) mod classes;
pub(crate) mod followers;
pub(crate) mod letters;
pub(crate) mod merges;
pub(crate) mod meters;
pub(crate) mod plates;
pub(crate) mod refusal;
pub(crate) mod statuses;
pub(crate) mod unknowns;
pub(crate) mod vehicles;

use authz::{Action, Actor, Resource};
use base::{AgencyId, CivilDate, Stamp, UnitId};
use db::{ActionError, Tx};

use crate::store::vehicles::lookup_vehicle;
use crate::{FleetRefusal, Vehicle, VehicleId};

type Answer<T> = Result<T, ActionError<FleetRefusal>>;

fn refuse<T>(refusal: FleetRefusal) -> Answer<T> {
    Err(ActionError::Refused(refusal))
}

/// Where something of an agency and unit lies.
fn place(stamp: &Stamp, agency: AgencyId, unit: Option<UnitId>) -> Resource {
    Resource::tenant(stamp.tenant).agency(agency).unit(unit)
}

fn allow(actor: &Actor, action: Action, resource: &Resource) -> Answer<()> {
    actor
        .may(action, resource)
        .map_err(|denied| ActionError::Refused(FleetRefusal::Denied(denied)))
}

/// The vehicle an action is about, once the actor may do it there; merged ones are not changed.
fn admit(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (action, id): (Action, VehicleId),
) -> Answer<Vehicle> {
    // States play no part in rights, so any day will do.
    let Some(vehicle) = lookup_vehicle(tx, stamp.tenant, id, CivilDate::ZERO)? else {
        return refuse(FleetRefusal::NotThere);
    };
    allow(actor, action, &place(stamp, vehicle.agency, vehicle.unit))?;
    match vehicle.merged_into {
        Some(kept) => refuse(FleetRefusal::Merged { kept }),
        None => Ok(vehicle),
    }
}

/// Refuses days in the wrong order.
fn in_order(from: CivilDate, until: Option<CivilDate>) -> Answer<()> {
    if until.is_some_and(|until| until < from) {
        return refuse(FleetRefusal::DaysReversed);
    }
    Ok(())
}

/// A reason a person typed, spaces removed; refused where it is empty.
fn reason(typed: &str) -> Answer<&str> {
    match typed.trim() {
        "" => refuse(FleetRefusal::ReasonMissing),
        reason => Ok(reason),
    }
}

/// The day before, or the same at the beginning of time.
fn day_before(on: CivilDate) -> CivilDate {
    on.yesterday().unwrap_or(on)
}
