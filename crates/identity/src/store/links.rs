//! One-time links to set a password.

use base::{ActorId, PersonId, TenantId, UtcMicros, Uuid};
use db::{Failure, Tx, params};

/// A link that can still be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LivingLink {
    pub(crate) id: Uuid,
    pub(crate) person: PersonId,
}

pub(crate) fn insert_link(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, person): (Uuid, PersonId),
    (hash, expires_at): (&[u8; 32], UtcMicros),
    (by, at): (ActorId, UtcMicros),
) -> Result<(), Failure> {
    // Only the newest link of a person works.
    tx.change(
        "UPDATE reset_link SET used_at = $3 WHERE tenant_id = $1 AND person_id = $2 AND used_at IS NULL",
        params![tenant, person, at],
    )?;
    tx.change_exactly_one(
        "INSERT INTO reset_link (tenant_id, id, person_id, token_hash, created_at, created_by, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![tenant, id, person, hash, at, by, expires_at],
    )
}

/// The link of a token, if it is neither used nor over and the account is open.
pub(crate) fn lookup_link(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    hash: &[u8; 32],
    now: UtcMicros,
) -> Result<Option<LivingLink>, Failure> {
    let row = tx.query_opt(
        "SELECT l.id, l.person_id FROM reset_link l \
         JOIN person p ON p.tenant_id = l.tenant_id AND p.id = l.person_id \
         WHERE l.tenant_id = $1 AND l.token_hash = $2 AND l.used_at IS NULL AND l.expires_at > $3 \
         AND p.closed_at IS NULL",
        params![tenant, hash, now],
    )?;
    row.map(|row| {
        Ok(LivingLink {
            id: row.get("id")?,
            person: row.get("person_id")?,
        })
    })
    .transpose()
}

/// Uses a link up; `false` where another request was faster.
pub(crate) fn spend_link(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
    now: UtcMicros,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE reset_link SET used_at = $3 WHERE tenant_id = $1 AND id = $2 AND used_at IS NULL AND expires_at > $3",
        params![tenant, id, now],
    )
}
