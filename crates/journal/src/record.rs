//! Writing an entry: the one path by which a change is recorded.

use base::{Stamp, Uuid};
use db::{ChangeKind, Failure, Tx, params};

use crate::entry::{Entry, RowChange};
use crate::image::encode_image;

/// What an action was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    /// The kind of thing, such as `voucher`.
    pub kind: &'a str,
    /// Which one.
    pub id: Uuid,
}

impl<'a> Subject<'a> {
    /// A subject of a kind.
    pub fn new(kind: &'a str, id: impl Into<Uuid>) -> Self {
        Self {
            kind,
            id: id.into(),
        }
    }
}

/// Records the changes made since the last entry of this transaction, as one entry.
///
/// `note` is a reason a person typed or a fact the rows do not hold; no personal data.
///
/// # Errors
/// A bug [`Failure`] where nothing was changed: a record without a change is no journal entry.
pub fn record(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    action: &str,
    subject: Subject<'_>,
    note: Option<&str>,
) -> Result<(), Failure> {
    let changes = tx.take_changes();
    if changes.is_empty() {
        return Err(Failure::bug(format!("{action} recorded nothing")));
    }
    let changes: Result<Vec<RowChange>, Failure> = changes
        .iter()
        .map(|change| {
            Ok(RowChange {
                table: change.table.as_ref().to_owned(),
                deleted: change.kind == ChangeKind::Deleted,
                image: encode_image(&change.image)?,
            })
        })
        .collect();
    let entry = Entry {
        tenant: stamp.tenant,
        id: stamp.next_id(),
        at: stamp.at,
        actor: stamp.actor,
        acting_for: stamp.acting_for,
        origin: stamp.origin.clone(),
        action: action.to_owned(),
        subject_kind: subject.kind.to_owned(),
        subject_id: subject.id,
        note: note.map(str::to_owned),
        changes: changes?,
    };
    tx.execute_outside_journal(
        "INSERT INTO journal_entry (tenant_id, id, at, actor_id, action, subject_id, bytes) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            entry.tenant,
            entry.id,
            entry.at,
            entry.actor,
            action,
            entry.subject_id,
            &entry.encode()
        ],
    )?;
    tx.execute_outside_journal(
        "INSERT INTO journal_pending (tenant_id, entry_id) VALUES ($1, $2)",
        params![entry.tenant, entry.id],
    )?;
    Ok(())
}
