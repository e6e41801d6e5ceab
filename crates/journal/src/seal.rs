//! Sealing: giving entries their place in the log.

use base::{TenantId, Uuid};
use db::{Failure, Lease, Tx, Value, params};

use crate::merkle::{Frontier, Hash, leaf_hash};

/// Entries sealed in one transaction, so that writers never wait long.
pub const SEAL_STEP: usize = 500;

/// Rows in one INSERT.
const ROWS: usize = 50;

/// Seals up to [`SEAL_STEP`] waiting entries of a tenant; gives how many.
///
/// Runs under the sealer's lease: a holder whose fence is outdated seals nothing.
pub fn seal(tx: &mut Tx<'_>, tenant: TenantId, lease: &Lease) -> Result<usize, Failure> {
    if !lease.check(tx)? {
        return Ok(0);
    }
    let mut entries = Vec::new();
    // Never "after the last id": commits do not happen in the order of ids.
    let taken = tx.query(
        "DELETE FROM journal_pending WHERE tenant_id = $1 AND entry_id IN \
         (SELECT entry_id FROM journal_pending WHERE tenant_id = $1 ORDER BY entry_id LIMIT 500) \
         RETURNING entry_id",
        params![tenant],
    )?;
    for row in &taken {
        entries.push(row.get::<Uuid>("entry_id")?);
    }
    if entries.is_empty() {
        return Ok(0);
    }
    entries.sort_unstable();
    let mut head = load_head(tx, tenant)?;
    let first = head.size();
    let mut leaves = Vec::with_capacity(entries.len());
    for id in entries {
        let row = tx.query_one(
            "SELECT bytes FROM journal_entry WHERE tenant_id = $1 AND id = $2",
            params![tenant, id],
        )?;
        let hash = leaf_hash(&row.get::<Vec<u8>>("bytes")?);
        head.append(hash);
        leaves.push((id, hash));
    }
    insert_leaves(tx, tenant, first, &leaves)?;
    store_head(tx, tenant, first, &head)?;
    Ok(leaves.len())
}

/// The head of a tenant's log.
pub(crate) fn load_head(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Frontier, Failure> {
    let row = tx.query_opt(
        "SELECT size, frontier FROM journal_head WHERE tenant_id = $1",
        params![tenant],
    )?;
    let Some(row) = row else {
        return Ok(Frontier::default());
    };
    Frontier::from_bytes(row.get("size")?, &row.get::<Vec<u8>>("frontier")?)
        .ok_or_else(|| Failure::bug("the head of the log is damaged: run verify"))
}

fn store_head(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    before: u64,
    head: &Frontier,
) -> Result<(), Failure> {
    let size = |size: u64| i64::try_from(size).map_err(|error| Failure::other("log size", error));
    let advanced = tx.execute_outside_journal(
        "INSERT INTO journal_head (tenant_id, size, frontier) VALUES ($1, $2, $3) \
         ON CONFLICT (tenant_id) DO UPDATE SET size = $2, frontier = $3 \
         WHERE journal_head.size = $4",
        params![tenant, size(head.size())?, &head.to_bytes(), size(before)?],
    )?;
    if advanced == 1 {
        Ok(())
    } else {
        Err(Failure::bug("two sealers at once"))
    }
}

fn insert_leaves(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    first: u64,
    leaves: &[(Uuid, Hash)],
) -> Result<(), Failure> {
    let mut index = i64::try_from(first).map_err(|error| Failure::other("log size", error))?;
    for chunk in leaves.chunks(ROWS) {
        let mut values = Vec::with_capacity(chunk.len() * 4);
        for (id, hash) in chunk {
            values.extend([
                Value::from(tenant),
                Value::from(index),
                Value::from(*id),
                Value::from(hash),
            ]);
            index += 1;
        }
        tx.execute_outside_journal(&insert_text(chunk.len()), &values)?;
    }
    Ok(())
}

fn insert_text(rows: usize) -> String {
    let places: Vec<String> = (0..rows)
        .map(|row| row * 4)
        .map(|n| format!("(${}, ${}, ${}, ${})", n + 1, n + 2, n + 3, n + 4))
        .collect();
    format!(
        "INSERT INTO journal_leaf (tenant_id, leaf_index, entry_id, leaf_hash) VALUES {}",
        places.join(", ")
    )
}
