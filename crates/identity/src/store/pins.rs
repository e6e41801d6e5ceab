//! PINs.

use base::{PersonId, TenantId, UtcMicros};
use db::{Failure, Tx, params};

use crate::model::lockout::{Guessed, LockedUntil, person_subject};
use crate::model::pin::PinKind;
use crate::store::locks;

/// A PIN as kept: check what was typed with [`crate::check_pin`], outside a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The argon2id hash.
    pub hash: String,
    /// When it was set.
    pub set_at: UtcMicros,
}

/// The PIN of a person.
pub fn lookup_pin(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    kind: PinKind,
) -> Result<Option<Pin>, Failure> {
    let row = tx.query_opt(
        "SELECT pin_hash, set_at FROM pin WHERE tenant_id = $1 AND person_id = $2 AND kind = $3",
        params![tenant, person, kind.code()],
    )?;
    row.map(|row| {
        Ok(Pin {
            hash: row.get("pin_hash")?,
            set_at: row.get("set_at")?,
        })
    })
    .transpose()
}

/// Counts a try of a person's PIN before it is checked, or says until when tries are stopped.
///
/// Commit it before the check; after a right PIN call [`forget_pin_tries`].
pub fn count_pin_try(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    now: UtcMicros,
) -> Result<Result<(), LockedUntil>, Failure> {
    locks::count_try(tx, tenant, &person_subject(Guessed::Pin, person), now)
}

/// Forgets failed tries after a right PIN.
pub fn forget_pin_tries(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<(), Failure> {
    locks::forget_tries(tx, tenant, &person_subject(Guessed::Pin, person))
}

/// Sets a PIN, or another one in its place.
///
/// The salt stays what it was: the journal knows a row by its key, and the kind in this key is
/// digested with the salt.
pub(crate) fn put_pin(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (person, kind): (PersonId, PinKind),
    hash: &str,
    (salt, at): (&[u8; 16], UtcMicros),
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO pin (tenant_id, person_id, kind, pin_hash, set_at, privacy_salt) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, person_id, kind) \
         DO UPDATE SET pin_hash = $4, set_at = $5",
        params![tenant, person, kind.code(), hash, at, salt],
    )
}
