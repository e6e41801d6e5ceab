//! The operations on accounts. Each changes rows; the caller's action journals them.

use base::{Stamp, TenantId, UtcMicros, Uuid};
use db::{ActionError, Failure, Tx, Value, params};

use crate::transfer::{TransferState, lookup_transfer};
use crate::{Account, AccountId, LedgerRefusal, TransferId, lookup_account};

type Outcome<T> = Result<T, ActionError<LedgerRefusal>>;

fn refused<T>(refusal: LedgerRefusal) -> Outcome<T> {
    Err(ActionError::Refused(refusal))
}

fn require_positive(amount: i64) -> Outcome<()> {
    if amount > 0 {
        Ok(())
    } else {
        refused(LedgerRefusal::NotPositive)
    }
}

/// Promises an amount to a reference: available becomes pending.
pub fn reserve(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    account: AccountId,
    reference: Uuid,
    amount: i64,
) -> Outcome<TransferId> {
    require_positive(amount)?;
    promise(tx, stamp.tenant, account, amount)?;
    let id = TransferId::new(stamp.next_id());
    tx.change_exactly_one(
        "INSERT INTO ledger_transfer (tenant_id, id, account_id, reference_id, kind, state, \
         pending, posted, at) VALUES ($1, $2, $3, $4, 'reservation', 'pending', $5, 0, $6)",
        params![stamp.tenant, id, account, reference, amount, stamp.at],
    )?;
    Ok(id)
}

/// Raises what a reservation promises, if so much more is available.
pub fn extend(tx: &mut Tx<'_>, tenant: TenantId, id: TransferId, more: i64) -> Outcome<()> {
    require_positive(more)?;
    let Some(transfer) = lookup_transfer(tx, tenant, id)? else {
        return refused(LedgerRefusal::NotPending);
    };
    promise(tx, tenant, transfer.account, more)?;
    let extended = tx.change_one(
        "UPDATE ledger_transfer SET pending = pending + $3 \
         WHERE tenant_id = $1 AND id = $2 AND state = 'pending'",
        params![tenant, id, more],
    )?;
    if extended {
        Ok(())
    } else {
        refused(LedgerRefusal::NotPending)
    }
}

fn promise(tx: &mut Tx<'_>, tenant: TenantId, account: AccountId, amount: i64) -> Outcome<()> {
    let promised = tx.change_one(
        "UPDATE ledger_account SET pending = pending + $3 \
         WHERE tenant_id = $1 AND id = $2 AND NOT frozen AND overdrawn = 0 \
         AND pending + posted + $3 <= allocated",
        params![tenant, account, amount],
    )?;
    if promised {
        return Ok(());
    }
    refused(match lookup_account(tx, tenant, account)? {
        None => LedgerRefusal::NoAccount,
        Some(Account { frozen: true, .. }) => LedgerRefusal::Frozen { account },
        Some(Account { overdrawn, .. }) if overdrawn > 0 => LedgerRefusal::Overdrawn {
            account,
            by: overdrawn,
        },
        Some(found) => LedgerRefusal::NotEnough {
            account,
            available: found.available(),
            wanted: amount,
        },
    })
}

/// Uses up to what a reservation promises; the rest returns at once.
pub fn post(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: TransferId,
    amount: i64,
    at: UtcMicros,
) -> Outcome<()> {
    require_positive(amount)?;
    settle(tx, tenant, id, (TransferState::Posted, amount), at)
}

/// The same where the caller knows what is promised; saves looking it up.
///
/// Where something else is promised by now, it is looked up after all.
pub fn post_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, promised): (TransferId, i64),
    amount: i64,
    at: UtcMicros,
) -> Outcome<()> {
    require_positive(amount)?;
    if amount <= promised
        && let Some(account) = settle_transfer(
            tx,
            tenant,
            (id, promised),
            (TransferState::Posted, amount),
            at,
        )?
    {
        return Ok(move_pending(tx, tenant, account, (promised, amount))?);
    }
    post(tx, tenant, id, amount, at)
}

/// Releases what a reservation promises, by a person's decision.
pub fn void(tx: &mut Tx<'_>, tenant: TenantId, id: TransferId, at: UtcMicros) -> Outcome<()> {
    settle(tx, tenant, id, (TransferState::Voided, 0), at)
}

/// Releases what a reservation promises, because its time is over.
pub fn expire(tx: &mut Tx<'_>, tenant: TenantId, id: TransferId, at: UtcMicros) -> Outcome<()> {
    settle(tx, tenant, id, (TransferState::Expired, 0), at)
}

fn settle(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: TransferId,
    (state, posted): (TransferState, i64),
    at: UtcMicros,
) -> Outcome<()> {
    let Some(transfer) = lookup_transfer(tx, tenant, id)? else {
        return refused(LedgerRefusal::NotPending);
    };
    if transfer.state != TransferState::Pending {
        return refused(LedgerRefusal::NotPending);
    }
    if posted > transfer.pending {
        let pending = transfer.pending;
        return refused(LedgerRefusal::ExceedsPending {
            pending,
            wanted: posted,
        });
    }
    // The pending amount just read is part of the condition: whoever changed it meanwhile wins.
    match settle_transfer(tx, tenant, (id, transfer.pending), (state, posted), at)? {
        Some(account) => Ok(move_pending(
            tx,
            tenant,
            account,
            (transfer.pending, posted),
        )?),
        None => refused(LedgerRefusal::NotPending),
    }
}

/// Settles a transfer that promises exactly this; gives its account.
fn settle_transfer(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, promised): (TransferId, i64),
    (state, posted): (TransferState, i64),
    at: UtcMicros,
) -> Result<Option<AccountId>, Failure> {
    let settled = tx.change_one(
        "UPDATE ledger_transfer SET state = $3, posted = $4, pending = 0, settled_at = $5 \
         WHERE tenant_id = $1 AND id = $2 AND state = 'pending' AND pending = $6",
        params![tenant, id, state.code(), posted, at, promised],
    )?;
    let image = tx.last_image().filter(|_| settled);
    image.map(|image| image.get("account_id")).transpose()
}

/// Takes a promise from an account and adds what was used of it.
fn move_pending(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    account: AccountId,
    (promised, posted): (i64, i64),
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "UPDATE ledger_account SET pending = pending - $3, posted = posted + $4 \
         WHERE tenant_id = $1 AND id = $2",
        params![tenant, account, promised, posted],
    )
}

/// Records what was used without a promise: fuel that was dispensed is never denied.
///
/// Raises `overdrawn` by what the allocation does not cover; gives that amount, which the caller
/// makes a finding of in the same transaction.
pub fn post_fact(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    account: AccountId,
    reference: Uuid,
    amount: i64,
) -> Outcome<(TransferId, i64)> {
    require_positive(amount)?;
    let id = insert_posted(tx, stamp, account, reference, ("fact", amount, None))?;
    let overdrawn = add_posted(tx, stamp.tenant, account, amount)?;
    Ok((id, overdrawn))
}

/// Takes back what a posted transfer used, by an append that names it; gives the reversal's id.
pub fn reverse(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    id: TransferId,
    reference: Uuid,
) -> Outcome<TransferId> {
    let found = lookup_transfer(tx, stamp.tenant, id)?;
    let Some(transfer) = found.filter(|transfer| transfer.posted > 0) else {
        return refused(LedgerRefusal::NotReversible);
    };
    let earlier = tx.query_opt(
        "SELECT id FROM ledger_transfer WHERE tenant_id = $1 AND reverses_id = $2 \
         AND account_id = $3 LIMIT 1",
        params![stamp.tenant, id, transfer.account],
    )?;
    if earlier.is_some() {
        return refused(LedgerRefusal::NotReversible);
    }
    let taken_back = transfer.posted.saturating_neg();
    let reversal = insert_posted(
        tx,
        stamp,
        transfer.account,
        reference,
        ("reversal", taken_back, Some(id)),
    )?;
    add_posted(tx, stamp.tenant, transfer.account, taken_back)?;
    Ok(reversal)
}

fn insert_posted(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    account: AccountId,
    reference: Uuid,
    (kind, amount, reverses): (&str, i64, Option<TransferId>),
) -> Outcome<TransferId> {
    let id = TransferId::new(stamp.next_id());
    if lookup_account(tx, stamp.tenant, account)?.is_none() {
        return refused(LedgerRefusal::NoAccount);
    }
    tx.change_exactly_one(
        "INSERT INTO ledger_transfer (tenant_id, id, account_id, reference_id, kind, state, \
         pending, posted, reverses_id, at, settled_at) \
         VALUES ($1, $2, $3, $4, $5, 'posted', 0, $6, $7, $8, $8)",
        params![
            stamp.tenant,
            id,
            account,
            reference,
            kind,
            amount,
            Value::maybe_id(reverses),
            stamp.at
        ],
    )?;
    Ok(id)
}

/// Adds to what is used and sets `overdrawn` to what the allocation does not cover.
///
/// Gives by how much `overdrawn` stands above zero afterwards.
fn add_posted(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    account: AccountId,
    amount: i64,
) -> Result<i64, Failure> {
    tx.change_exactly_one(
        "UPDATE ledger_account SET posted = posted + $3, \
         overdrawn = CASE WHEN pending + posted + $3 > allocated \
         THEN pending + posted + $3 - allocated ELSE 0 END \
         WHERE tenant_id = $1 AND id = $2",
        params![tenant, account, amount],
    )?;
    overdrawn_now(tx)
}

fn overdrawn_now(tx: &Tx<'_>) -> Result<i64, Failure> {
    let image = tx
        .last_image()
        .ok_or_else(|| Failure::bug("no account changed"))?;
    image.get("overdrawn")
}

/// Sets what may be used, as a version of the budget says; gives `overdrawn` afterwards.
///
/// A cut below what is promised or used is accepted: the account is overdrawn, so that nothing new
/// is promised, and what is dispensed is never refused.
pub fn reallocate(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    account: AccountId,
    allocated: i64,
) -> Outcome<i64> {
    if allocated < 0 {
        return refused(LedgerRefusal::NotPositive);
    }
    let changed = tx.change_one(
        "UPDATE ledger_account SET allocated = $3, \
         overdrawn = CASE WHEN pending + posted > $3 THEN pending + posted - $3 ELSE 0 END \
         WHERE tenant_id = $1 AND id = $2",
        params![tenant, account, allocated],
    )?;
    if changed {
        Ok(overdrawn_now(tx)?)
    } else {
        refused(LedgerRefusal::NoAccount)
    }
}

/// Stops new promises.
pub fn freeze(tx: &mut Tx<'_>, tenant: TenantId, account: AccountId) -> Outcome<()> {
    set_frozen(tx, tenant, account, true)
}

/// Allows new promises again.
pub fn unfreeze(tx: &mut Tx<'_>, tenant: TenantId, account: AccountId) -> Outcome<()> {
    set_frozen(tx, tenant, account, false)
}

fn set_frozen(tx: &mut Tx<'_>, tenant: TenantId, account: AccountId, frozen: bool) -> Outcome<()> {
    let changed = tx.change_one(
        "UPDATE ledger_account SET frozen = $3 WHERE tenant_id = $1 AND id = $2",
        params![tenant, account, frozen],
    )?;
    if changed {
        Ok(())
    } else {
        refused(LedgerRefusal::NoAccount)
    }
}
