//! A person changes his own password.

use base::{PersonId, Stamp, Uuid};
use db::{ActionError, Tx};
use journal::Subject;

use crate::actions::refuse;
use crate::store::{accounts, sessions};

/// The journal's code of changing one's own password.
pub const CHANGE_PASSWORD: &str = "identity.password.change";

/// Why a password is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangePasswordRefusal {
    /// The old password does not fit (any more).
    OldWrong,
}

/// Sets a new password over the hash that was just checked, and ends the person's other sessions.
pub fn change_password(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (person, kept_session): (PersonId, Option<Uuid>),
    (old_hash, new_hash): (&str, &str),
) -> Result<(), ActionError<ChangePasswordRefusal>> {
    let account = accounts::lookup_account(tx, stamp.tenant, person)?;
    let unchanged = account.is_some_and(|account| {
        !account.closed && account.password_hash.as_deref() == Some(old_hash)
    });
    if !unchanged || !accounts::update_password(tx, stamp.tenant, person, (new_hash, false))? {
        return refuse(ChangePasswordRefusal::OldWrong);
    }
    sessions::delete_sessions(tx, stamp.tenant, person, kept_session)?;
    journal::record(
        tx,
        stamp,
        CHANGE_PASSWORD,
        Subject::new("person", person),
        None,
    )?;
    Ok(())
}
