//! Letters: written once for each address and day, tried until they are sent.

use base::{Stamp, TenantId, UtcMicros};
use db::{Failure, Tx, params};

use super::addresses::ADDRESSES_MAX;
use crate::letter::{Day, Letter, LetterId};

/// How long letters are kept, in seconds: 400 days.
const KEPT_SECONDS: i64 = 400 * 86_400;

/// Whether an address has no letter of a day yet.
pub fn has_unwritten(tx: &mut Tx<'_>, tenant: TenantId, day: &str) -> Result<bool, Failure> {
    Ok(!unwritten(tx, tenant, day)?.is_empty())
}

fn unwritten(tx: &mut Tx<'_>, tenant: TenantId, day: &str) -> Result<Vec<String>, Failure> {
    let rows = tx.query(
        "SELECT a.email FROM witness_address a WHERE a.tenant_id = $1 AND NOT EXISTS \
         (SELECT 1 FROM witness_letter l WHERE l.tenant_id = a.tenant_id AND l.email = a.email \
         AND l.day = $2) ORDER BY a.email LIMIT $3",
        params![tenant, day, ADDRESSES_MAX],
    )?;
    rows.iter().map(|row| row.get("email")).collect()
}

/// Writes the letters of a day that are missing; gives how many.
pub(crate) fn insert_missing(tx: &mut Tx<'_>, stamp: &Stamp, day: &Day) -> Result<usize, Failure> {
    let on = day.on.to_string();
    let missing = unwritten(tx, stamp.tenant, &on)?;
    for email in &missing {
        let id = LetterId::new(stamp.next_id());
        tx.execute_outside_journal(
            "INSERT INTO witness_letter (tenant_id, id, day, email, subject, body, tries, next_try_at) \
             VALUES ($1, $2, $3, $4, $5, $6, 0, $7)",
            params![stamp.tenant, id, &on, email, &day.subject(), &day.body(), stamp.at],
        )?;
    }
    Ok(missing.len())
}

/// Letters whose turn has come, the longest waiting first.
pub fn list_due(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    now: UtcMicros,
    limit: i64,
) -> Result<Vec<Letter>, Failure> {
    let rows = tx.query(
        "SELECT id, day, email, subject, body, tries FROM witness_letter \
         WHERE tenant_id = $1 AND sent_at IS NULL AND next_try_at <= $2 \
         ORDER BY next_try_at, id LIMIT $3",
        params![tenant, now, limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Letter {
                id: row.get("id")?,
                day: row.get("day")?,
                email: row.get("email")?,
                subject: row.get("subject")?,
                body: row.get("body")?,
                tries: row.get("tries")?,
            })
        })
        .collect()
}

pub(crate) fn update_sent(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: LetterId,
    at: UtcMicros,
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "UPDATE witness_letter SET sent_at = $3, tries = tries + 1, problem = NULL \
         WHERE tenant_id = $1 AND id = $2 AND sent_at IS NULL",
        params![tenant, id, at],
    )?;
    Ok(())
}

pub(crate) fn update_failed(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: LetterId,
    (problem, next): (&str, UtcMicros),
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "UPDATE witness_letter SET tries = tries + 1, problem = $3, next_try_at = $4 \
         WHERE tenant_id = $1 AND id = $2 AND sent_at IS NULL",
        params![tenant, id, problem, next],
    )?;
    Ok(())
}

/// Takes away the letters that an address shall not get any more.
pub(crate) fn delete_waiting(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    email: &str,
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "DELETE FROM witness_letter WHERE tenant_id = $1 AND email = $2 AND sent_at IS NULL",
        params![tenant, email],
    )?;
    Ok(())
}

/// Throws old letters away, at most 500; gives how many.
pub fn purge_letters(tx: &mut Tx<'_>, tenant: TenantId, now: UtcMicros) -> Result<u64, Failure> {
    tx.execute_outside_journal(
        "DELETE FROM witness_letter WHERE tenant_id = $1 AND id IN \
         (SELECT id FROM witness_letter WHERE tenant_id = $1 AND next_try_at < $2 \
         ORDER BY next_try_at LIMIT 500)",
        params![tenant, now.plus_seconds(-KEPT_SECONDS)],
    )
}
