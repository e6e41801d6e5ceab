//! The rows of sample lines: those that are marked, and every line of a sample agency.

use base::{TenantId, Uuid};
use db::{Failure, Tx, params};

const WHICH: &str = "(l.id IN \
    (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'budget_line') \
    OR l.agency_id IN \
    (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'agency'))";

/// How many lines there are to delete.
pub(crate) fn count_sample_lines(tx: &mut Tx<'_>, tenant: TenantId) -> Result<i64, Failure> {
    let sql =
        format!("SELECT COUNT(*) AS count FROM budget_line l WHERE l.tenant_id = $1 AND {WHICH}");
    tx.query_one(&sql, params![tenant])?.get("count")
}

/// Some of them.
pub(crate) fn list_sample_lines(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    most: i64,
) -> Result<Vec<Uuid>, Failure> {
    let sql = format!(
        "SELECT l.id FROM budget_line l WHERE l.tenant_id = $1 AND {WHICH} ORDER BY l.id LIMIT $2"
    );
    let rows = tx.query(&sql, params![tenant, most])?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Deletes a line with freezes, ceilings and the accounts of its months.
pub(crate) fn delete_sample_line(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    line: Uuid,
) -> Result<(), Failure> {
    ledger::forget_accounts(tx, tenant, line)?;
    for sql in [
        "DELETE FROM budget_freeze WHERE tenant_id = $1 AND line_id = $2",
        "DELETE FROM budget_allocation WHERE tenant_id = $1 AND line_id = $2",
        "DELETE FROM budget_line WHERE tenant_id = $1 AND id = $2",
    ] {
        tx.change(sql, params![tenant, line])?;
    }
    Ok(())
}
