//! Letters of vehicles and machines.

use base::{CivilDate, TenantId, UtcMicros, Uuid};
use db::{Failure, Row, Tx, params};

use crate::{Letter, NewLetter, VehicleId};

// tidy: across tenants: only a beginning; every reader adds the tenant it asks for.
const COLUMNS: &str = "SELECT id, vehicle_id, kind, number, issuer, product, from_on, until_on, \
    volume_max_ml, withdrawn_at FROM vehicle_letter";

/// The most letters shown of one vehicle.
const LETTERS_MAX: i64 = 200;

fn letter(row: &Row) -> Result<Letter, Failure> {
    Ok(Letter {
        id: row.get("id")?,
        vehicle: row.get("vehicle_id")?,
        kind: row.parse("kind")?,
        number: row.get("number")?,
        issuer: row.get("issuer")?,
        product: row.get("product")?,
        from_on: row.get("from_on")?,
        until_on: row.get("until_on")?,
        volume_max: row.get("volume_max_ml")?,
        withdrawn_at: row.get("withdrawn_at")?,
    })
}

/// The letters of a vehicle, the one that ends last first; withdrawn ones too.
pub fn list_letters(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
) -> Result<Vec<Letter>, Failure> {
    let rows = tx.query(
        &format!(
            "{COLUMNS} WHERE tenant_id = $1 AND vehicle_id = $2 \
             ORDER BY until_on DESC, id DESC LIMIT $3"
        ),
        params![tenant, vehicle, LETTERS_MAX],
    )?;
    rows.iter().map(letter).collect()
}

/// The letters of a vehicle that hold on a day.
pub fn letters_on(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
    on: CivilDate,
) -> Result<Vec<Letter>, Failure> {
    let rows = tx.query(
        &format!(
            "{COLUMNS} WHERE tenant_id = $1 AND vehicle_id = $2 AND from_on <= $3 \
             AND until_on >= $3 AND withdrawn_at IS NULL ORDER BY until_on DESC, id LIMIT $4"
        ),
        params![tenant, vehicle, on.to_string().as_str(), LETTERS_MAX],
    )?;
    rows.iter().map(letter).collect()
}

/// One letter.
pub(crate) fn lookup_letter(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
) -> Result<Option<Letter>, Failure> {
    let row = tx.query_opt(
        &format!("{COLUMNS} WHERE tenant_id = $1 AND id = $2"),
        params![tenant, id],
    )?;
    row.as_ref().map(letter).transpose()
}

pub(crate) fn insert_letter(
    tx: &mut Tx<'_>,
    (tenant, id, at): (TenantId, Uuid, UtcMicros),
    new: &NewLetter,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO vehicle_letter (tenant_id, id, vehicle_id, kind, number, issuer, product, \
         from_on, until_on, volume_max_ml, recorded_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            tenant,
            id,
            new.vehicle,
            new.kind.code(),
            &new.number,
            &new.issuer,
            &new.product,
            new.from_on.to_string().as_str(),
            new.until_on.to_string().as_str(),
            new.volume_max,
            at
        ],
    )
}

/// Withdraws a letter; `false` where it was withdrawn before.
pub(crate) fn withdraw_letter(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
    at: UtcMicros,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE vehicle_letter SET withdrawn_at = $3 WHERE tenant_id = $1 AND id = $2 \
         AND withdrawn_at IS NULL",
        params![tenant, id, at],
    )
}
