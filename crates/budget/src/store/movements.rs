use base::{Cursor, Page, PageSize, Rupiah, TenantId, UtcMicros, Uuid};
use db::{Failure, Row, Tx, params};
use ledger::AccountId;

/// How a movement of a month stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovementState {
    /// Promised to a voucher.
    Pending,
    /// Used by a voucher.
    Posted,
    /// Used without a promise: a late or conflicting fact.
    Fact,
    /// Takes back what was used.
    Reversal,
    /// Promised, then released by a person.
    Voided,
    /// Promised, then released by the end of its time.
    Expired,
}

/// A movement of a month: what a voucher promised, used or gave back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Its id in the ledger.
    pub id: Uuid,
    /// The voucher it belongs to.
    pub reference: Uuid,
    /// How it stands.
    pub state: MovementState,
    /// What is promised or used; negative where it takes back.
    pub amount: Rupiah,
    /// When it was made.
    pub at: UtcMicros,
    /// When it was posted, voided or expired.
    pub settled_at: Option<UtcMicros>,
}

/// One page of the movements of an account, newest first.
///
/// Many vouchers issued at once share their instant, so the page starts after instant and id.
pub fn list_movements(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    account: AccountId,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<Movement>, Failure> {
    let (at, id) = match after {
        Some(cursor) => {
            let at = cursor.number();
            (
                at.map_err(|error| Failure::other("read a cursor", error))?,
                cursor.id,
            )
        }
        None => (i64::MAX, Uuid::max()),
    };
    let rows = tx.query(
        "SELECT id, reference_id, kind, state, pending, posted, at, settled_at \
         FROM ledger_transfer WHERE tenant_id = $1 AND account_id = $2 AND at <= $3 \
         AND (at < $3 OR id < $4) ORDER BY at DESC, id DESC LIMIT $5",
        params![tenant, account, at, id, size.limit()],
    )?;
    let movements: Result<Vec<Movement>, Failure> = rows.iter().map(read_movement).collect();
    Ok(Page::cut(movements?, size, |movement| Cursor {
        key: movement.at.get().to_string(),
        id: movement.id,
    }))
}

fn read_movement(row: &Row) -> Result<Movement, Failure> {
    let (kind, state): (String, String) = (row.get("kind")?, row.get("state")?);
    let state = match (kind.as_str(), state.as_str()) {
        ("fact", _) => MovementState::Fact,
        ("reversal", _) => MovementState::Reversal,
        (_, "pending") => MovementState::Pending,
        (_, "posted") => MovementState::Posted,
        (_, "voided") => MovementState::Voided,
        (_, "expired") => MovementState::Expired,
        other => return Err(Failure::bug(format!("unknown movement {other:?}"))),
    };
    let (pending, posted): (i64, i64) = (row.get("pending")?, row.get("posted")?);
    Ok(Movement {
        id: row.get("id")?,
        reference: row.get("reference_id")?,
        state,
        amount: Rupiah::new(pending.saturating_add(posted)),
        at: row.get("at")?,
        settled_at: row.get("settled_at")?,
    })
}
