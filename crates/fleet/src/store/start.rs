//! How far the register of vehicles has come, counted no further than a page needs to know.

use base::{CivilDate, TenantId};
use db::{Failure, Tx, params};

/// Counting ends here: beyond it the exact number says nothing about beginning.
pub(crate) const COUNT_MAX: i64 = 1_000;

/// Vehicles in the register, at most [`COUNT_MAX`].
pub(crate) fn count_vehicles(tx: &mut Tx<'_>, tenant: TenantId) -> Result<i64, Failure> {
    let row = tx.query_one(
        "SELECT COUNT(*) AS number FROM (SELECT v.id FROM vehicle v \
         WHERE v.tenant_id = $1 AND v.merged_into_id IS NULL LIMIT $2) AS first_rows",
        params![tenant, COUNT_MAX],
    )?;
    row.get("number")
}

/// Vehicles of which nobody wrote down what the tank holds, at most [`COUNT_MAX`].
pub(crate) fn count_without_tank(tx: &mut Tx<'_>, tenant: TenantId) -> Result<i64, Failure> {
    let row = tx.query_one(
        "SELECT COUNT(*) AS number FROM (SELECT v.id FROM vehicle v WHERE v.tenant_id = $1 \
         AND v.merged_into_id IS NULL AND v.tank_ml IS NULL AND v.fuel_kind <> 'electric' \
         LIMIT $2) AS first_rows",
        params![tenant, COUNT_MAX],
    )?;
    row.get("number")
}

/// Assignments of drivers on a day, at most [`COUNT_MAX`].
pub(crate) fn count_drivers(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    on: CivilDate,
) -> Result<i64, Failure> {
    let row = tx.query_one(
        "SELECT COUNT(*) AS number FROM (SELECT p.id FROM vehicle_person p \
         WHERE p.tenant_id = $1 AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2) \
         LIMIT $3) AS first_rows",
        params![tenant, &on.to_string(), COUNT_MAX],
    )?;
    row.get("number")
}
