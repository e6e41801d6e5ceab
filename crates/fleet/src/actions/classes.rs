//! Classes of vehicles.

use authz::{Action, Actor, Resource};
use base::Stamp;
use db::Tx;
use journal::Subject;

use super::{Answer, allow, refuse};
use crate::model::class::standard_classes;
use crate::store::classes::{insert_class, list_classes};
use crate::{FleetRefusal, VehicleClass};

/// Adds the classes of the standard set that the city lacks; gives how many.
pub fn add_standard_classes(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor) -> Answer<u32> {
    allow(
        actor,
        Action::FleetVehicleEdit,
        &Resource::tenant(stamp.tenant),
    )?;
    let mut count: u32 = 0;
    for (position, class) in (0..).zip(standard_classes()) {
        if insert_class(tx, stamp.tenant, position, &class)? {
            count = count.saturating_add(1);
        }
    }
    if count > 0 {
        record(tx, stamp)?;
    }
    Ok(count)
}

/// Adds a class of the city's own.
pub fn add_class(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    class: &VehicleClass,
) -> Answer<()> {
    allow(
        actor,
        Action::FleetVehicleEdit,
        &Resource::tenant(stamp.tenant),
    )?;
    if class.code.is_empty() || class.name.trim().is_empty() {
        return refuse(FleetRefusal::LabelMissing);
    }
    let position = i64::try_from(list_classes(tx, stamp.tenant)?.len()).unwrap_or(i64::MAX);
    if !insert_class(tx, stamp.tenant, position, class)? {
        return refuse(FleetRefusal::ClassExists);
    }
    record(tx, stamp)
}

fn record(tx: &mut Tx<'_>, stamp: &Stamp) -> Answer<()> {
    let subject = Subject::new("vehicle_class", stamp.tenant.uuid());
    Ok(journal::record(
        tx,
        stamp,
        Action::FleetVehicleEdit.code(),
        subject,
        None,
    )?)
}
