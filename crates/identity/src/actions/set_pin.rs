//! The PIN of a driver or attendant is set.

use authz::{Action, Actor, Denied};
use base::{PersonId, Stamp};
use db::{ActionError, Tx};
use journal::Subject;

use crate::actions::{authorise, refuse};
use crate::model::pin::PinKind;
use crate::store::{people, pins};

/// Why a PIN is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetPinRefusal {
    /// The actor may not.
    Denied(Denied),
    /// There is no such person, or he is closed.
    NotFound,
}

/// A PIN to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPin {
    /// Whose.
    pub person: PersonId,
    /// Driver or attendant.
    pub kind: PinKind,
    /// The argon2id hash.
    pub hash: String,
    /// 16 random bytes, which hide what the journal keeps of it.
    pub salt: [u8; 16],
}

/// Sets a PIN; failed tries of the old one are forgotten.
pub fn set_pin(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    new: &NewPin,
) -> Result<(), ActionError<SetPinRefusal>> {
    authorise(actor, Action::IdentityUserReset, SetPinRefusal::Denied)?;
    let person = people::lookup_person(tx, stamp.tenant, new.person)?;
    if person.is_none_or(|person| !person.is_active()) {
        return refuse(SetPinRefusal::NotFound);
    }
    let made = (&new.salt, stamp.at);
    pins::put_pin(tx, stamp.tenant, (new.person, new.kind), &new.hash, made)?;
    pins::forget_pin_tries(tx, stamp.tenant, new.person)?;
    let subject = Subject::new("person", new.person);
    let code = Action::IdentityUserReset.code();
    journal::record(tx, stamp, code, subject, Some(new.kind.code()))?;
    Ok(())
}
