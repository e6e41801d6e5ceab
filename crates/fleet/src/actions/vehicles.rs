//! Adding and changing vehicles.

use authz::{Action, Actor};
use base::Stamp;
use db::{ActionError, Failure, FailureKind, Tx};
use journal::Subject;

use super::{Answer, admit, allow, place, refuse};
use crate::model::plate::plate_key;
use crate::store::classes::lookup_class;
use crate::store::plates::{insert_plate, list_open};
use crate::store::vehicles::{insert_vehicle, lookup_by_numbers, update_vehicle};
use crate::store::words::add_words;
use crate::{FleetRefusal, NewVehicle, Plate, VehicleDetails, VehicleId};

/// Adds a vehicle or machine with the plate it carries.
pub fn add_vehicle(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    new: &NewVehicle,
) -> Answer<VehicleId> {
    let details = &new.details;
    allow(
        actor,
        Action::FleetVehicleEdit,
        &place(stamp, details.agency, details.unit),
    )?;
    if let Some(plate) = &new.plate
        && let Some(carrier) = list_open(tx, stamp.tenant, &plate.plate.key())?.first()
    {
        return refuse(FleetRefusal::PlateCarried {
            vehicle: carrier.vehicle,
        });
    }
    let id = insert(tx, stamp, new)?;
    let subject = Subject::new("vehicle", id);
    journal::record(tx, stamp, Action::FleetVehicleEdit.code(), subject, None)?;
    Ok(id)
}

/// Adds a vehicle from a register: its plate is written down even where another vehicle carries it.
pub(crate) fn add_imported(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    new: &NewVehicle,
) -> Answer<VehicleId> {
    let details = &new.details;
    allow(
        actor,
        Action::FleetVehicleEdit,
        &place(stamp, details.agency, details.unit),
    )?;
    let id = insert(tx, stamp, new)?;
    let subject = Subject::new("vehicle", id);
    journal::record(tx, stamp, Action::FleetVehicleEdit.code(), subject, None)?;
    Ok(id)
}

/// Checks and inserts a vehicle; the caller has authorised and journals.
///
/// A plate that another vehicle carries is written down all the same: an import drops nothing, and the
/// pair is shown as possible duplicates.
pub(crate) fn insert(tx: &mut Tx<'_>, stamp: &Stamp, new: &NewVehicle) -> Answer<VehicleId> {
    check(tx, stamp, None, &new.details)?;
    let id = VehicleId::new(stamp.next_id());
    let plate = new.plate.as_ref().map(|new| &new.plate);
    insert_vehicle(tx, (stamp.tenant, id, stamp.at), &new.details, plate).map_err(taken(id))?;
    let mut words = new.details.words();
    if let Some(plate) = &new.plate {
        insert_plate(tx, (stamp.tenant, stamp.next_id(), stamp.at), id, plate)?;
        words.push(plate.plate.key().to_lowercase());
    }
    add_words(tx, stamp.tenant, id, words)?;
    Ok(id)
}

/// Changes a vehicle whose revision is still the one the form was made from.
pub fn edit_vehicle(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (id, revision): (VehicleId, i64),
    details: &VehicleDetails,
) -> Answer<()> {
    let known = admit(tx, stamp, actor, (Action::FleetVehicleEdit, id))?;
    // Who gives a vehicle to another agency or unit must reach both.
    allow(
        actor,
        Action::FleetVehicleEdit,
        &place(stamp, details.agency, details.unit),
    )?;
    check(tx, stamp, Some(id), details)?;
    let plate = known.plate.as_deref().and_then(Plate::read);
    let key = (stamp.tenant, id, revision);
    if !update_vehicle(tx, key, details, plate.as_ref()).map_err(taken(id))? {
        return refuse(FleetRefusal::Changed);
    }
    let mut words = details.words();
    words.extend(
        known
            .plate
            .iter()
            .map(|plate| plate_key(plate).to_lowercase()),
    );
    add_words(tx, stamp.tenant, id, words)?;
    let subject = Subject::new("vehicle", id);
    Ok(journal::record(
        tx,
        stamp,
        Action::FleetVehicleEdit.code(),
        subject,
        None,
    )?)
}

fn check(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    id: Option<VehicleId>,
    details: &VehicleDetails,
) -> Answer<()> {
    if details.label.trim().is_empty() {
        return refuse(FleetRefusal::LabelMissing);
    }
    if lookup_class(tx, stamp.tenant, &details.class)?.is_none() {
        return refuse(FleetRefusal::UnknownClass);
    }
    if let (Some(chassis), Some(engine)) = details.asset.keys()
        && let Some(other) = lookup_by_numbers(tx, stamp.tenant, (&chassis, &engine))?
        && Some(other) != id
    {
        return refuse(FleetRefusal::SameNumbers { vehicle: other });
    }
    Ok(())
}

/// The refusal of a vehicle whose numbers another one took in the same moment.
fn taken(id: VehicleId) -> impl Fn(Failure) -> ActionError<FleetRefusal> {
    move |failure| match failure.kind() {
        FailureKind::Unique => ActionError::Refused(FleetRefusal::SameNumbers { vehicle: id }),
        _ => failure.into(),
    }
}
