//! A person leaves the city's service, or comes back.

use authz::{Action, Actor, Denied};
use base::{PersonId, Stamp};
use db::{ActionError, Tx};
use journal::Subject;

use crate::actions::{authorise, refuse};
use crate::store::{grants, people, sessions};

/// Why a person is not closed or opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosePersonRefusal {
    /// The actor may not.
    Denied(Denied),
    /// There is no such person, or he is closed (or open) already.
    NotFound,
    /// Nobody closes his own account.
    OwnAccount,
    /// He is the only city admin.
    LastAdmin,
}

/// Closes a person: he cannot sign in any more, his sessions end at once, his history stays.
pub fn close_person(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    person: PersonId,
) -> Result<(), ActionError<ClosePersonRefusal>> {
    authorise(actor, Action::IdentityUserEdit, ClosePersonRefusal::Denied)?;
    if actor.id == person.into() {
        return refuse(ClosePersonRefusal::OwnAccount);
    }
    if !people::update_person_closed(tx, stamp.tenant, person, Some(stamp.at))? {
        return refuse(ClosePersonRefusal::NotFound);
    }
    if grants::count_other_admins(tx, stamp.tenant, person, stamp.at)? == 0 {
        return refuse(ClosePersonRefusal::LastAdmin);
    }
    sessions::delete_sessions(tx, stamp.tenant, person, None)?;
    let code = Action::IdentityUserEdit.code();
    journal::record(tx, stamp, code, Subject::new("person", person), None)?;
    Ok(())
}

/// Opens a closed person again; his roles are those that have not ended meanwhile.
pub fn reopen_person(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    person: PersonId,
) -> Result<(), ActionError<ClosePersonRefusal>> {
    authorise(actor, Action::IdentityUserEdit, ClosePersonRefusal::Denied)?;
    if !people::update_person_closed(tx, stamp.tenant, person, None)? {
        return refuse(ClosePersonRefusal::NotFound);
    }
    let code = Action::IdentityUserEdit.code();
    journal::record(tx, stamp, code, Subject::new("person", person), None)?;
    Ok(())
}
