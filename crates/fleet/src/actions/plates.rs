//! Other plates for vehicles.

use authz::{Action, Actor};
use base::{CivilDate, Stamp};
use db::Tx;
use journal::Subject;
use serde::Serialize;

use super::{Answer, admit, day_before, reason, refuse};
use crate::store::plates::{end_plate, insert_plate, list_open, lookup_open};
use crate::store::vehicles::update_plate;
use crate::store::words::add_words;
use crate::{FleetRefusal, NewPlate, Plate, PlateColour, PlateSpan, Vehicle, VehicleId};

/// A vehicle's next plate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlateChange {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The plate.
    pub new: NewPlate,
    /// Whether to take it from the vehicle that carries it.
    pub takes_over: bool,
}

/// Gives a vehicle another plate; the old one keeps its days in the history.
pub fn change_plate(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    change: &PlateChange,
) -> Answer<()> {
    let vehicle = admit(tx, stamp, actor, (Action::FleetVehicleEdit, change.vehicle))?;
    if vehicle.plate.as_deref() == Some(change.new.plate.as_str()) {
        return refuse(FleetRefusal::PlateSame);
    }
    for carrier in list_open(tx, stamp.tenant, &change.new.plate.key())? {
        if carrier.vehicle == vehicle.id {
            continue;
        }
        if !change.takes_over {
            return refuse(FleetRefusal::PlateCarried {
                vehicle: carrier.vehicle,
            });
        }
        let other = admit(
            tx,
            stamp,
            actor,
            (Action::FleetVehicleEdit, carrier.vehicle),
        )?;
        take_off(tx, stamp, &other, &carrier, change.new.from_on)?;
        record(tx, stamp, other.id, change.new.reason.as_deref())?;
    }
    if let Some(carried) = lookup_open(tx, stamp.tenant, vehicle.id)? {
        end(tx, stamp, &carried, change.new.from_on)?;
    }
    put_on(tx, stamp, &vehicle, &change.new)?;
    record(tx, stamp, vehicle.id, change.new.reason.as_deref())
}

/// Two vehicles that exchange their plates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlateSwap {
    /// One.
    pub one: VehicleId,
    /// The other; either may have had no plate.
    pub other: VehicleId,
    /// The first day of the new plates.
    pub from_on: CivilDate,
    /// Why.
    pub reason: String,
}

/// Exchanges the plates of two vehicles on one day.
pub fn swap_plates(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor, swap: &PlateSwap) -> Answer<()> {
    let why = reason(&swap.reason)?;
    if swap.one == swap.other {
        return refuse(FleetRefusal::SameVehicle);
    }
    let mut spans = Vec::new();
    let mut vehicles = Vec::new();
    for id in [swap.one, swap.other] {
        let vehicle = admit(tx, stamp, actor, (Action::FleetVehicleEdit, id))?;
        let span = lookup_open(tx, stamp.tenant, id)?;
        if let Some(span) = &span {
            take_off(tx, stamp, &vehicle, span, swap.from_on)?;
        }
        vehicles.push(vehicle);
        spans.push(span);
    }
    if spans.iter().all(Option::is_none) {
        return refuse(FleetRefusal::PlateMissing);
    }
    for (vehicle, span) in vehicles.iter().zip(spans.into_iter().rev()) {
        let plate = span.and_then(|span| Some((Plate::read(&span.plate)?, span.colour)));
        if let Some((plate, colour)) = plate {
            put_on(
                tx,
                stamp,
                vehicle,
                &swapped(plate, colour, swap.from_on, why),
            )?;
        }
    }
    record(tx, stamp, swap.one, Some(why))
}

fn swapped(plate: Plate, colour: PlateColour, from_on: CivilDate, why: &str) -> NewPlate {
    NewPlate {
        plate,
        colour,
        from_on,
        reason: Some(why.to_owned()),
    }
}

/// Ends a span on the day before another plate comes.
fn end(tx: &mut Tx<'_>, stamp: &Stamp, span: &PlateSpan, from_on: CivilDate) -> Answer<()> {
    if from_on < span.from_on {
        return refuse(FleetRefusal::DaysReversed);
    }
    if !end_plate(tx, stamp.tenant, span.id, day_before(from_on))? {
        return refuse(FleetRefusal::Changed);
    }
    Ok(())
}

fn take_off(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    vehicle: &Vehicle,
    span: &PlateSpan,
    from_on: CivilDate,
) -> Answer<()> {
    end(tx, stamp, span, from_on)?;
    let list_key = vehicle.details().list_key();
    Ok(update_plate(
        tx,
        (stamp.tenant, vehicle.id),
        None,
        &list_key,
    )?)
}

fn put_on(tx: &mut Tx<'_>, stamp: &Stamp, vehicle: &Vehicle, new: &NewPlate) -> Answer<()> {
    insert_plate(
        tx,
        (stamp.tenant, stamp.next_id(), stamp.at),
        vehicle.id,
        new,
    )?;
    let key = (stamp.tenant, vehicle.id);
    update_plate(tx, key, Some(&new.plate), &new.plate.list_key())?;
    Ok(add_words(
        tx,
        stamp.tenant,
        vehicle.id,
        [new.plate.key().to_lowercase()],
    )?)
}

fn record(tx: &mut Tx<'_>, stamp: &Stamp, id: VehicleId, note: Option<&str>) -> Answer<()> {
    let subject = Subject::new("vehicle", id);
    Ok(journal::record(
        tx,
        stamp,
        Action::FleetVehicleEdit.code(),
        subject,
        note,
    )?)
}
