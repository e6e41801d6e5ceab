//! Use cases: each authorises, decides, writes and journals in one transaction.

mod edit_line;
mod freeze_month;
mod set_ceilings;

pub use edit_line::{LineRefusal, add_line, edit_line};
pub use freeze_month::{FreezeMonth, FreezeRefusal, freeze_month, unfreeze_month};
pub use set_ceilings::{CeilingsRefusal, CeilingsSet, SetCeilings, set_ceilings};

use authz::{Action, Actor, Denied, Resource};
use base::{AgencyId, Stamp};
use journal::Subject;

use crate::BudgetLineId;

fn authorise(stamp: &Stamp, actor: &Actor, agency: AgencyId) -> Result<(), Denied> {
    let resource = Resource::tenant(stamp.tenant).agency(agency);
    actor.may(Action::BudgetLineEdit, &resource)
}

fn record(
    tx: &mut db::Tx<'_>,
    stamp: &Stamp,
    line: BudgetLineId,
    note: Option<&str>,
) -> Result<(), db::Failure> {
    let action = Action::BudgetLineEdit.code();
    journal::record(tx, stamp, action, Subject::new("budget_line", line), note)
}
