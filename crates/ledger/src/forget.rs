//! Taking samples out of the books: the one place where movements and accounts are deleted.
//!
//! Real movements are reversed, never deleted. Samples were no money, and go without a trace in
//! the balances; the caller journals each deleted row, so that the log proves what was there.

use base::{TenantId, Uuid};
use db::{Failure, Tx, params};

use crate::list_transfers_of;

/// Deletes the movements of a sample voucher and takes them out of their accounts' balances.
pub fn forget_transfers(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reference: Uuid,
) -> Result<usize, Failure> {
    let transfers = list_transfers_of(tx, tenant, reference)?;
    for transfer in transfers
        .iter()
        .filter(|one| one.pending != 0 || one.posted != 0)
    {
        tx.change_exactly_one(
            "UPDATE ledger_account SET pending = pending - $3, posted = posted - $4, \
             overdrawn = CASE WHEN pending + posted - $3 - $4 > allocated \
             THEN pending + posted - $3 - $4 - allocated ELSE 0 END \
             WHERE tenant_id = $1 AND id = $2",
            params![tenant, transfer.account, transfer.pending, transfer.posted],
        )?;
    }
    tx.change(
        "DELETE FROM ledger_transfer WHERE tenant_id = $1 AND reference_id = $2",
        params![tenant, reference],
    )
}

/// Deletes the accounts of a sample budget line or quota; their movements are gone before.
///
/// # Errors
/// A [`Failure`] of a foreign key where a movement is left.
pub fn forget_accounts(tx: &mut Tx<'_>, tenant: TenantId, owner: Uuid) -> Result<usize, Failure> {
    tx.change(
        "DELETE FROM ledger_account WHERE tenant_id = $1 AND owner_id = $2",
        params![tenant, owner],
    )
}
