//! Two rows of the register that are one vehicle.

use authz::{Action, Actor};
use base::Stamp;
use db::Tx;
use journal::Subject;
use serde::Serialize;

use super::{Answer, admit, reason, refuse};
use crate::store::vehicles::{insert_merge, list_merged, update_merged};
use crate::{FleetRefusal, VehicleId};

/// That two rows are one vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Merge {
    /// The row that goes on.
    pub kept: VehicleId,
    /// The row that does not; its history is shown with the other's.
    pub dropped: VehicleId,
    /// How it is known.
    pub reason: String,
}

/// Says that two rows are one vehicle; nothing is moved or lost.
///
/// A row that others were merged into is not dropped: chains would hide where a plate leads.
pub fn merge_vehicles(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor, merge: &Merge) -> Answer<()> {
    let why = reason(&merge.reason)?;
    if merge.kept == merge.dropped {
        return refuse(FleetRefusal::SameVehicle);
    }
    admit(tx, stamp, actor, (Action::FleetVehicleEdit, merge.kept))?;
    admit(tx, stamp, actor, (Action::FleetVehicleEdit, merge.dropped))?;
    if list_merged(tx, stamp.tenant, merge.dropped)?.len() > 1 {
        return refuse(FleetRefusal::Merged {
            kept: merge.dropped,
        });
    }
    if !update_merged(tx, stamp.tenant, (merge.dropped, merge.kept))? {
        return refuse(FleetRefusal::Changed);
    }
    let key = (stamp.tenant, stamp.next_id(), stamp.at);
    insert_merge(tx, key, (merge.kept, merge.dropped), why)?;
    let subject = Subject::new("vehicle", merge.kept);
    Ok(journal::record(
        tx,
        stamp,
        Action::FleetVehicleEdit.code(),
        subject,
        Some(why),
    )?)
}
