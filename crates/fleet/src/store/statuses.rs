//! States of vehicles over days.

use base::{CivilDate, TenantId, UtcMicros, Uuid};
use db::{Failure, Row, Tx, params};

use crate::model::status;
use crate::{NewStatus, StatusSpan, VehicleId};

/// The most states looked at of one vehicle, the latest first.
const STATUSES_MAX: i64 = 500;

fn span(row: &Row) -> Result<StatusSpan, Failure> {
    Ok(StatusSpan {
        id: row.get("id")?,
        state: row.parse("state")?,
        from_on: row.get("from_on")?,
        until_on: row.get("until_on")?,
        reason: row.get("reason")?,
        reference: row.get("reference")?,
        recorded_at: row.get("recorded_at")?,
        revision: row.get("revision")?,
    })
}

/// The states declared for a vehicle, the latest recorded first.
pub fn list_statuses(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
) -> Result<Vec<StatusSpan>, Failure> {
    let rows = tx.query(
        "SELECT id, state, from_on, until_on, reason, reference, recorded_at, revision \
         FROM vehicle_status WHERE tenant_id = $1 AND vehicle_id = $2 \
         ORDER BY recorded_at DESC, id DESC LIMIT $3",
        params![tenant, vehicle, STATUSES_MAX],
    )?;
    rows.iter().map(span).collect()
}

/// The days from one to another, both included, on which a vehicle gets no quota.
pub fn unavailable_days(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
    from: CivilDate,
    to: CivilDate,
) -> Result<Vec<CivilDate>, Failure> {
    Ok(status::unavailable_days(
        &list_statuses(tx, tenant, vehicle)?,
        from,
        to,
    ))
}

pub(crate) fn insert_status(
    tx: &mut Tx<'_>,
    (tenant, id, at): (TenantId, Uuid, UtcMicros),
    new: &NewStatus,
) -> Result<(), Failure> {
    let until = new.until_on.map(|day| day.to_string());
    tx.change_exactly_one(
        "INSERT INTO vehicle_status (tenant_id, id, vehicle_id, state, from_on, until_on, reason, \
         reference, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            tenant,
            id,
            new.vehicle,
            new.state.code(),
            new.from_on.to_string().as_str(),
            &until,
            &new.reason,
            &new.reference,
            at
        ],
    )
}
