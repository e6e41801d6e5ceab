//! Exceptions of the driver's check that belong to sample vouchers.

use base::{TenantId, Uuid};
use db::{Failure, Tx, params};

const FROM: &str = "FROM driver_check_exception e \
    JOIN redemption_hold h ON h.tenant_id = e.tenant_id AND h.id = e.hold_id \
    JOIN voucher v ON v.tenant_id = h.tenant_id AND v.id = h.voucher_id \
    WHERE e.tenant_id = $1 AND (v.vehicle_id IN \
    (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'vehicle') \
    OR v.line_id IN \
    (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'budget_line'))";

pub(crate) fn count_sample_exceptions(tx: &mut Tx<'_>, tenant: TenantId) -> Result<i64, Failure> {
    let sql = format!("SELECT COUNT(*) AS count {FROM}");
    tx.query_one(&sql, params![tenant])?.get("count")
}

/// Some of them: hold and voucher.
pub(crate) fn list_sample_exceptions(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    most: i64,
) -> Result<Vec<(Uuid, Uuid)>, Failure> {
    let sql = format!("SELECT e.hold_id, h.voucher_id {FROM} ORDER BY e.hold_id LIMIT $2");
    let rows = tx.query(&sql, params![tenant, most])?;
    rows.iter()
        .map(|row| Ok((row.get("hold_id")?, row.get("voucher_id")?)))
        .collect()
}

pub(crate) fn delete_exception(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    hold: Uuid,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "DELETE FROM driver_check_exception WHERE tenant_id = $1 AND hold_id = $2",
        params![tenant, hold],
    )
}
