//! The second factor of an account: a code that changes every 30 seconds (RFC 6238).

use authz::{Action, Actor, Denied};
use base::{PersonId, Stamp};
use db::{ActionError, Tx};
use journal::Subject;

use crate::actions::{authorise, refuse};
use crate::store::accounts;

/// The journal's code of enrolling a second factor.
pub const ENROL_SECOND_FACTOR: &str = "identity.second_factor.enrol";
/// The journal's code of taking a second factor away.
pub const REMOVE_SECOND_FACTOR: &str = "identity.second_factor.remove";
/// The journal's code of using a recovery code.
pub const USE_RECOVERY_CODE: &str = "identity.recovery_code.use";

/// Why a second factor is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondFactorRefusal {
    /// The actor may not.
    Denied(Denied),
    /// It is enrolled (or absent) already.
    AsWanted,
}

/// A second factor whose first code was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSecondFactor {
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// The step of the code that proved it, which is used up.
    pub step: i64,
    /// Digests of the recovery codes.
    pub recovery_hashes: Vec<[u8; 32]>,
    /// 16 random bytes, which hide what the journal keeps of the codes.
    pub salt: [u8; 16],
}

/// Enrols a person's own second factor.
pub fn enrol_second_factor(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    person: PersonId,
    new: &NewSecondFactor,
) -> Result<(), ActionError<SecondFactorRefusal>> {
    if !accounts::update_totp(tx, stamp.tenant, person, Some(&new.sealed))? {
        return refuse(SecondFactorRefusal::AsWanted);
    }
    accounts::spend_step(tx, stamp.tenant, person, new.step)?;
    let codes = (new.recovery_hashes.as_slice(), &new.salt, stamp.at);
    accounts::replace_recovery_codes(tx, stamp.tenant, person, codes)?;
    let subject = Subject::new("person", person);
    journal::record(tx, stamp, ENROL_SECOND_FACTOR, subject, None)?;
    Ok(())
}

/// Takes a second factor away: one's own, or another person's as an admin who gives a new link.
pub fn remove_second_factor(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    person: PersonId,
) -> Result<(), ActionError<SecondFactorRefusal>> {
    if actor.id != person.into() {
        authorise(
            actor,
            Action::IdentityUserReset,
            SecondFactorRefusal::Denied,
        )?;
    }
    if !accounts::update_totp(tx, stamp.tenant, person, None)? {
        return refuse(SecondFactorRefusal::AsWanted);
    }
    accounts::replace_recovery_codes(tx, stamp.tenant, person, (&[], &[0; 16], stamp.at))?;
    let subject = Subject::new("person", person);
    journal::record(tx, stamp, REMOVE_SECOND_FACTOR, subject, None)?;
    Ok(())
}
