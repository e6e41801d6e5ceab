//! Rows of driver checks that were not the city's usual ones.

use base::{TenantId, UtcMicros};
use db::{Failure, Tx, params};
use fuel::HoldId;

use crate::model::CheckException;

/// Notes why a photo was compared instead of a PIN.
pub(crate) fn insert_exception(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (hold, reason): (HoldId, CheckException),
    at: UtcMicros,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO driver_check_exception (tenant_id, hold_id, reason, at) \
         VALUES ($1, $2, $3, $4)",
        params![tenant, hold, reason.code(), at],
    )
}
