//! Plates over time.

use base::{CivilDate, TenantId, UtcMicros, Uuid};
use db::{Failure, Row, Statement, Tx, params};

use crate::{NewPlate, PlateSpan, VehicleId};

// tidy: across tenants: only a beginning; every reader adds the tenant it asks for.
const COLUMNS: &str = "SELECT p.id, p.vehicle_id, p.plate, p.colour, p.from_on, p.until_on, p.reason \
    FROM plate p";

/// The most plates shown of one vehicle, and the most vehicles one plate is found for.
const PLATES_MAX: i64 = 100;

fn span(row: &Row) -> Result<PlateSpan, Failure> {
    Ok(PlateSpan {
        id: row.get("id")?,
        vehicle: row.get("vehicle_id")?,
        plate: row.get("plate")?,
        colour: row.parse("colour")?,
        from_on: row.get("from_on")?,
        until_on: row.get("until_on")?,
        reason: row.get("reason")?,
    })
}

/// The plates a vehicle has carried, the latest first.
pub fn list_plates(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
) -> Result<Vec<PlateSpan>, Failure> {
    let rows = tx.query(
        &format!(
            "{COLUMNS} WHERE p.tenant_id = $1 AND p.vehicle_id = $2 \
             ORDER BY p.from_on DESC, p.id DESC LIMIT $3"
        ),
        params![tenant, vehicle, PLATES_MAX],
    )?;
    rows.iter().map(span).collect()
}

/// The vehicles that carried a plate on a day, without those merged into others.
pub(crate) fn list_carriers(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    plate_key: &str,
    on: CivilDate,
) -> Result<Vec<VehicleId>, Failure> {
    let rows = tx.query(
        "SELECT DISTINCT COALESCE(v.merged_into_id, v.id) AS id FROM plate p \
         JOIN vehicle v ON v.tenant_id = p.tenant_id AND v.id = p.vehicle_id \
         WHERE p.tenant_id = $1 AND p.plate_key = $2 AND p.from_on <= $3 \
         AND (p.until_on IS NULL OR p.until_on >= $3) LIMIT $4",
        params![tenant, plate_key, on.to_string().as_str(), PLATES_MAX],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Who carried plates with these keys, and from when until when.
pub(crate) fn list_carriers_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    keys: &[&str],
) -> Result<Vec<(String, PlateSpan)>, Failure> {
    let mut statement = Statement::new(
        "SELECT p.id, COALESCE(v.merged_into_id, v.id) AS vehicle_id, p.plate, p.plate_key, p.colour, \
         p.from_on, p.until_on, p.reason FROM plate p \
         JOIN vehicle v ON v.tenant_id = p.tenant_id AND v.id = p.vehicle_id \
         WHERE p.tenant_id = $1 AND p.plate_key IN (",
        params![tenant],
    );
    let places: Vec<String> = keys.iter().map(|key| statement.place(*key)).collect();
    statement.push(&places.join(", "));
    statement.push(")");
    let rows = tx.query(&statement.sql, &statement.params)?;
    rows.iter()
        .map(|row| Ok((row.get("plate_key")?, span(row)?)))
        .collect()
}

/// The open spans of a plate: who carries it now.
pub(crate) fn list_open(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    plate_key: &str,
) -> Result<Vec<PlateSpan>, Failure> {
    let rows = tx.query(
        &format!(
            "{COLUMNS} JOIN vehicle v ON v.tenant_id = p.tenant_id AND v.id = p.vehicle_id \
             WHERE p.tenant_id = $1 AND p.plate_key = $2 AND p.until_on IS NULL \
             AND v.merged_into_id IS NULL LIMIT $3"
        ),
        params![tenant, plate_key, PLATES_MAX],
    )?;
    rows.iter().map(span).collect()
}

/// The plate that a vehicle carries with no last day.
pub(crate) fn lookup_open(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
) -> Result<Option<PlateSpan>, Failure> {
    let rows = tx.query(
        &format!(
            "{COLUMNS} WHERE p.tenant_id = $1 AND p.vehicle_id = $2 AND p.until_on IS NULL \
             ORDER BY p.from_on DESC, p.id DESC LIMIT 1"
        ),
        params![tenant, vehicle],
    )?;
    rows.first().map(span).transpose()
}

pub(crate) fn insert_plate(
    tx: &mut Tx<'_>,
    (tenant, id, at): (TenantId, Uuid, UtcMicros),
    vehicle: VehicleId,
    new: &NewPlate,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO plate (tenant_id, id, vehicle_id, plate, plate_key, reversed_key, colour, \
         from_on, reason, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            tenant,
            id,
            vehicle,
            new.plate.as_str(),
            &new.plate.key(),
            &new.plate.reversed_key(),
            new.colour.code(),
            new.from_on.to_string().as_str(),
            &new.reason,
            at
        ],
    )
}

/// Ends an open span; `false` where it was ended meanwhile.
pub(crate) fn end_plate(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
    until: CivilDate,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE plate SET until_on = $3 WHERE tenant_id = $1 AND id = $2 AND until_on IS NULL",
        params![tenant, id, until.to_string().as_str()],
    )
}
