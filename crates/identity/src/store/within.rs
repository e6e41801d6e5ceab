//! Rights that hold within one agency, unit or station, and people who go altogether: for samples.

use authz::Role;
use base::{PersonId, TenantId, UtcMicros, Uuid};
use db::{Failure, Tx, params};

use super::{people, sessions};

/// More than this are not told.
const MOST: i64 = 50;

/// The people whose roles hold within an agency, unit or station at an instant, with the role.
pub fn list_holders_within(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    scope: Uuid,
    at: UtcMicros,
) -> Result<Vec<(PersonId, Option<Role>)>, Failure> {
    let rows = tx.query(
        "SELECT person_id, role FROM role_grant WHERE tenant_id = $1 AND scope_id = $2 \
         AND withdrawn_at IS NULL AND (valid_until_at IS NULL OR valid_until_at > $3) \
         ORDER BY person_id, role LIMIT $4",
        params![tenant, scope, at, MOST],
    )?;
    rows.iter()
        .map(|row| {
            let role: String = row.get("role")?;
            Ok((row.get("person_id")?, Role::from_code(&role)))
        })
        .collect()
}

/// Open integrations that work within an agency, unit or station: id and name.
pub fn list_integrations_within(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    scope: Uuid,
) -> Result<Vec<(Uuid, String)>, Failure> {
    let rows = tx.query(
        "SELECT id, name FROM integration WHERE tenant_id = $1 AND scope_id = $2 \
         AND closed_at IS NULL ORDER BY name, id LIMIT $3",
        params![tenant, scope, MOST],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("name")?)))
        .collect()
}

/// Deletes the roles that held within an agency, unit or station which is deleted; the caller
/// journals.
pub fn delete_grants_within(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    scope: Uuid,
) -> Result<usize, Failure> {
    tx.change(
        "DELETE FROM role_grant WHERE tenant_id = $1 AND scope_id = $2",
        params![tenant, scope],
    )
}

/// Deletes a sample person altogether; the caller journals, and has authorised.
///
/// People who really were there are closed and erased, never deleted: see [`crate::erase_person`].
pub fn delete_sample_person(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<bool, Failure> {
    people::delete_secrets(tx, tenant, person)?;
    sessions::delete_sessions(tx, tenant, person, None)?;
    tx.change(
        "DELETE FROM role_grant WHERE tenant_id = $1 AND person_id = $2",
        params![tenant, person],
    )?;
    tx.change_one(
        "DELETE FROM person WHERE tenant_id = $1 AND id = $2",
        params![tenant, person],
    )
}
