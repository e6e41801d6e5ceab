//! What follows from purchases once they are there: readings of known vehicles go into the register,
//! each meter's series is judged as a whole, and purchases follow a plate that was resolved.
//!
//! Lists are not in the order of time, so that a line cannot be judged when it comes. The work is done
//! in pieces, each in a command of its own, and begins again where it stood.

use authz::Action;
use base::{Stamp, TenantId};
use db::{Failure, Tx};
use fleet::{HistoricReading, Meter, ReadingVerdict, VehicleId};
use journal::Subject;

use crate::store::purchase::{attach_purchases, update_doubts};
use crate::store::series::{
    Metered, Series, Waiting, finish_series, keep_series, list_metered, list_metered_unknown,
    list_waiting, mark_series,
};

/// Rows that one piece of work touches, about.
const PIECE_ROWS: usize = 500;

/// The same for statements.
const PIECE_LIMIT: i64 = 500;

/// Series that one piece of work looks at.
const PIECE_SERIES: i64 = 50;

/// The day a vehicle is looked up as of, where only its meter and agency matter.
const ANY_DAY: base::CivilDate = base::CivilDate::constant(2000, 1, 1);

/// The most purchases an unknown plate is judged by.
const UNKNOWN_MAX: i64 = 2_000;

/// Whether any series waits to be judged.
///
/// # Errors
/// Only where the world breaks.
pub fn has_waiting(tx: &mut Tx<'_>, tenant: TenantId) -> Result<bool, Failure> {
    Ok(!list_waiting(tx, tenant, 1)?.is_empty())
}

/// Does a piece of the waiting work and journals it; says whether nothing is left.
///
/// # Errors
/// Only where the world breaks.
pub fn settle_waiting(tx: &mut Tx<'_>, stamp: &Stamp) -> Result<bool, Failure> {
    let waiting = list_waiting(tx, stamp.tenant, PIECE_SERIES)?;
    let mut rows: usize = 0;
    for one in &waiting {
        rows = rows.saturating_add(settle_series(tx, stamp, *one)?);
        if rows >= PIECE_ROWS {
            break;
        }
    }
    Ok(!has_waiting(tx, stamp.tenant)?)
}

/// Does a piece of one series; gives how many purchases were looked at.
pub(crate) fn settle_series(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    waiting: Waiting,
) -> Result<usize, Failure> {
    match waiting.series {
        Series::Vehicle(vehicle) => settle_vehicle(tx, stamp, (vehicle, waiting)),
        Series::Unknown(unknown) => settle_unknown(tx, stamp, unknown),
    }
}

/// Records the readings of some purchases of a vehicle, in the order of time.
fn settle_vehicle(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (vehicle, waiting): (VehicleId, Waiting),
) -> Result<usize, Failure> {
    let place = (waiting.after, PIECE_LIMIT);
    let metered = list_metered(tx, stamp.tenant, vehicle, place)?;
    let counted = metered.len();
    let meter = fleet::lookup_vehicle(tx, stamp.tenant, vehicle, ANY_DAY)?
        .map_or(Meter::None, |vehicle| vehicle.meter);
    let fitting: Vec<Metered> = metered
        .iter()
        .filter(|purchase| fits(meter, purchase.is_hours))
        .cloned()
        .collect();
    let readings: Vec<HistoricReading> = fitting.iter().map(|purchase| purchase.reading).collect();
    let verdicts = fleet::record_history(tx, stamp, vehicle, &readings)?;
    judge(tx, stamp, &fitting, &verdicts)?;
    record(tx, stamp, Subject::new("vehicle", vehicle))?;
    match metered.last() {
        Some(last) if counted >= PIECE_ROWS => {
            let after = (last.reading.at, last.id.uuid());
            keep_series(tx, stamp.tenant, waiting.series, after)?;
        }
        _ => finish_series(tx, stamp.tenant, waiting.series)?,
    }
    Ok(counted)
}

/// Whether a list's meter is the vehicle's: hours are no kilometres.
fn fits(meter: Meter, is_hours: bool) -> bool {
    match meter {
        Meter::Odometer => !is_hours,
        Meter::HourMeter => is_hours,
        Meter::None => false,
    }
}

/// Judges purchases of an unknown plate among themselves, or lets them follow its resolution.
fn settle_unknown(tx: &mut Tx<'_>, stamp: &Stamp, unknown: base::Uuid) -> Result<usize, Failure> {
    let series = Series::Unknown(unknown);
    let resolved = fleet::lookup_unknown(tx, stamp.tenant, unknown)?;
    if let Some(vehicle) = resolved.and_then(|plate| plate.vehicle) {
        return follow(tx, stamp, (unknown, vehicle));
    }
    let metered = list_metered_unknown(tx, stamp.tenant, unknown, UNKNOWN_MAX)?;
    for is_hours in [false, true] {
        let alike: Vec<Metered> = metered
            .iter()
            .filter(|purchase| purchase.is_hours == is_hours)
            .cloned()
            .collect();
        let readings: Vec<HistoricReading> =
            alike.iter().map(|purchase| purchase.reading).collect();
        let meter = if is_hours {
            Meter::HourMeter
        } else {
            Meter::Odometer
        };
        judge(tx, stamp, &alike, &fleet::judge_history(&readings, meter))?;
    }
    record(tx, stamp, Subject::new("unknown_vehicle", unknown))?;
    finish_series(tx, stamp.tenant, series)?;
    Ok(metered.len())
}

/// Attaches some purchases of a resolved plate to its vehicle.
fn follow(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (unknown, vehicle): (base::Uuid, VehicleId),
) -> Result<usize, Failure> {
    let found = fleet::lookup_vehicle(tx, stamp.tenant, vehicle, ANY_DAY)?
        .ok_or_else(|| Failure::bug("a plate was resolved as a vehicle that is not there"))?;
    let to = (vehicle, found.agency);
    let count = attach_purchases(tx, stamp.tenant, unknown, to, PIECE_LIMIT)?;
    record(tx, stamp, Subject::new("unknown_vehicle", unknown))?;
    if count < PIECE_ROWS {
        finish_series(tx, stamp.tenant, Series::Unknown(unknown))?;
    }
    mark_series(tx, stamp.tenant, Series::Vehicle(vehicle))?;
    Ok(count)
}

/// Writes what is thought of the meters, where it is something else than before.
fn judge(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    metered: &[Metered],
    verdicts: &[ReadingVerdict],
) -> Result<(), Failure> {
    for (purchase, verdict) in metered.iter().zip(verdicts) {
        let doubts = purchase.doubts.judged(*verdict);
        if doubts != purchase.doubts {
            update_doubts(tx, stamp.tenant, purchase.id, &doubts)?;
        }
    }
    Ok(())
}

fn record(tx: &mut Tx<'_>, stamp: &Stamp, subject: Subject<'_>) -> Result<(), Failure> {
    if !tx.has_unjournaled_changes() {
        return Ok(());
    }
    let action = Action::PurchaseHistoryImport.code();
    journal::record(tx, stamp, action, subject, None)
}
