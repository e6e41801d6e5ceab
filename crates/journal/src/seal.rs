//! Sealing: giving entries their place in the log.

use base::{TenantId, Uuid};
use db::{Failure, Lease, Tx, Value, params};

use crate::merkle::{Frontier, Hash, leaf_hash};

/// Entries sealed in one transaction, so that writers never wait long.
pub const SEAL_STEP: usize = 500;

/// Rows in one INSERT.
const ROWS: usize = 50;

/// An entry without a place in the log yet, with the hash of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    id: Uuid,
    hash: Hash,
}

/// Up to [`SEAL_STEP`] waiting entries of a tenant, hashed.
///
/// Entries never change, so that this can be done while others write.
pub fn list_waiting(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<Waiting>, Failure> {
    let mut waiting = Vec::with_capacity(SEAL_STEP);
    tx.each(
        "SELECT e.id, e.bytes FROM journal_pending p JOIN journal_entry e \
         ON e.tenant_id = p.tenant_id AND e.id = p.entry_id \
         WHERE p.tenant_id = $1 ORDER BY p.entry_id LIMIT 500",
        params![tenant],
        |row| {
            let hash = leaf_hash(row.bytes("bytes")?);
            let id = row.get("id")?;
            waiting.push(Waiting { id, hash });
            Ok(())
        },
    )?;
    Ok(waiting)
}

/// Seals up to [`SEAL_STEP`] waiting entries of a tenant in one transaction; gives how many.
pub fn seal(tx: &mut Tx<'_>, tenant: TenantId, lease: &Lease) -> Result<usize, Failure> {
    let waiting = list_waiting(tx, tenant)?;
    seal_waiting(tx, tenant, lease, &waiting)
}

/// Seals entries that were listed and hashed before; gives how many.
///
/// Runs under the sealer's lease: a holder whose fence is outdated seals nothing.
///
/// # Errors
/// A bug [`Failure`] where one of them was sealed meanwhile, which the lease prevents.
pub fn seal_waiting(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    lease: &Lease,
    waiting: &[Waiting],
) -> Result<usize, Failure> {
    if waiting.is_empty() || !lease.check(tx)? {
        return Ok(0);
    }
    // Never "up to the last id": commits do not happen in the order of ids.
    remove_pending(tx, tenant, waiting)?;
    let mut head = load_head(tx, tenant)?;
    let first = head.size();
    for entry in waiting {
        head.append(entry.hash);
    }
    insert_leaves(tx, tenant, first, waiting)?;
    store_head(tx, tenant, first, &head)?;
    Ok(waiting.len())
}

fn remove_pending(tx: &mut Tx<'_>, tenant: TenantId, waiting: &[Waiting]) -> Result<(), Failure> {
    let mut removed = 0;
    for chunk in waiting.chunks(ROWS) {
        let places: Vec<String> = (0..chunk.len()).map(|n| format!("${}", n + 2)).collect();
        let sql = format!(
            "DELETE FROM journal_pending WHERE tenant_id = $1 AND entry_id IN ({})",
            places.join(", ")
        );
        let mut values = vec![Value::from(tenant)];
        values.extend(chunk.iter().map(|entry| Value::from(entry.id)));
        removed += tx.execute_outside_journal(&sql, &values)?;
    }
    if usize::try_from(removed) == Ok(waiting.len()) {
        return Ok(());
    }
    Err(Failure::bug("two sealers at once"))
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
    leaves: &[Waiting],
) -> Result<(), Failure> {
    let mut index = i64::try_from(first).map_err(|error| Failure::other("log size", error))?;
    for chunk in leaves.chunks(ROWS) {
        let mut values = Vec::with_capacity(chunk.len() * 4);
        for entry in chunk {
            values.extend([
                Value::from(tenant),
                Value::from(index),
                Value::from(entry.id),
                Value::from(&entry.hash),
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
