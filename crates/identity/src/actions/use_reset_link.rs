//! A password is set through a one-time link.

use base::{PersonId, Stamp};
use db::{ActionError, Tx};
use journal::Subject;

use crate::actions::refuse;
use crate::model::lockout::{Guessed, lock_subject};
use crate::store::{accounts, links, locks, people, sessions};

/// The journal's code of setting a password through a link.
pub const SET_PASSWORD_BY_LINK: &str = "identity.password.set";

/// Why a link does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseLinkRefusal {
    /// Unknown, used, over, or of a closed account: no answer tells which.
    LinkOver,
}

/// Sets the password, uses the link up and ends all sessions of the person.
pub fn use_reset_link(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (token_hash, password_hash): (&[u8; 32], &str),
) -> Result<PersonId, ActionError<UseLinkRefusal>> {
    let tenant = stamp.tenant;
    let Some(link) = links::lookup_link(tx, tenant, token_hash, stamp.at)? else {
        return refuse(UseLinkRefusal::LinkOver);
    };
    if !links::spend_link(tx, tenant, link.id, stamp.at)?
        || !accounts::update_password(tx, tenant, link.person, (password_hash, false))?
    {
        return refuse(UseLinkRefusal::LinkOver);
    }
    sessions::delete_sessions(tx, tenant, link.person, None)?;
    forget_login_tries(tx, stamp, link.person)?;
    let subject = Subject::new("person", link.person);
    journal::record(tx, stamp, SET_PASSWORD_BY_LINK, subject, None)?;
    Ok(link.person)
}

/// Lets the person sign in at once under each of his login names.
fn forget_login_tries(tx: &mut Tx<'_>, stamp: &Stamp, person: PersonId) -> Result<(), db::Failure> {
    let Some(person) = people::lookup_person(tx, stamp.tenant, person)? else {
        return Ok(());
    };
    for name in person.nip.iter().chain(&person.email) {
        let subject = lock_subject(Guessed::Password, name.as_bytes());
        locks::forget_tries(tx, stamp.tenant, &subject)?;
    }
    Ok(())
}
