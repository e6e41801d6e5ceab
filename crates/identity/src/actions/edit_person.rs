//! What is written down about a person is changed.

use authz::{Action, Actor};
use base::{PersonId, Stamp};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use crate::actions::add_person::{PersonRefusal, check_details};
use crate::actions::{authorise, refuse};
use crate::model::person::PersonDetails;
use crate::store::{accounts, people};

/// New details over a version of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonEdit {
    /// Who.
    pub person: PersonId,
    /// The version that was shown.
    pub revision: i64,
    /// What is known of him now.
    pub details: PersonDetails,
}

/// Changes a person's details.
pub fn edit_person(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &PersonEdit,
) -> Result<(), ActionError<PersonRefusal>> {
    authorise(actor, Action::IdentityUserEdit, PersonRefusal::Denied)?;
    if people::lookup_person(tx, stamp.tenant, input.person)?.is_none() {
        return refuse(PersonRefusal::NotFound);
    }
    let account = accounts::lookup_account(tx, stamp.tenant, input.person)?;
    check_details(tx, stamp, input.person, &input.details, account.is_some())?;
    let version = (input.person, input.revision);
    if !people::update_person(tx, stamp.tenant, version, &input.details)? {
        return refuse(PersonRefusal::ChangedMeanwhile);
    }
    let code = Action::IdentityUserEdit.code();
    journal::record(tx, stamp, code, Subject::new("person", input.person), None)?;
    Ok(())
}
