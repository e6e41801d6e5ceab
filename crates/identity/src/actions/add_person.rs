//! A person is added, with an account where he signs in.

use authz::{Action, Actor, Denied};
use base::{PersonId, Stamp};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use crate::actions::{authorise, refuse};
use crate::model::person::PersonDetails;
use crate::store::{accounts, people};

/// A person to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPerson {
    /// What is known of him.
    pub details: PersonDetails,
    /// Whether he gets an account; it opens with a one-time link.
    pub with_account: bool,
    /// 16 random bytes, which hide what the journal keeps of him.
    pub salt: [u8; 16],
}

/// Why a person is not added or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonRefusal {
    /// The actor may not.
    Denied(Denied),
    /// There is no such person.
    NotFound,
    /// Another person has this NIP.
    NipTaken,
    /// Another person has this address.
    EmailTaken,
    /// An account needs a NIP or an address to sign in with.
    LoginMissing,
    /// Someone else changed the person meanwhile.
    ChangedMeanwhile,
}

/// Adds a person.
pub fn add_person(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NewPerson,
) -> Result<PersonId, ActionError<PersonRefusal>> {
    authorise(actor, Action::IdentityUserEdit, PersonRefusal::Denied)?;
    let id = PersonId::new(stamp.next_id());
    check_details(tx, stamp, id, &input.details, input.with_account)?;
    let made = (&input.salt, stamp.at);
    people::insert_person(tx, stamp.tenant, id, &input.details, made)?;
    if input.with_account {
        accounts::insert_account(tx, stamp.tenant, id, None, made)?;
    }
    let code = Action::IdentityUserEdit.code();
    journal::record(tx, stamp, code, Subject::new("person", id), None)?;
    Ok(id)
}

/// Gives a person who has none an account; it opens with a one-time link.
pub fn add_account(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (person, salt): (PersonId, [u8; 16]),
) -> Result<(), ActionError<PersonRefusal>> {
    authorise(actor, Action::IdentityUserEdit, PersonRefusal::Denied)?;
    let Some(found) = people::lookup_person(tx, stamp.tenant, person)? else {
        return refuse(PersonRefusal::NotFound);
    };
    if found.nip.is_none() && found.email.is_none() {
        return refuse(PersonRefusal::LoginMissing);
    }
    if accounts::lookup_account(tx, stamp.tenant, person)?.is_some() || !found.is_active() {
        return refuse(PersonRefusal::ChangedMeanwhile);
    }
    accounts::insert_account(tx, stamp.tenant, person, None, (&salt, stamp.at))?;
    let code = Action::IdentityUserEdit.code();
    journal::record(tx, stamp, code, Subject::new("person", person), None)?;
    Ok(())
}

/// Refuses a NIP or address that another person has, and an account without either.
pub(crate) fn check_details(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    id: PersonId,
    details: &PersonDetails,
    with_account: bool,
) -> Result<(), ActionError<PersonRefusal>> {
    if with_account && details.nip.is_none() && details.email.is_none() {
        return refuse(PersonRefusal::LoginMissing);
    }
    let taken = people::is_taken(tx, stamp.tenant, id, details)?;
    if taken.nip {
        return refuse(PersonRefusal::NipTaken);
    }
    if taken.email {
        return refuse(PersonRefusal::EmailTaken);
    }
    Ok(())
}
