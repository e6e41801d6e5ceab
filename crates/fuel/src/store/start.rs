//! Whether quotas limit vouchers yet.

use base::{CivilDate, TenantId};
use db::{Failure, Tx, params};

/// Decrees in force on a day; there are few of them.
pub(crate) fn count_decrees_in_force(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    on: CivilDate,
) -> Result<i64, Failure> {
    let row = tx.query_one(
        "SELECT COUNT(*) AS number FROM quota_decree WHERE tenant_id = $1 AND state = 'in_force' \
         AND valid_from_on <= $2 AND (valid_until_on IS NULL OR valid_until_on >= $2)",
        params![tenant, &on.to_string()],
    )?;
    row.get("number")
}
