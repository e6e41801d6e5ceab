use authz::{Actor, Denied};
use base::{MonthOfYear, Stamp};
use db::{ActionError, Failure, Tx};
use ledger::{AccountId, LedgerRefusal};
use serde::Serialize;

use super::{authorise, record};
use crate::BudgetLineId;
use crate::store::freezes::{insert_freeze, lift_freeze};
use crate::store::lines::lookup_line;
use crate::store::months::find_month;

/// A month of a line to stop or to let go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FreezeMonth {
    /// The line.
    pub line: BudgetLineId,
    /// The month.
    pub month: MonthOfYear,
    /// Why.
    pub reason: String,
}

/// Why a month is not frozen or let go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FreezeRefusal {
    /// The right is missing.
    Denied(Denied),
    /// The line has no such month.
    MonthUnknown,
    /// No reason was given.
    ReasonMissing,
    /// It is frozen already.
    AlreadyFrozen,
    /// It is not frozen.
    NotFrozen,
}

type Outcome<T> = Result<T, ActionError<FreezeRefusal>>;

/// Stops new promises from a month; what is promised already can still be used.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn freeze_month(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &FreezeMonth,
) -> Outcome<()> {
    let account = check(tx, stamp, actor, input)?;
    if !insert_freeze(tx, stamp, (input.line, input.month), &input.reason)? {
        return refuse(FreezeRefusal::AlreadyFrozen);
    }
    ledger::freeze(tx, stamp.tenant, account).map_err(broken)?;
    record(tx, stamp, input.line, Some(&input.reason))?;
    Ok(())
}

/// Allows new promises from a month again.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn unfreeze_month(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &FreezeMonth,
) -> Outcome<()> {
    let account = check(tx, stamp, actor, input)?;
    if !lift_freeze(tx, stamp, (input.line, input.month), &input.reason)? {
        return refuse(FreezeRefusal::NotFrozen);
    }
    ledger::unfreeze(tx, stamp.tenant, account).map_err(broken)?;
    record(tx, stamp, input.line, Some(&input.reason))?;
    Ok(())
}

fn check(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor, input: &FreezeMonth) -> Outcome<AccountId> {
    let Some(line) = lookup_line(tx, stamp.tenant, input.line)? else {
        return refuse(FreezeRefusal::Denied(Denied::Hidden));
    };
    authorise(stamp, actor, line.agency)
        .map_err(|denied| ActionError::Refused(FreezeRefusal::Denied(denied)))?;
    if input.reason.trim().is_empty() {
        return refuse(FreezeRefusal::ReasonMissing);
    }
    match find_month(tx, stamp.tenant, line.id, input.month)? {
        Some(account) => Ok(account.id),
        None => refuse(FreezeRefusal::MonthUnknown),
    }
}

/// The ledger never refuses to freeze an account that is there.
fn broken(error: ActionError<LedgerRefusal>) -> ActionError<FreezeRefusal> {
    ActionError::Failed(match error {
        ActionError::Failed(failure) => failure,
        other => Failure::other("freeze a month", other),
    })
}

fn refuse<T>(refusal: FreezeRefusal) -> Outcome<T> {
    Err(ActionError::Refused(refusal))
}
