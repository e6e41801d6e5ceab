//! A person with account and roles in one step, for the operator's terminal, the demo and tests.

use base::{PersonId, Stamp};
use db::{Failure, Tx};
use journal::Subject;

use crate::model::grant::{GrantId, NewGrant, Validity};
use crate::model::person::PersonDetails;
use crate::store::{accounts, grants, people};

/// The journal's code of seeding a person.
pub const SEED_PERSON: &str = "identity.person.seed";

/// A person as the operator gives him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedPerson {
    /// What is known of him.
    pub details: PersonDetails,
    /// The argon2id hash of his password; without one he has no account.
    pub password_hash: Option<String>,
    /// Roles and where they hold, from now on.
    pub roles: Vec<(authz::Role, authz::Scope)>,
    /// 16 random bytes.
    pub salt: [u8; 16],
}

/// Adds a person with his roles, without asking for rights: never call it for a web request.
pub fn seed_person(tx: &mut Tx<'_>, stamp: &Stamp, seed: &SeedPerson) -> Result<PersonId, Failure> {
    let id = PersonId::new(stamp.next_id());
    let made = (&seed.salt, stamp.at);
    people::insert_person(tx, stamp.tenant, id, &seed.details, made)?;
    if let Some(hash) = &seed.password_hash {
        accounts::insert_account(tx, stamp.tenant, id, Some(hash), made)?;
    }
    for (role, scope) in &seed.roles {
        let grant = NewGrant {
            person: id,
            role: *role,
            scope: *scope,
            validity: Validity::from(stamp.at),
            acting_for: None,
            decree: None,
        };
        let grant_id = GrantId::new(stamp.next_id());
        grants::insert_grant(tx, stamp.tenant, grant_id, &grant, (stamp.actor, stamp.at))?;
    }
    journal::record(tx, stamp, SEED_PERSON, Subject::new("person", id), None)?;
    Ok(id)
}
