use authz::{Action, Actor, Denied, Resource};
use base::{AgencyId, Stamp};
use db::{ActionError, Tx};
use journal::Subject;

use crate::store::agencies as store;
use crate::{Agency, AgencyInput};

/// Why an agency is not added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgencyRefusal {
    /// The right is missing.
    Denied(Denied),
    /// Another agency has this code.
    CodeTaken {
        /// The code.
        code: String,
    },
    /// Someone changed it meanwhile.
    Changed,
}

type Outcome<T> = Result<T, ActionError<AgencyRefusal>>;

/// Adds an agency; `salt` is random and protects its head's name in the journal.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn create_agency(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (input, salt): (&AgencyInput, &[u8; 16]),
) -> Outcome<AgencyId> {
    authorise(stamp, actor)?;
    // Looked up before, because a broken unique key would end the whole transaction.
    if store::lookup_agency_by_code(tx, stamp.tenant, &input.code)?.is_some() {
        return Err(code_taken(input));
    }
    let id = AgencyId::new(stamp.next_id());
    store::insert_agency(tx, stamp.tenant, id, input).map_err(super::taken(
        AgencyRefusal::CodeTaken {
            code: input.code.clone(),
        },
    ))?;
    if input.head_name.is_some() || input.head_nip.is_some() {
        store::set_agency_head(tx, stamp.tenant, id, (input, salt))?;
    }
    record(tx, stamp, id)?;
    Ok(id)
}

/// Changes an agency that is still as `before` shows it.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn update_agency(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    before: &Agency,
    (input, salt): (&AgencyInput, &[u8; 16]),
) -> Outcome<()> {
    authorise(stamp, actor)?;
    let same_code = store::lookup_agency_by_code(tx, stamp.tenant, &input.code)?;
    if same_code.is_some_and(|other| other.id != before.id) {
        return Err(code_taken(input));
    }
    let key = (before.id, before.revision);
    let changed = store::update_agency(tx, stamp.tenant, key, input).map_err(super::taken(
        AgencyRefusal::CodeTaken {
            code: input.code.clone(),
        },
    ))?;
    if !changed {
        return Err(ActionError::Refused(AgencyRefusal::Changed));
    }
    if (&input.head_name, &input.head_nip) != (&before.head_name, &before.head_nip) {
        store::set_agency_head(tx, stamp.tenant, before.id, (input, salt))?;
    }
    record(tx, stamp, before.id)?;
    Ok(())
}

fn authorise(stamp: &Stamp, actor: &Actor) -> Outcome<()> {
    actor
        .may(Action::RegisterAgencyEdit, &Resource::tenant(stamp.tenant))
        .map_err(|denied| ActionError::Refused(AgencyRefusal::Denied(denied)))
}

fn code_taken(input: &AgencyInput) -> ActionError<AgencyRefusal> {
    ActionError::Refused(AgencyRefusal::CodeTaken {
        code: input.code.clone(),
    })
}

fn record(tx: &mut Tx<'_>, stamp: &Stamp, id: AgencyId) -> Result<(), db::Failure> {
    let action = Action::RegisterAgencyEdit.code();
    journal::record(tx, stamp, action, Subject::new("agency", id), None)
}
