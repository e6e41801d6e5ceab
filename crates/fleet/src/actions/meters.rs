//! Inspections, corrections, broken and replaced meters.

use authz::{Action, Actor};
use base::{Stamp, UtcMicros};
use db::Tx;
use journal::Subject;
use serde::Serialize;

use super::{Answer, admit, reason, refuse};
use crate::store::readings::{
    end_outages, insert_correction, insert_outage, insert_replacement, is_replaced, lookup_reading,
    record_reading,
};
use crate::{
    FleetRefusal, Meter, NewReading, ReadingId, ReadingSource, RecordedReading, Vehicle, VehicleId,
};

/// Records what an official read who went to look; it stands even where the numbers doubt it.
pub fn inspect_meter(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    new: &NewReading,
) -> Answer<RecordedReading> {
    admit_metered(tx, stamp, actor, new.vehicle)?;
    not_negative(new.value)?;
    let new = NewReading {
        source: ReadingSource::Inspection,
        ..new.clone()
    };
    let recorded = record_reading(tx, stamp, &new)?;
    record(tx, stamp, new.vehicle, new.reason.as_deref())?;
    Ok(recorded)
}

/// What a reading should have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewCorrection {
    /// The reading that is wrong.
    pub reading: ReadingId,
    /// The right value.
    pub value: i64,
    /// Why, and how it is known.
    pub reason: String,
}

/// Replaces a reading's value by an append that names it; the original stays to be seen.
pub fn correct_reading(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    correction: &NewCorrection,
) -> Answer<RecordedReading> {
    let Some(wrong) = lookup_reading(tx, stamp.tenant, correction.reading)? else {
        return refuse(FleetRefusal::NotThere);
    };
    admit_metered(tx, stamp, actor, wrong.vehicle)?;
    let why = reason(&correction.reason)?;
    not_negative(correction.value)?;
    if is_replaced(tx, stamp.tenant, wrong.id)? {
        return refuse(FleetRefusal::ReadingReplaced);
    }
    let new = NewReading {
        vehicle: wrong.vehicle,
        at: wrong.at,
        value: correction.value,
        source: ReadingSource::Correction,
        source_id: wrong.source_id,
        filled: wrong.filled,
        reason: Some(why.to_owned()),
    };
    let recorded = insert_correction(tx, stamp, &new, &wrong)?;
    record(tx, stamp, wrong.vehicle, Some(why))?;
    Ok(recorded)
}

/// A meter that does not work for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewOutage {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// Since when.
    pub from_at: UtcMicros,
    /// Until when at most: then readings are asked for again.
    pub until_at: UtcMicros,
    /// What is broken and what is done about it.
    pub reason: String,
}

/// The longest a meter is declared broken at once, in seconds: ninety days.
const OUTAGE_SECONDS_MAX: i64 = 90 * 86_400;

/// Declares a meter broken until an instant, after which it counts as working again by itself.
pub fn declare_outage(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    outage: &NewOutage,
) -> Answer<()> {
    admit_metered(tx, stamp, actor, outage.vehicle)?;
    let why = reason(&outage.reason)?;
    if outage.until_at <= outage.from_at {
        return refuse(FleetRefusal::DaysReversed);
    }
    if outage.until_at > outage.from_at.plus_seconds(OUTAGE_SECONDS_MAX) {
        return refuse(FleetRefusal::OutageTooLong);
    }
    let key = (stamp.tenant, stamp.next_id(), stamp.at);
    insert_outage(
        tx,
        key,
        outage.vehicle,
        (outage.from_at, outage.until_at, why),
    )?;
    record(tx, stamp, outage.vehicle, Some(why))
}

/// Says that a meter works again before the declared end.
pub fn end_outage(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor, vehicle: VehicleId) -> Answer<()> {
    admit_metered(tx, stamp, actor, vehicle)?;
    if end_outages(tx, stamp.tenant, vehicle, stamp.at)? == 0 {
        return refuse(FleetRefusal::NotBroken);
    }
    record(tx, stamp, vehicle, None)
}

/// A new meter in place of an old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewReplacement {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// When it was put in.
    pub at: UtcMicros,
    /// What the old meter showed last.
    pub last_value: i64,
    /// What the new one shows first.
    pub first_value: i64,
    /// Why, with the number of the work order.
    pub reason: String,
}

/// Records that a meter was replaced: distances are counted on over it.
pub fn replace_meter(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    replacement: &NewReplacement,
) -> Answer<RecordedReading> {
    admit_metered(tx, stamp, actor, replacement.vehicle)?;
    let why = reason(&replacement.reason)?;
    not_negative(replacement.last_value.min(replacement.first_value))?;
    let new = NewReading {
        vehicle: replacement.vehicle,
        at: replacement.at,
        value: replacement.first_value,
        source: ReadingSource::Replacement,
        source_id: None,
        filled: None,
        reason: Some(why.to_owned()),
    };
    let recorded = insert_replacement(tx, stamp, &new, replacement.last_value)?;
    // A meter that was broken works again with the new one.
    end_outages(tx, stamp.tenant, replacement.vehicle, stamp.at)?;
    record(tx, stamp, replacement.vehicle, Some(why))?;
    Ok(recorded)
}

fn admit_metered(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor, id: VehicleId) -> Answer<Vehicle> {
    let vehicle = admit(tx, stamp, actor, (Action::FleetOdometerCorrect, id))?;
    if vehicle.meter == Meter::None {
        return refuse(FleetRefusal::NotMetered);
    }
    Ok(vehicle)
}

fn not_negative(value: i64) -> Answer<()> {
    if value < 0 {
        refuse(FleetRefusal::ReadingNegative)
    } else {
        Ok(())
    }
}

fn record(tx: &mut Tx<'_>, stamp: &Stamp, id: VehicleId, note: Option<&str>) -> Answer<()> {
    let subject = Subject::new("vehicle", id);
    Ok(journal::record(
        tx,
        stamp,
        Action::FleetOdometerCorrect.code(),
        subject,
        note,
    )?)
}
