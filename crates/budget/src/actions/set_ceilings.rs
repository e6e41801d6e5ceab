use authz::{Actor, Denied};
use base::{Rupiah, Stamp};
use db::{ActionError, Failure, Tx};
use ledger::LedgerRefusal;
use serde::{Deserialize, Serialize};

use super::{authorise, record};
use crate::store::allocations::insert_allocation;
use crate::store::lines::{lookup_line, touch_ceilings};
use crate::store::months::list_months;
use crate::{BudgetLineId, Ceilings, Document};

/// The ceilings of a line as a document sets them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetCeilings {
    /// The line.
    pub line: BudgetLineId,
    /// The line's revision when the ceilings were read.
    pub revision: i64,
    /// What each month may use from now on.
    pub ceilings: Ceilings,
    /// The document.
    pub document: Document,
}

/// Why ceilings are not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CeilingsRefusal {
    /// The right is missing.
    Denied(Denied),
    /// Someone changed the line or its ceilings meanwhile.
    Changed,
    /// Every month has this ceiling already.
    NothingChanges,
    /// A correction needs a reason.
    ReasonMissing,
}

/// What setting the ceilings did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CeilingsSet {
    /// How many months changed.
    pub month_count: usize,
    /// By how much the year changed.
    pub delta: Rupiah,
    /// By how much all months of the line are overdrawn now; nothing new is promised there.
    pub overdrawn: Rupiah,
}

type Outcome<T> = Result<T, ActionError<CeilingsRefusal>>;

/// Sets the ceilings of a line's twelve months, as a document says.
///
/// A ceiling below what is promised or used is accepted: that month is overdrawn, promises nothing
/// new, and refuses nothing that is dispensed.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn set_ceilings(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &SetCeilings,
) -> Outcome<CeilingsSet> {
    let Some(line) = lookup_line(tx, stamp.tenant, input.line)? else {
        return refuse(CeilingsRefusal::Denied(Denied::Hidden));
    };
    authorise(stamp, actor, line.agency)
        .map_err(|denied| ActionError::Refused(CeilingsRefusal::Denied(denied)))?;
    if input.document.lacks_reason() {
        return refuse(CeilingsRefusal::ReasonMissing);
    }
    // From here on nobody else changes these ceilings until this transaction ends.
    if !touch_ceilings(tx, stamp, (line.id, input.revision))? {
        return refuse(CeilingsRefusal::Changed);
    }
    let set = allocate(tx, stamp, (line.id, line.year), input)?;
    if set.month_count == 0 {
        return refuse(CeilingsRefusal::NothingChanges);
    }
    record(tx, stamp, line.id, input.document.reason.as_deref())?;
    Ok(set)
}

fn allocate(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    line: (BudgetLineId, i16),
    input: &SetCeilings,
) -> Outcome<CeilingsSet> {
    let change = stamp.next_id();
    let mut set = CeilingsSet {
        month_count: 0,
        delta: Rupiah::ZERO,
        overdrawn: Rupiah::ZERO,
    };
    let months = list_months(tx, stamp.tenant, line)?;
    for ((month, account), ceiling) in months.into_iter().zip(input.ceilings.months()) {
        let delta = ceiling.minus(Rupiah::new(account.allocated))?;
        let overdrawn = if delta == Rupiah::ZERO {
            account.overdrawn
        } else {
            set.month_count = set.month_count.saturating_add(1);
            set.delta = set.delta.plus(delta)?;
            insert_allocation(tx, stamp, (line.0, change), (month, delta), &input.document)?;
            ledger::reallocate(tx, stamp.tenant, account.id, ceiling.get()).map_err(broken)?
        };
        set.overdrawn = set.overdrawn.plus(Rupiah::new(overdrawn))?;
    }
    Ok(set)
}

/// The ledger never refuses an account that is there and an amount that is not negative.
fn broken(error: ActionError<LedgerRefusal>) -> ActionError<CeilingsRefusal> {
    ActionError::Failed(match error {
        ActionError::Failed(failure) => failure,
        other => Failure::other("set a ceiling", other),
    })
}

fn refuse<T>(refusal: CeilingsRefusal) -> Outcome<T> {
    Err(ActionError::Refused(refusal))
}
