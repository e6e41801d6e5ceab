//! Transfers: the movements of an account.

use base::{TenantId, UtcMicros, Uuid};
use db::{Failure, Row, Tx, params};

use crate::AccountId;

db::ids! {
    /// Identifies a transfer.
    TransferId
}

/// What kind of movement a transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferKind {
    /// Promised first, then used or released.
    Reservation,
    /// Used without a promise: a late or conflicting fact.
    Fact,
    /// Takes back what an earlier transfer used.
    Reversal,
}

/// Where a transfer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferState {
    /// Promised.
    Pending,
    /// Used.
    Posted,
    /// Released by a person.
    Voided,
    /// Released by the end of its time.
    Expired,
}

impl TransferState {
    /// The word in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Posted => "posted",
            Self::Voided => "voided",
            Self::Expired => "expired",
        }
    }
}

/// A movement of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// The id.
    pub id: TransferId,
    /// The account.
    pub account: AccountId,
    /// The voucher, redemption or correction it belongs to.
    pub reference: Uuid,
    /// What kind.
    pub kind: TransferKind,
    /// Where it stands.
    pub state: TransferState,
    /// What is promised.
    pub pending: i64,
    /// What is used; negative in a reversal.
    pub posted: i64,
    /// The transfer this one takes back.
    pub reverses: Option<TransferId>,
    /// When it was made.
    pub at: UtcMicros,
    /// When it was posted, voided or expired.
    pub settled_at: Option<UtcMicros>,
}

const COLUMNS: &str =
    "id, account_id, reference_id, kind, state, pending, posted, reverses_id, at, settled_at";

/// The movements of an account, newest first, older than `before`.
pub fn list_transfers(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    account: AccountId,
    before: UtcMicros,
    limit: i64,
) -> Result<Vec<Transfer>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ledger_transfer \
         WHERE tenant_id = $1 AND account_id = $2 AND at < $3 ORDER BY at DESC LIMIT $4"
    );
    tx.query(&sql, params![tenant, account, before, limit])?
        .iter()
        .map(read_transfer)
        .collect()
}

/// The movements that belong to a voucher, redemption or correction, oldest first.
pub fn list_transfers_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reference: Uuid,
) -> Result<Vec<Transfer>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ledger_transfer \
         WHERE tenant_id = $1 AND reference_id = $2 ORDER BY at, id LIMIT 1000"
    );
    tx.query(&sql, params![tenant, reference])?
        .iter()
        .map(read_transfer)
        .collect()
}

/// The account of a transfer.
pub fn account_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: TransferId,
) -> Result<Option<AccountId>, Failure> {
    Ok(lookup_transfer(tx, tenant, id)?.map(|transfer| transfer.account))
}

/// A transfer by its id.
pub fn lookup_transfer(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: TransferId,
) -> Result<Option<Transfer>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM ledger_transfer WHERE tenant_id = $1 AND id = $2");
    tx.query_opt(&sql, params![tenant, id])?
        .as_ref()
        .map(read_transfer)
        .transpose()
}

pub(crate) fn read_transfer(row: &Row) -> Result<Transfer, Failure> {
    let kind: String = row.get("kind")?;
    let state: String = row.get("state")?;
    Ok(Transfer {
        id: row.get("id")?,
        account: row.get("account_id")?,
        reference: row.get("reference_id")?,
        kind: match kind.as_str() {
            "reservation" => TransferKind::Reservation,
            "fact" => TransferKind::Fact,
            "reversal" => TransferKind::Reversal,
            other => return Err(Failure::bug(format!("unknown transfer kind {other}"))),
        },
        state: match state.as_str() {
            "pending" => TransferState::Pending,
            "posted" => TransferState::Posted,
            "voided" => TransferState::Voided,
            "expired" => TransferState::Expired,
            other => return Err(Failure::bug(format!("unknown transfer state {other}"))),
        },
        pending: row.get("pending")?,
        posted: row.get("posted")?,
        reverses: row.get("reverses_id")?,
        at: row.get("at")?,
        settled_at: row.get("settled_at")?,
    })
}
