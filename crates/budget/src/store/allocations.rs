use base::{MonthOfYear, Rupiah, Stamp, TenantId, Uuid};
use db::{Failure, Row, Tx, params};

use crate::{Allocation, BudgetLineId, Document};

/// The most allocations of a line that its history shows: some two hundred changes.
const ALLOCATIONS_MAX: i64 = 2_400;

pub(crate) fn insert_allocation(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (line, change): (BudgetLineId, Uuid),
    (month, delta): (MonthOfYear, Rupiah),
    document: &Document,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO budget_allocation (tenant_id, line_id, change_id, month, delta, \
         document_kind, document_number, document_on, reason, allocated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            stamp.tenant,
            line,
            change,
            &month.to_string(),
            delta,
            document.kind.code(),
            &document.number,
            &document.on.to_string(),
            &document.reason,
            stamp.at
        ],
    )
}

/// What changed the ceilings of a line, the newest change first, its months in order.
pub fn list_allocations(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    line: BudgetLineId,
) -> Result<Vec<Allocation>, Failure> {
    let rows = tx.query(
        "SELECT change_id, month, delta, document_kind, document_number, document_on, reason, \
         allocated_at FROM budget_allocation WHERE tenant_id = $1 AND line_id = $2 \
         ORDER BY allocated_at DESC, change_id DESC, month LIMIT $3",
        params![tenant, line, ALLOCATIONS_MAX],
    )?;
    rows.iter().map(read_allocation).collect()
}

fn read_allocation(row: &Row) -> Result<Allocation, Failure> {
    Ok(Allocation {
        change: row.get("change_id")?,
        month: row.parse("month")?,
        delta: Rupiah::new(row.get("delta")?),
        document: Document {
            kind: row.parse("document_kind")?,
            number: row.get("document_number")?,
            on: row.get("document_on")?,
            reason: row.get("reason")?,
        },
        at: row.get("allocated_at")?,
    })
}
