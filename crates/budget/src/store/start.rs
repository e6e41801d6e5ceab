//! Whether there is money to promise this month.

use base::{MonthOfYear, TenantId};
use db::{Failure, Tx, params};

/// The most lines counted: enough to know how far the work has come.
const SOME: i64 = 100;

/// Open lines of a year, and those of them with a ceiling in the month.
pub(crate) fn count_lines_with_ceiling(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    month: MonthOfYear,
) -> Result<(i64, i64), Failure> {
    let row = tx.query_one(
        "SELECT COUNT(*) AS number, COUNT(a.id) AS funded FROM \
         (SELECT l.id FROM budget_line l WHERE l.tenant_id = $1 AND l.year = $2 \
         AND l.state = 'open' ORDER BY l.activity_code, l.id LIMIT $5) AS s \
         LEFT JOIN ledger_account a ON a.tenant_id = $1 AND a.owner_id = s.id \
         AND a.period = $3 AND a.unit = $4 AND a.allocated > 0",
        params![
            tenant,
            i64::from(month.year()),
            &month.to_string(),
            "rupiah",
            SOME
        ],
    )?;
    Ok((row.get("number")?, row.get("funded")?))
}
