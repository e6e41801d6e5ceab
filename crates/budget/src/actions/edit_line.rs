use authz::{Actor, Denied};
use base::Stamp;
use db::{ActionError, Tx};

use super::{authorise, record};
use crate::store::lines as store;
use crate::store::months::open_months;
use crate::{BudgetLine, BudgetLineId, LineWords, NewLine};

/// Why a line is not added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineRefusal {
    /// The right is missing.
    Denied(Denied),
    /// There is no such agency.
    AgencyUnknown,
    /// The agency has a line with this activity, account and source for the year.
    LineTaken {
        /// Which line it is.
        line: BudgetLineId,
    },
    /// Someone changed it meanwhile.
    Changed,
}

type Outcome<T> = Result<T, ActionError<LineRefusal>>;

/// Adds a line and opens the accounts of its twelve months with nothing allocated.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn add_line(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    new: &NewLine,
) -> Outcome<BudgetLineId> {
    authorise(stamp, actor, new.agency).map_err(denied)?;
    if register::lookup_agency(tx, stamp.tenant, new.agency)?.is_none() {
        return refuse(LineRefusal::AgencyUnknown);
    }
    let id = BudgetLineId::new(stamp.next_id());
    if !store::insert_line(tx, stamp, id, new)? {
        let place = (new.agency, new.year);
        let same = store::lookup_same_line(tx, stamp.tenant, place, &new.words)?;
        let line = same.map_or(id, |line| line.id);
        return refuse(LineRefusal::LineTaken { line });
    }
    open_months(tx, stamp, (id, new.year))?;
    record(tx, stamp, id, None)?;
    Ok(id)
}

/// Changes the words of a line that is still as `before` shows it.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn edit_line(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    before: &BudgetLine,
    words: &LineWords,
) -> Outcome<()> {
    authorise(stamp, actor, before.agency).map_err(denied)?;
    let place = (before.agency, before.year);
    let same = store::lookup_same_line(tx, stamp.tenant, place, words)?;
    if let Some(other) = same.filter(|same| same.id != before.id) {
        return refuse(LineRefusal::LineTaken { line: other.id });
    }
    if !store::update_line(tx, stamp.tenant, (before.id, before.revision), words)? {
        return refuse(LineRefusal::Changed);
    }
    record(tx, stamp, before.id, None)?;
    Ok(())
}

fn denied(denied: Denied) -> ActionError<LineRefusal> {
    ActionError::Refused(LineRefusal::Denied(denied))
}

fn refuse<T>(refusal: LineRefusal) -> Outcome<T> {
    Err(ActionError::Refused(refusal))
}
