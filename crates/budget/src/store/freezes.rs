use base::{MonthOfYear, Stamp, TenantId, UtcMicros};
use db::{Failure, Tx, params};

use crate::BudgetLineId;

/// Why a month promises nothing new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freeze {
    /// The month.
    pub month: MonthOfYear,
    /// Why.
    pub reason: String,
    /// Since when.
    pub at: UtcMicros,
}

/// Adds a freeze of a month unless one is in force; `false` where one is.
pub(crate) fn insert_freeze(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (line, month): (BudgetLineId, MonthOfYear),
    reason: &str,
) -> Result<bool, Failure> {
    tx.change_one(
        "INSERT INTO budget_freeze (tenant_id, id, line_id, month, reason, frozen_at) \
         VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (tenant_id, line_id, month) WHERE lifted_at IS NULL DO NOTHING",
        params![
            stamp.tenant,
            stamp.next_id(),
            line,
            &month.to_string(),
            reason,
            stamp.at
        ],
    )
}

/// Ends the freeze of a month; `false` where none is in force.
pub(crate) fn lift_freeze(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (line, month): (BudgetLineId, MonthOfYear),
    reason: &str,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE budget_freeze SET lifted_at = $4, lift_reason = $5 \
         WHERE tenant_id = $1 AND line_id = $2 AND month = $3 AND lifted_at IS NULL",
        params![stamp.tenant, line, &month.to_string(), stamp.at, reason],
    )
}

/// The freezes of a line that are in force, in the order of their months.
pub fn list_freezes(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    line: BudgetLineId,
) -> Result<Vec<Freeze>, Failure> {
    let rows = tx.query(
        "SELECT month, reason, frozen_at FROM budget_freeze \
         WHERE tenant_id = $1 AND line_id = $2 AND lifted_at IS NULL ORDER BY month LIMIT 12",
        params![tenant, line],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Freeze {
                month: row.parse("month")?,
                reason: row.get("reason")?,
                at: row.get("frozen_at")?,
            })
        })
        .collect()
}
