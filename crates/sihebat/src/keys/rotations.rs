//! New keys in the journal of every city, and the notes by which checkpoint keys follow each other.

use base::{Stamp, TenantId};
use db::{Failure, Tx, params};
use journal::Subject;

use super::{Key, KeyKind, signer_of};

/// The journal's code of making a new key.
const ROTATE_KEY: &str = "sihebat.key.rotate";
/// The journal's code of making new keys for lost ones.
const REPLACE_LOST_KEYS: &str = "sihebat.key.replace_lost";

/// Notes read at most: a city that replaced its key each week for twenty years.
const NOTES_MAX: i64 = 1_000;

/// A new key as the journal knows it.
#[derive(Clone)]
pub(crate) struct NewKey {
    kind: KeyKind,
    id: String,
    used_from: base::UtcMicros,
    withdraws: bool,
    /// For checkpoint keys: old and new sign which one follows.
    pub(crate) note: Option<String>,
}

impl NewKey {
    /// A key made because all others are lost.
    pub(crate) fn for_lost(new: &Key) -> Self {
        Self {
            kind: new.kind,
            id: new.id.clone(),
            used_from: new.used_from,
            withdraws: true,
            note: None,
        }
    }

    /// A key that comes after another one.
    pub(crate) fn after(old: &Key, new: &Key, withdraws: bool) -> anyhow::Result<Self> {
        let follows = || {
            let (old, new_signer) = (signer_of(old), signer_of(new));
            journal::CheckpointKeyRotation::sign(&old, &new_signer, new.used_from)
        };
        let is_checkpoint = new.kind == KeyKind::Checkpoint;
        Ok(Self {
            kind: new.kind,
            id: new.id.clone(),
            used_from: new.used_from,
            withdraws,
            note: is_checkpoint.then(follows).transpose()?,
        })
    }
}

/// Writes a new key into a city's journal.
pub(crate) fn record_new_key(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    key: &NewKey,
    reason: Option<&str>,
) -> Result<(), Failure> {
    insert(tx, stamp.tenant, key)?;
    let subject = Subject::new("city", stamp.tenant);
    journal::record(tx, stamp, ROTATE_KEY, subject, reason)
}

fn insert(tx: &mut Tx<'_>, tenant: TenantId, key: &NewKey) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO key_rotation (tenant_id, key_id, kind, used_from_at, withdraws, note) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            tenant,
            &key.id,
            &key.kind.to_string(),
            key.used_from,
            key.withdraws,
            key.note.as_deref()
        ],
    )
}

/// Writes into a city's journal that all keys were lost and made anew.
pub(crate) fn record_replaced(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    keys: &[NewKey],
) -> Result<(), Failure> {
    for key in keys {
        insert(tx, stamp.tenant, key)?;
    }
    let subject = Subject::new("city", stamp.tenant);
    journal::record(tx, stamp, REPLACE_LOST_KEYS, subject, None)
}

/// The notes by which checkpoint keys follow each other.
pub(crate) fn list_notes(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<String>, Failure> {
    let rows = tx.query(
        "SELECT note FROM key_rotation WHERE tenant_id = $1 AND note IS NOT NULL \
         ORDER BY used_from_at, key_id LIMIT $2",
        params![tenant, NOTES_MAX],
    )?;
    rows.iter().map(|row| row.get("note")).collect()
}
