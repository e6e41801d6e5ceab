//! Accounts and recovery codes.

use base::{PersonId, TenantId, UtcMicros};
use db::{Failure, Row, Tx, params};

use crate::model::login_name::LoginName;

/// An account with what a login needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) person: PersonId,
    pub(crate) person_name: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) must_change: bool,
    pub(crate) totp_secret: Option<Vec<u8>>,
    pub(crate) locale: Option<String>,
    pub(crate) closed: bool,
}

const SELECT: &str = "SELECT a.person_id, p.name, a.password_hash, a.must_change, a.totp_secret, a.locale, \
     CASE WHEN p.closed_at IS NULL THEN 0 ELSE 1 END AS closed \
     FROM person p JOIN account a ON a.tenant_id = p.tenant_id AND a.person_id = p.id";

fn account(row: &Row) -> Result<Account, Failure> {
    Ok(Account {
        person: row.get("person_id")?,
        person_name: row.get("name")?,
        password_hash: row.get("password_hash")?,
        must_change: row.get("must_change")?,
        totp_secret: row.get("totp_secret")?,
        locale: row.get("locale")?,
        closed: row.get::<i64>("closed")? == 1,
    })
}

/// The open account of a login name.
pub(crate) fn lookup_login(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    name: &LoginName,
) -> Result<Option<Account>, Failure> {
    let column = match name {
        LoginName::Nip(_) => "p.nip",
        LoginName::Email(_) => "p.email",
        LoginName::Other(_) => return Ok(None),
    };
    let sql = format!("{SELECT} WHERE p.tenant_id = $1 AND {column} = $2");
    let row = tx.query_opt(&sql, params![tenant, name.as_str()])?;
    let found = row.as_ref().map(account).transpose()?;
    Ok(found.filter(|account| !account.closed))
}

/// The account of a person, closed or not.
pub(crate) fn lookup_account(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<Option<Account>, Failure> {
    let sql = format!("{SELECT} WHERE a.tenant_id = $1 AND a.person_id = $2");
    let row = tx.query_opt(&sql, params![tenant, person])?;
    row.as_ref().map(account).transpose()
}

/// Whether the city has any account yet.
pub fn has_any_account(tx: &mut Tx<'_>, tenant: TenantId) -> Result<bool, Failure> {
    let row = tx.query_opt(
        "SELECT 1 AS one FROM account WHERE tenant_id = $1 LIMIT 1",
        params![tenant],
    )?;
    Ok(row.is_some())
}

pub(crate) fn insert_account(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    password_hash: Option<&str>,
    (salt, at): (&[u8; 16], UtcMicros),
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO account (tenant_id, person_id, password_hash, must_change, created_at, privacy_salt) \
         VALUES ($1, $2, $3, FALSE, $4, $5)",
        params![tenant, person, password_hash, at, salt],
    )
}

/// Sets a password; `must_change` makes the person choose another one at the next login.
pub(crate) fn update_password(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    (hash, must_change): (&str, bool),
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE account SET password_hash = $3, must_change = $4 \
         WHERE tenant_id = $1 AND person_id = $2",
        params![tenant, person, hash, must_change],
    )
}

pub(crate) fn update_locale(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    locale: &str,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE account SET locale = $3 WHERE tenant_id = $1 AND person_id = $2 \
         AND (locale IS NULL OR locale <> $3)",
        params![tenant, person, locale],
    )
}

/// Sets or takes away the second factor; `false` where it is as wanted already.
pub(crate) fn update_totp(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    sealed: Option<&[u8]>,
) -> Result<bool, Failure> {
    let sql = if sealed.is_some() {
        "UPDATE account SET totp_secret = $3 WHERE tenant_id = $1 AND person_id = $2 AND totp_secret IS NULL"
    } else {
        "UPDATE account SET totp_secret = $3 WHERE tenant_id = $1 AND person_id = $2 AND totp_secret IS NOT NULL"
    };
    tx.change_one(sql, params![tenant, person, sealed])
}

/// Sealed second factors of the people behind one, in the order of their ids.
pub(crate) fn list_totp_after(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    after: PersonId,
    limit: usize,
) -> Result<Vec<(PersonId, Vec<u8>)>, Failure> {
    let limit = i64::try_from(limit).map_err(|error| Failure::other("a limit", error))?;
    let rows = tx.query(
        "SELECT person_id, totp_secret FROM account WHERE tenant_id = $1 AND person_id > $2 \
         AND totp_secret IS NOT NULL ORDER BY person_id LIMIT $3",
        params![tenant, after, limit],
    )?;
    let pair = |row: &Row| Ok((row.get("person_id")?, row.get("totp_secret")?));
    rows.iter().map(pair).collect()
}

/// Replaces a sealed second factor; `false` where it is another one meanwhile.
pub(crate) fn replace_totp(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    (old, new): (&[u8], &[u8]),
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE account SET totp_secret = $4 \
         WHERE tenant_id = $1 AND person_id = $2 AND totp_secret = $3",
        params![tenant, person, old, new],
    )
}

/// Replaces the recovery codes of a person; old ones count as used.
pub(crate) fn replace_recovery_codes(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    (hashes, salt, at): (&[[u8; 32]], &[u8; 16], UtcMicros),
) -> Result<(), Failure> {
    tx.change(
        "UPDATE recovery_code SET used_at = $3 WHERE tenant_id = $1 AND person_id = $2 AND used_at IS NULL",
        params![tenant, person, at],
    )?;
    for hash in hashes {
        tx.change_exactly_one(
            "INSERT INTO recovery_code (tenant_id, code_hash, person_id, privacy_salt) VALUES ($1, $2, $3, $4)",
            params![tenant, hash, person, salt],
        )?;
    }
    Ok(())
}

/// Uses a recovery code up; `false` where it is unknown or used.
pub(crate) fn spend_recovery_code(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    (hash, at): (&[u8; 32], UtcMicros),
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE recovery_code SET used_at = $4 \
         WHERE tenant_id = $1 AND code_hash = $2 AND person_id = $3 AND used_at IS NULL",
        params![tenant, hash, person, at],
    )
}

/// How many recovery codes are left.
pub(crate) fn count_recovery_codes(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<i64, Failure> {
    tx.query_one(
        "SELECT COUNT(*) AS count FROM recovery_code WHERE tenant_id = $1 AND person_id = $2 AND used_at IS NULL",
        params![tenant, person],
    )?
    .get("count")
}

/// Uses a step of the second factor up; `false` where this or a later one was used.
pub(crate) fn spend_step(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    step: i64,
) -> Result<bool, Failure> {
    let count = tx.execute_outside_journal(
        "INSERT INTO second_factor_use (tenant_id, person_id, last_step) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id, person_id) DO UPDATE SET last_step = $3 \
         WHERE second_factor_use.last_step < $3",
        params![tenant, person, step],
    )?;
    Ok(count == 1)
}
