//! The first admin of a city, made while there is no account.

use authz::{Role, Scope};
use base::{ActorId, PersonId, Stamp};
use db::{ActionError, Tx};
use journal::Subject;

use crate::actions::refuse;
use crate::model::grant::{GrantId, NewGrant, Validity};
use crate::model::person::PersonDetails;
use crate::store::{accounts, grants, people};

/// The journal's code of making the first admin.
pub const CREATE_FIRST_ADMIN: &str = "identity.admin.create";

/// The first admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAdmin {
    /// Name, and NIP or address to sign in with.
    pub details: PersonDetails,
    /// The argon2id hash of his password.
    pub password_hash: String,
    /// 16 random bytes.
    pub salt: [u8; 16],
}

/// Why there is no first admin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstAdminRefusal {
    /// The city has accounts already.
    NotFirst,
    /// Without NIP and address he could not sign in.
    LoginMissing,
}

/// Makes the first admin; the caller has checked the setup code, or is the operator's terminal.
pub fn create_first_admin(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    input: &FirstAdmin,
) -> Result<PersonId, ActionError<FirstAdminRefusal>> {
    if accounts::has_any_account(tx, stamp.tenant)? {
        return refuse(FirstAdminRefusal::NotFirst);
    }
    if input.details.nip.is_none() && input.details.email.is_none() {
        return refuse(FirstAdminRefusal::LoginMissing);
    }
    let id = PersonId::new(stamp.next_id());
    let made = (&input.salt, stamp.at);
    people::insert_person(tx, stamp.tenant, id, &input.details, made)?;
    accounts::insert_account(tx, stamp.tenant, id, Some(&input.password_hash), made)?;
    let grant = NewGrant {
        person: id,
        role: Role::CityAdmin,
        scope: Scope::Tenant,
        validity: Validity::from(stamp.at),
        acting_for: None,
        decree: None,
    };
    let grant_id = GrantId::new(stamp.next_id());
    grants::insert_grant(
        tx,
        stamp.tenant,
        grant_id,
        &grant,
        (ActorId::from(id), stamp.at),
    )?;
    journal::record(
        tx,
        stamp,
        CREATE_FIRST_ADMIN,
        Subject::new("person", id),
        None,
    )?;
    Ok(id)
}
