//! Signing in and out. Sessions lie outside the journal.

use authz::{Action, Actor, Denied};
use base::{PersonId, Stamp, TenantId, Uuid};
use db::{ActionError, Failure, Tx};
use journal::Subject;

use crate::actions::second_factor::USE_RECOVERY_CODE;
use crate::actions::{authorise, refuse};
use crate::model::lockout::{Guessed, LockedUntil, lock_subject, person_subject};
use crate::model::login_name::LoginName;
use crate::store::accounts::{self, Account};
use crate::store::locks;
use crate::store::sessions::{self, NewSession};

/// Why signing in ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignInRefusal {
    /// Too many failed tries.
    Locked(LockedUntil),
    /// A code that does not fit or was used before.
    CodeWrong,
}

/// Counts a try of a name and gives its account, if there is an open one; commit before checking.
pub(crate) fn begin_sign_in(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    name: &LoginName,
) -> Result<(), ActionError<SignInRefusal>> {
    let subject = lock_subject(Guessed::Password, name.as_str().as_bytes());
    locks::count_try(tx, stamp.tenant, &subject, stamp.at)?
        .map_err(|locked| ActionError::Refused(SignInRefusal::Locked(locked)))
}

/// The open account of a name.
pub(crate) fn lookup_login(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    name: &LoginName,
) -> Result<Option<Account>, Failure> {
    accounts::lookup_login(tx, tenant, name)
}

/// Counts a try of a person's second factor; commit before checking.
pub(crate) fn begin_second_factor(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    person: PersonId,
) -> Result<(), ActionError<SignInRefusal>> {
    let subject = person_subject(Guessed::SecondFactor, person);
    locks::count_try(tx, stamp.tenant, &subject, stamp.at)?
        .map_err(|locked| ActionError::Refused(SignInRefusal::Locked(locked)))
}

/// What proved the second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SecondProof {
    /// A code of this step.
    Step(i64),
    /// A recovery code with this digest.
    Recovery([u8; 32]),
}

/// Uses the proof of a second factor up.
pub(crate) fn prove_second_factor(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    person: PersonId,
    proof: SecondProof,
) -> Result<(), ActionError<SignInRefusal>> {
    let tenant = stamp.tenant;
    let accepted = match proof {
        SecondProof::Step(step) => accounts::spend_step(tx, tenant, person, step)?,
        SecondProof::Recovery(hash) => {
            let spent = accounts::spend_recovery_code(tx, tenant, person, (&hash, stamp.at))?;
            if spent {
                let subject = Subject::new("person", person);
                journal::record(tx, stamp, USE_RECOVERY_CODE, subject, None)?;
            }
            spent
        }
    };
    if !accepted {
        return refuse(SignInRefusal::CodeWrong);
    }
    let subject = person_subject(Guessed::SecondFactor, person);
    Ok(locks::forget_tries(tx, tenant, &subject)?)
}

/// Opens a session after every proof was given; failed tries of the name are forgotten.
pub(crate) fn finish_sign_in(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    name: Option<&str>,
    session: &NewSession,
) -> Result<(), Failure> {
    if let Some(name) = name {
        let subject = lock_subject(Guessed::Password, name.as_bytes());
        locks::forget_tries(tx, stamp.tenant, &subject)?;
    }
    sessions::insert_session(tx, stamp.tenant, session, stamp.at)
}

/// Why a session is not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevokeSessionRefusal {
    /// The actor may not end sessions of others.
    Denied(Denied),
    /// There is no such session of that person.
    NotFound,
}

/// Ends a session: one's own, or another person's with the right to.
pub fn revoke_session(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (person, session): (PersonId, Uuid),
) -> Result<(), ActionError<RevokeSessionRefusal>> {
    if actor.id != person.into() {
        authorise(
            actor,
            Action::IdentitySessionRevoke,
            RevokeSessionRefusal::Denied,
        )?;
    }
    if !sessions::delete_session(tx, stamp.tenant, person, session)? {
        return refuse(RevokeSessionRefusal::NotFound);
    }
    Ok(())
}

/// Ends all sessions of a person but one; gives how many.
pub fn revoke_sessions(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (person, kept): (PersonId, Option<Uuid>),
) -> Result<u64, ActionError<RevokeSessionRefusal>> {
    if actor.id != person.into() {
        authorise(
            actor,
            Action::IdentitySessionRevoke,
            RevokeSessionRefusal::Denied,
        )?;
    }
    Ok(sessions::delete_sessions(tx, stamp.tenant, person, kept)?)
}
