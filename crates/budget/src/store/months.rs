use base::{MonthOfYear, Stamp, TenantId};
use db::{Failure, Tx, params};
use ledger::{Account, AccountId, NewAccount, Unit};

use crate::BudgetLineId;
use crate::model::line::months_of;

/// The ledger's account of a line and month; every month of the line's year has one.
pub fn find_month(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    line: BudgetLineId,
    month: MonthOfYear,
) -> Result<Option<Account>, Failure> {
    ledger::find_account(tx, tenant, line.uuid(), &month.to_string(), Unit::Rupiah)
}

/// The accounts of a line's months, January first.
pub fn list_months(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (line, year): (BudgetLineId, i16),
) -> Result<Vec<(MonthOfYear, Account)>, Failure> {
    let mut months = Vec::with_capacity(12);
    for month in months_of(year) {
        let account = find_month(tx, tenant, line, month)?
            .ok_or_else(|| Failure::bug(format!("line {line} has no account for {month}")))?;
        months.push((month, account));
    }
    Ok(months)
}

/// Opens the accounts of a line's twelve months with nothing allocated.
pub(crate) fn open_months(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (line, year): (BudgetLineId, i16),
) -> Result<(), Failure> {
    for month in months_of(year) {
        let new = NewAccount {
            owner: line.uuid(),
            period: &month.to_string(),
            unit: Unit::Rupiah,
            allocated: 0,
        };
        ledger::open_account(tx, stamp, &new)?;
    }
    Ok(())
}

/// The line and month an account belongs to; `None` where it is no account of a budget line.
pub fn lookup_line_of_account(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    account: AccountId,
) -> Result<Option<(BudgetLineId, MonthOfYear)>, Failure> {
    let row = tx.query_opt(
        "SELECT l.id, a.period FROM ledger_account a JOIN budget_line l \
         ON l.tenant_id = a.tenant_id AND l.id = a.owner_id \
         WHERE a.tenant_id = $1 AND a.id = $2 AND a.unit = 'rupiah'",
        params![tenant, account],
    )?;
    row.map(|row| Ok((row.get("id")?, row.parse("period")?)))
        .transpose()
}
