//! What plates turn out to be that the register does not know.

use authz::{Action, Actor, Resource};
use base::{Stamp, Uuid};
use db::Tx;
use journal::Subject;
use serde::Serialize;

use super::{Answer, admit, allow, reason, refuse};
use crate::store::unknowns::{Outcome, lookup_unknown, resolve_unknown as set_resolved};
use crate::{FleetRefusal, NewVehicle, UnknownState, VehicleId};

/// What an unknown plate is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Resolution {
    /// Another spelling of this vehicle's plate.
    Link(VehicleId),
    /// A vehicle that the register lacked.
    Add(Box<NewVehicle>),
    /// Not a vehicle of the city, and why.
    NotOurs(String),
}

/// Resolves an unknown plate; a resolution as "not ours" can be changed later.
pub fn resolve_unknown(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    resolution: &Resolution,
) -> Answer<Option<VehicleId>> {
    let Some(unknown) = lookup_unknown(tx, stamp.tenant, id)? else {
        return refuse(FleetRefusal::NotThere);
    };
    if unknown.vehicle.is_some() {
        return refuse(FleetRefusal::AlreadyResolved);
    }
    let (state, vehicle, why) = match resolution {
        Resolution::Link(vehicle) => {
            let vehicle = admit(tx, stamp, actor, (Action::FleetUnknownResolve, *vehicle))?;
            (UnknownState::Linked, Some(vehicle.id), None)
        }
        Resolution::Add(new) => {
            let place = super::place(stamp, new.details.agency, new.details.unit);
            allow(actor, Action::FleetUnknownResolve, &place)?;
            allow(actor, Action::FleetVehicleEdit, &place)?;
            (
                UnknownState::Added,
                Some(super::vehicles::insert(tx, stamp, new)?),
                None,
            )
        }
        Resolution::NotOurs(why) => {
            // Nobody's plate lies in no agency: whoever resolves anywhere may say so.
            if !actor.may_somewhere(Action::FleetUnknownResolve) {
                allow(
                    actor,
                    Action::FleetUnknownResolve,
                    &Resource::tenant(stamp.tenant),
                )?;
            }
            (UnknownState::NotOurs, None, Some(reason(why)?))
        }
    };
    let outcome = Outcome {
        state,
        vehicle,
        reason: why,
    };
    if !set_resolved(tx, stamp, (id, revision), outcome)? {
        return refuse(FleetRefusal::Changed);
    }
    let subject = Subject::new("unknown_vehicle", id);
    journal::record(tx, stamp, Action::FleetUnknownResolve.code(), subject, why)?;
    Ok(vehicle)
}
