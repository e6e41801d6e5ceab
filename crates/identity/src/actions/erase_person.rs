//! What is known of a person who left is erased; what he did stays, under a neutral name.

use authz::{Action, Actor, Denied};
use base::{PersonId, Stamp};
use db::{ActionError, Tx};
use journal::Subject;

use crate::actions::person_traces::PersonTraces;
use crate::actions::{authorise, refuse};
use crate::store::{people, sessions};

/// The name that stands for every erased person, in vouchers and lists.
pub const ERASED_NAME: &str = "Orang terhapus";

/// Why a person's data is not erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasePersonRefusal {
    /// The actor may not.
    Denied(Denied),
    /// There is no such person.
    NotFound,
    /// He is still there: close him first.
    StillActive,
    /// There is nothing left to erase.
    AlreadyErased,
}

/// Erases name, numbers, address, photo, account, PINs and sessions of a closed person, and what other
/// areas have copied of him.
///
/// With the row's salt go the meanings of the digests in the journal (architecture: personal
/// data is referenced by salted hashes), and the log stays whole. Gives the photo's hash, if he
/// had one: the caller removes its file after the commit.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn erase_person(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (id, traces): (PersonId, &PersonTraces),
) -> Result<Option<[u8; 32]>, ActionError<ErasePersonRefusal>> {
    authorise(actor, Action::IdentityUserErase, ErasePersonRefusal::Denied)?;
    let Some(person) = people::lookup_person(tx, stamp.tenant, id)? else {
        return refuse(ErasePersonRefusal::NotFound);
    };
    if person.is_active() {
        return refuse(ErasePersonRefusal::StillActive);
    }
    if person.is_erased || !people::erase_person(tx, stamp.tenant, id, ERASED_NAME)? {
        return refuse(ErasePersonRefusal::AlreadyErased);
    }
    people::delete_secrets(tx, stamp.tenant, id)?;
    sessions::delete_sessions(tx, stamp.tenant, id, None)?;
    traces.erase(tx, stamp, &person)?;
    let code = Action::IdentityUserErase.code();
    journal::record(tx, stamp, code, Subject::new("person", id), None)?;
    let shared = match &person.photo_hash {
        Some(hash) => people::has_photo(tx, stamp.tenant, hash)?,
        None => false,
    };
    Ok(person.photo_hash.filter(|_| !shared))
}
