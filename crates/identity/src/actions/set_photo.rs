//! The small photo of a person, shown at the pump.

use authz::{Action, Actor};
use base::{PersonId, Stamp};
use db::{ActionError, Tx};
use journal::Subject;

use crate::actions::add_person::PersonRefusal;
use crate::actions::{authorise, refuse};
use crate::store::people;

/// Sets or removes a person's photo by its hash; the blob is stored before.
pub fn set_photo(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (person, hash): (PersonId, Option<&[u8; 32]>),
) -> Result<(), ActionError<PersonRefusal>> {
    authorise(actor, Action::IdentityUserEdit, PersonRefusal::Denied)?;
    if !people::update_photo(tx, stamp.tenant, person, hash)? {
        return refuse(PersonRefusal::NotFound);
    }
    let code = Action::IdentityUserEdit.code();
    journal::record(tx, stamp, code, Subject::new("person", person), None)?;
    Ok(())
}
