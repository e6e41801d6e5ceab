//! Programs that speak to the API, and their tokens.

use authz::{Grant, Role};
use base::{ActorId, Cursor, Page, PageSize, TenantId, UtcMicros};
use db::{Failure, Row, Tx, params};

use crate::model::grant::{scope_of_parts, scope_parts};

db::ids! {
    /// Identifies another program that speaks to the API.
    IntegrationId,
    /// Identifies a token of an integration.
    ApiTokenId,
}

/// Another program with a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Integration {
    /// Which one.
    pub id: IntegrationId,
    /// Its name.
    pub name: String,
    /// What it is for and who answers for it.
    pub purpose: String,
    /// Its role and where it holds.
    pub grant: Grant,
    /// When it was closed.
    pub closed_at: Option<UtcMicros>,
}

/// A token as its list shows it: never the token itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiTokenLine {
    /// Which one.
    pub id: ApiTokenId,
    /// Its last four characters.
    pub hint: String,
    /// When it was made.
    pub created_at: UtcMicros,
    /// When it ends.
    pub expires_at: UtcMicros,
    /// When it was taken back.
    pub revoked_at: Option<UtcMicros>,
    /// When it was last used, to five minutes.
    pub used_at: Option<UtcMicros>,
}

const COLUMNS: &str = "i.id, i.name, i.purpose, i.role, i.scope_kind, i.scope_id, i.closed_at";

fn integration(row: &Row) -> Result<Integration, Failure> {
    let (role, kind): (String, String) = (row.get("role")?, row.get("scope_kind")?);
    let role = Role::from_code(&role).ok_or_else(|| Failure::bug(format!("no role {role}")))?;
    let scope = scope_of_parts(&kind, row.get("scope_id")?).ok_or_else(|| {
        Failure::bug(format!("an integration with a scope {kind} without its id"))
    })?;
    Ok(Integration {
        id: row.get("id")?,
        name: row.get("name")?,
        purpose: row.get("purpose")?,
        grant: Grant::new(role, scope),
        closed_at: row.get("closed_at")?,
    })
}

/// The integration of a living token, with the token and its last use.
pub(crate) fn lookup_token(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    hash: &[u8; 32],
    now: UtcMicros,
) -> Result<Option<(Integration, ApiTokenId, Option<UtcMicros>)>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS}, t.id AS token_id, u.used_at FROM api_token t \
         JOIN integration i ON i.tenant_id = t.tenant_id AND i.id = t.integration_id \
         LEFT JOIN api_token_use u ON u.tenant_id = t.tenant_id AND u.token_id = t.id \
         WHERE t.tenant_id = $1 AND t.token_hash = $2 AND t.revoked_at IS NULL AND t.expires_at > $3 \
         AND i.closed_at IS NULL"
    );
    let row = tx.query_opt(&sql, params![tenant, hash, now])?;
    row.map(|row| {
        Ok((
            integration(&row)?,
            row.get("token_id")?,
            row.get("used_at")?,
        ))
    })
    .transpose()
}

/// The integration with this id.
pub fn lookup_integration(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: IntegrationId,
) -> Result<Option<Integration>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM integration i WHERE i.tenant_id = $1 AND i.id = $2");
    let row = tx.query_opt(&sql, params![tenant, id])?;
    row.as_ref().map(integration).transpose()
}

/// Integrations by name.
pub(crate) fn list_integrations(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<Integration>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM integration i WHERE i.tenant_id = $1 \
         AND (i.name > $2 OR (i.name = $2 AND i.id > $3)) ORDER BY i.name, i.id LIMIT $4"
    );
    let (key, id) = after.map_or(("", base::Uuid::nil()), |cursor| {
        (cursor.key.as_str(), cursor.id)
    });
    let rows = tx.query(&sql, params![tenant, key, id, size.limit()])?;
    let found: Result<Vec<_>, Failure> = rows.iter().map(integration).collect();
    Ok(Page::cut(found?, size, |integration| Cursor {
        key: integration.name.clone(),
        id: integration.id.uuid(),
    }))
}

/// Tokens of an integration, the newest first.
pub(crate) fn list_tokens(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    integration: IntegrationId,
) -> Result<Vec<ApiTokenLine>, Failure> {
    let rows = tx.query(
        "SELECT t.id, t.hint, t.created_at, t.expires_at, t.revoked_at, u.used_at FROM api_token t \
         LEFT JOIN api_token_use u ON u.tenant_id = t.tenant_id AND u.token_id = t.id \
         WHERE t.tenant_id = $1 AND t.integration_id = $2 ORDER BY t.created_at DESC, t.id DESC LIMIT 100",
        params![tenant, integration],
    )?;
    rows.iter()
        .map(|row| {
            Ok(ApiTokenLine {
                id: row.get("id")?,
                hint: row.get("hint")?,
                created_at: row.get("created_at")?,
                expires_at: row.get("expires_at")?,
                revoked_at: row.get("revoked_at")?,
                used_at: row.get("used_at")?,
            })
        })
        .collect()
}

pub(crate) fn insert_integration(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    new: &Integration,
    at: UtcMicros,
) -> Result<(), Failure> {
    let (kind, scope_id) = scope_parts(new.grant.scope);
    tx.change_exactly_one(
        "INSERT INTO integration (tenant_id, id, name, purpose, role, scope_kind, scope_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            tenant,
            new.id,
            &new.name,
            &new.purpose,
            new.grant.role.code(),
            kind,
            scope_id,
            at
        ],
    )
}

pub(crate) fn close_integration(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: IntegrationId,
    at: UtcMicros,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE integration SET closed_at = $3 WHERE tenant_id = $1 AND id = $2 AND closed_at IS NULL",
        params![tenant, id, at],
    )
}

pub(crate) fn insert_token(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, integration): (ApiTokenId, IntegrationId),
    (hash, hint, expires_at): (&[u8; 32], &str, UtcMicros),
    (by, at): (ActorId, UtcMicros),
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO api_token (tenant_id, id, integration_id, token_hash, hint, created_at, created_by, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![tenant, id, integration, hash, hint, at, by, expires_at],
    )
}

pub(crate) fn revoke_token(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (integration, id): (IntegrationId, ApiTokenId),
    at: UtcMicros,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE api_token SET revoked_at = $4 \
         WHERE tenant_id = $1 AND id = $2 AND integration_id = $3 AND revoked_at IS NULL",
        params![tenant, id, integration, at],
    )
}

/// Notes that a token was used.
pub(crate) fn touch_token(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: ApiTokenId,
    now: UtcMicros,
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "INSERT INTO api_token_use (tenant_id, token_id, used_at) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, token_id) DO UPDATE SET used_at = $3",
        params![tenant, id, now],
    )?;
    Ok(())
}
