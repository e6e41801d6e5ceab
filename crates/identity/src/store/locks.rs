//! Counters of failed tries, outside the journal.

use std::fmt::Write as _;
use std::sync::LazyLock;

use base::{TenantId, UtcMicros};
use db::{Failure, Tx, params};

use crate::model::lockout::{FORGET_SECONDS, LockedUntil, TRIES_COUNTED_MAX, delay_seconds};

/// The statement that counts a try before it is judged, so that tries side by side cannot slip through.
static COUNT_TRY: LazyLock<String> = LazyLock::new(|| {
    let mut delays = String::new();
    for count in 1..=TRIES_COUNTED_MAX {
        // The column holds the tries before this one.
        let micros = delay_seconds(count) * 1_000_000;
        let _ = write!(delays, " WHEN {} THEN {micros}", count - 1);
    }
    let last = delay_seconds(TRIES_COUNTED_MAX) * 1_000_000;
    format!(
        "INSERT INTO guess_lock (tenant_id, subject, failed_count, tried_at, locked_until_at) \
         VALUES ($1, $2, 1, $3, $3) ON CONFLICT (tenant_id, subject) DO UPDATE SET \
         failed_count = CASE WHEN guess_lock.tried_at < $4 THEN 1 ELSE guess_lock.failed_count + 1 END, \
         locked_until_at = CASE WHEN guess_lock.tried_at < $4 THEN $3 ELSE \
         $3 + CASE guess_lock.failed_count{delays} ELSE {last} END END, tried_at = $3 \
         WHERE guess_lock.locked_until_at <= $3"
    )
});

/// Counts a try as failed, or says until when guessing is stopped.
pub(crate) fn count_try(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    subject: &[u8; 32],
    now: UtcMicros,
) -> Result<Result<(), LockedUntil>, Failure> {
    let forgotten = now.plus_seconds(-FORGET_SECONDS);
    let counted =
        tx.execute_outside_journal(&COUNT_TRY, params![tenant, subject, now, forgotten])?;
    if counted == 1 {
        return Ok(Ok(()));
    }
    let until = locked_until(tx, tenant, subject, now)?;
    Ok(Err(until.unwrap_or(LockedUntil(now))))
}

/// Until when guessing is stopped, if it is.
pub(crate) fn locked_until(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    subject: &[u8; 32],
    now: UtcMicros,
) -> Result<Option<LockedUntil>, Failure> {
    let row = tx.query_opt(
        "SELECT locked_until_at FROM guess_lock WHERE tenant_id = $1 AND subject = $2 AND locked_until_at > $3",
        params![tenant, subject, now],
    )?;
    row.map(|row| row.get("locked_until_at").map(LockedUntil))
        .transpose()
}

/// Forgets the tries after a right one.
pub(crate) fn forget_tries(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    subject: &[u8; 32],
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "DELETE FROM guess_lock WHERE tenant_id = $1 AND subject = $2",
        params![tenant, subject],
    )?;
    Ok(())
}
