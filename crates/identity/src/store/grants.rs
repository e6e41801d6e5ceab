//! Roles held over time.

use authz::{Grant, Role};
use base::{ActorId, PersonId, TenantId, UtcMicros};
use db::{Failure, Row, Tx, params};

use crate::model::grant::{GrantId, HeldGrant, NewGrant, Validity, scope_of_parts, scope_parts};

const COLUMNS: &str = "id, person_id, role, scope_kind, scope_id, valid_from_at, valid_until_at, acting_for, \
     decree, withdrawn_at";

/// The grant of a row; `None` where a role of a newer program is not known here.
fn grant(row: &Row) -> Result<Option<Grant>, Failure> {
    let kind: String = row.get("scope_kind")?;
    let scope = scope_of_parts(&kind, row.get("scope_id")?)
        .ok_or_else(|| Failure::bug(format!("a grant with a scope {kind} without its id")))?;
    let Some(role) = Role::from_code(&row.get::<String>("role")?) else {
        return Ok(None);
    };
    Ok(Some(Grant {
        role,
        scope,
        acting_for: row.get("acting_for")?,
    }))
}

fn held(row: &Row) -> Result<Option<HeldGrant>, Failure> {
    let Some(grant) = grant(row)? else {
        return Ok(None);
    };
    Ok(Some(HeldGrant {
        id: row.get("id")?,
        person: row.get("person_id")?,
        grant,
        validity: Validity {
            from_at: row.get("valid_from_at")?,
            until_at: row.get("valid_until_at")?,
        },
        decree: row.get("decree")?,
        withdrawn_at: row.get("withdrawn_at")?,
    }))
}

/// The grants that give a person rights at an instant; deputies only within their dates.
pub fn list_grants_at(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    at: UtcMicros,
) -> Result<Vec<Grant>, Failure> {
    let rows = tx.query(
        "SELECT role, scope_kind, scope_id, acting_for FROM role_grant \
         WHERE tenant_id = $1 AND person_id = $2 AND withdrawn_at IS NULL AND valid_from_at <= $3 \
         AND (valid_until_at IS NULL OR valid_until_at > $3) LIMIT 200",
        params![tenant, person, at],
    )?;
    let grants: Result<Vec<_>, Failure> = rows.iter().map(grant).collect();
    Ok(grants?.into_iter().flatten().collect())
}

/// All grants a person has or had, the latest first.
pub fn list_grants(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<Vec<HeldGrant>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM role_grant WHERE tenant_id = $1 AND person_id = $2 \
         ORDER BY valid_from_at DESC, id DESC LIMIT 200"
    );
    let rows = tx.query(&sql, params![tenant, person])?;
    let grants: Result<Vec<_>, Failure> = rows.iter().map(held).collect();
    Ok(grants?.into_iter().flatten().collect())
}

/// The grant with this id.
pub(crate) fn lookup_grant(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: GrantId,
) -> Result<Option<HeldGrant>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM role_grant WHERE tenant_id = $1 AND id = $2");
    let row = tx.query_opt(&sql, params![tenant, id])?;
    Ok(row.as_ref().map(held).transpose()?.flatten())
}

/// The people who hold a role at an instant, wherever it holds; at most 1,000.
pub fn list_holders(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    role: Role,
    at: UtcMicros,
) -> Result<Vec<(PersonId, Grant)>, Failure> {
    let rows = tx.query(
        "SELECT person_id, role, scope_kind, scope_id, acting_for FROM role_grant \
         WHERE tenant_id = $1 AND role = $2 AND withdrawn_at IS NULL AND valid_from_at <= $3 \
         AND (valid_until_at IS NULL OR valid_until_at > $3) ORDER BY person_id LIMIT 1000",
        params![tenant, role.code(), at],
    )?;
    let mut holders = Vec::with_capacity(rows.len());
    for row in &rows {
        if let Some(grant) = grant(row)? {
            holders.push((row.get("person_id")?, grant));
        }
    }
    Ok(holders)
}

/// How many people with an open account are city admins at an instant, apart from one of them.
pub(crate) fn count_other_admins(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    but: PersonId,
    at: UtcMicros,
) -> Result<i64, Failure> {
    tx.query_one(
        "SELECT COUNT(*) AS count FROM role_grant g \
         JOIN account a ON a.tenant_id = g.tenant_id AND a.person_id = g.person_id \
         JOIN person p ON p.tenant_id = g.tenant_id AND p.id = g.person_id \
         WHERE g.tenant_id = $1 AND g.role = $2 AND g.person_id <> $3 AND g.withdrawn_at IS NULL \
         AND g.valid_from_at <= $4 AND g.valid_until_at IS NULL \
         AND p.closed_at IS NULL",
        params![tenant, Role::CityAdmin.code(), but, at],
    )?
    .get("count")
}

pub(crate) fn insert_grant(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: GrantId,
    new: &NewGrant,
    (by, at): (ActorId, UtcMicros),
) -> Result<(), Failure> {
    let (kind, scope_id) = scope_parts(new.scope);
    tx.change_exactly_one(
        "INSERT INTO role_grant (tenant_id, id, person_id, role, scope_kind, scope_id, valid_from_at, \
         valid_until_at, acting_for, decree, created_at, created_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            tenant,
            id,
            new.person,
            new.role.code(),
            kind,
            scope_id,
            new.validity.from_at,
            new.validity.until_at,
            new.acting_for.map(base::PostId::uuid),
            &new.decree,
            at,
            by
        ],
    )
}

pub(crate) fn withdraw_grant(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: GrantId,
    at: UtcMicros,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE role_grant SET withdrawn_at = $3 WHERE tenant_id = $1 AND id = $2 AND withdrawn_at IS NULL",
        params![tenant, id, at],
    )
}
