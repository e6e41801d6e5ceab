//! The history of one record: "Jejak audit".

use base::{ActorId, Cursor, Page, PageSize, PostId, TenantId, UtcMicros, Uuid};
use db::{Failure, Tx, params};

use crate::entry::{Entry, RowChange};

/// One line of a record's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The entry's id.
    pub id: Uuid,
    /// When.
    pub at: UtcMicros,
    /// Who.
    pub actor: ActorId,
    /// In whose name, for a deputy.
    pub acting_for: Option<PostId>,
    /// From where.
    pub origin: String,
    /// The action's code.
    pub action: String,
    /// The reason or remark.
    pub note: Option<String>,
    /// The changed rows.
    pub changes: Vec<RowChange>,
    /// Its place in the log, once sealed.
    pub leaf_index: Option<i64>,
}

/// The history of a record, newest first.
pub fn list_history(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    subject: Uuid,
    after: Option<&Cursor>,
    size: PageSize,
) -> Result<Page<HistoryEntry>, Failure> {
    let (at, id) = match after {
        Some(cursor) => {
            let at = cursor
                .number()
                .map_err(|error| Failure::other("read a cursor", error))?;
            (at, cursor.id)
        }
        None => (i64::MAX, Uuid::max()),
    };
    let rows = tx.query(
        "SELECT e.bytes, l.leaf_index FROM journal_entry e \
         LEFT JOIN journal_leaf l ON l.tenant_id = e.tenant_id AND l.entry_id = e.id \
         WHERE e.tenant_id = $1 AND e.subject_id = $2 AND (e.at < $3 OR (e.at = $3 AND e.id < $4)) \
         ORDER BY e.at DESC, e.id DESC LIMIT $5",
        params![tenant, subject, at, id, size.limit()],
    )?;
    let entries: Result<Vec<HistoryEntry>, Failure> = rows
        .iter()
        .map(|row| {
            let entry = Entry::decode(&row.get::<Vec<u8>>("bytes")?)
                .map_err(|error| Failure::other("read a journal entry", error))?;
            Ok(HistoryEntry {
                id: entry.id,
                at: entry.at,
                actor: entry.actor,
                acting_for: entry.acting_for,
                origin: entry.origin,
                action: entry.action,
                note: entry.note,
                changes: entry.changes,
                leaf_index: row.get("leaf_index")?,
            })
        })
        .collect();
    Ok(Page::cut(entries?, size, |entry| Cursor {
        key: entry.at.get().to_string(),
        id: entry.id,
    }))
}
