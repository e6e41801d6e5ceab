//! Login sessions, outside the journal.

use base::{PersonId, TenantId, UtcMicros, Uuid};
use db::{Failure, Tx, params};

/// Without a request for so long a session ends.
pub(crate) const IDLE_SECONDS_MAX: i64 = 12 * 3_600;
/// So long after the login a session ends in any case.
pub(crate) const SESSION_SECONDS_MAX: i64 = 30 * 86_400;
/// The last request is written down at most so often.
pub(crate) const SEEN_EVERY_SECONDS: i64 = 300;

/// A session found by its token.
#[derive(Debug, Clone)]
pub(crate) struct FoundSession {
    pub(crate) id: Uuid,
    pub(crate) person: PersonId,
    pub(crate) person_name: String,
    pub(crate) locale: Option<String>,
    pub(crate) csrf_secret: Vec<u8>,
    pub(crate) seen_at: UtcMicros,
}

/// A session to be written.
#[derive(Debug, Clone)]
pub(crate) struct NewSession {
    pub(crate) id: Uuid,
    pub(crate) person: PersonId,
    pub(crate) token_hash: [u8; 32],
    pub(crate) csrf_secret: [u8; 32],
    pub(crate) device: String,
    pub(crate) origin: String,
}

/// The living session of a token.
pub(crate) fn lookup_session(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    token_hash: &[u8; 32],
    now: UtcMicros,
) -> Result<Option<FoundSession>, Failure> {
    let row = tx.query_opt(
        "SELECT s.id, s.person_id, p.name, a.locale, s.csrf_secret, s.seen_at FROM login_session s \
         JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id \
         JOIN account a ON a.tenant_id = s.tenant_id AND a.person_id = s.person_id \
         WHERE s.tenant_id = $1 AND s.token_hash = $2 AND s.expires_at > $3 AND s.seen_at > $4 \
         AND p.closed_at IS NULL",
        params![tenant, token_hash, now, now.plus_seconds(-IDLE_SECONDS_MAX)],
    )?;
    row.map(|row| {
        Ok(FoundSession {
            id: row.get("id")?,
            person: row.get("person_id")?,
            person_name: row.get("name")?,
            locale: row.get("locale")?,
            csrf_secret: row.get("csrf_secret")?,
            seen_at: row.get("seen_at")?,
        })
    })
    .transpose()
}

pub(crate) fn insert_session(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    new: &NewSession,
    now: UtcMicros,
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "INSERT INTO login_session (tenant_id, token_hash, id, person_id, csrf_secret, device, origin, \
         created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
        params![
            tenant,
            &new.token_hash,
            new.id,
            new.person,
            &new.csrf_secret,
            &new.device,
            &new.origin,
            now,
            now.plus_seconds(SESSION_SECONDS_MAX)
        ],
    )?;
    Ok(())
}

/// Notes that a session was used.
pub(crate) fn touch_session(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
    now: UtcMicros,
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "UPDATE login_session SET seen_at = $3 WHERE tenant_id = $1 AND id = $2 AND seen_at < $3",
        params![tenant, id, now],
    )?;
    Ok(())
}

/// A living session as its list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Which one.
    pub id: Uuid,
    /// Browser and device in words.
    pub device: String,
    /// The address it was opened from.
    pub origin: String,
    /// When it was opened.
    pub created_at: UtcMicros,
    /// The last request, to five minutes.
    pub seen_at: UtcMicros,
}

/// The living sessions of a person, the last used first.
pub fn list_sessions(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    now: UtcMicros,
) -> Result<Vec<SessionLine>, Failure> {
    let rows = tx.query(
        "SELECT id, device, origin, created_at, seen_at FROM login_session \
         WHERE tenant_id = $1 AND person_id = $2 AND expires_at > $3 AND seen_at > $4 \
         ORDER BY seen_at DESC, id LIMIT 100",
        params![tenant, person, now, now.plus_seconds(-IDLE_SECONDS_MAX)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(SessionLine {
                id: row.get("id")?,
                device: row.get("device")?,
                origin: row.get("origin")?,
                created_at: row.get("created_at")?,
                seen_at: row.get("seen_at")?,
            })
        })
        .collect()
}

/// Ends one session of a person; `false` where there is none.
pub(crate) fn delete_session(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    id: Uuid,
) -> Result<bool, Failure> {
    let count = tx.execute_outside_journal(
        "DELETE FROM login_session WHERE tenant_id = $1 AND id = $2 AND person_id = $3",
        params![tenant, id, person],
    )?;
    Ok(count > 0)
}

/// Ends all sessions of a person but one; gives how many.
pub(crate) fn delete_sessions(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    but: Option<Uuid>,
) -> Result<u64, Failure> {
    tx.execute_outside_journal(
        "DELETE FROM login_session WHERE tenant_id = $1 AND person_id = $2 AND id <> $3",
        params![tenant, person, but.unwrap_or_default()],
    )
}

/// Deletes what is over: sessions after 30 days, forgotten tries; at most 500 rows of each.
///
/// Run it from a job until it gives 0.
pub fn purge_outside_journal(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    now: UtcMicros,
) -> Result<u64, Failure> {
    let sessions = tx.execute_outside_journal(
        "DELETE FROM login_session WHERE tenant_id = $1 AND token_hash IN (SELECT token_hash FROM login_session \
         WHERE tenant_id = $1 AND expires_at <= $2 LIMIT 500)",
        params![tenant, now],
    )?;
    let tries = tx.execute_outside_journal(
        "DELETE FROM guess_lock WHERE tenant_id = $1 AND subject IN (SELECT subject FROM guess_lock \
         WHERE tenant_id = $1 AND tried_at <= $2 LIMIT 500)",
        params![tenant, now.plus_seconds(-crate::model::lockout::FORGET_SECONDS)],
    )?;
    Ok(sessions.saturating_add(tries))
}
