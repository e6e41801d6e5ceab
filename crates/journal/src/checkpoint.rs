//! Checkpoints: the log's head, signed, to be kept outside the house.
//!
//! The text follows C2SP tlog-checkpoint: origin, size, root in base64, and one extension line
//! with the instant.

use base::{TenantId, UtcMicros, Uuid};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use db::{Failure, Tx, params};
use sha2::{Digest as _, Sha256};

use crate::merkle::Hash;
use crate::note::{NoteError, SigningKey, VerifyingKey, sign_note, verify_note};
use crate::seal::load_head;

/// A signed statement: at this instant the log had this size and this root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The city.
    pub tenant: TenantId,
    /// How many leaves the log had.
    pub size: u64,
    /// Its root.
    pub root: Hash,
    /// When it was signed.
    pub at: UtcMicros,
}

/// Why a checkpoint was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The note around it was not accepted.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text is no checkpoint of ours.
    #[error("the text is not a checkpoint")]
    Malformed,
    /// The key that signed it had been replaced by then.
    #[error("the key that signed the checkpoint had been replaced by then")]
    KeyReplaced,
}

impl Checkpoint {
    fn text(&self) -> String {
        format!(
            "sihebat.id/{}\n{}\n{}\nat {}\n",
            self.tenant,
            self.size,
            STANDARD.encode(self.root),
            self.at.get()
        )
    }

    /// Reads a signed checkpoint.
    ///
    /// # Errors
    /// A [`CheckpointError`] where the signature or the text is not right.
    pub fn open(note: &str, trusted: &VerifyingKey) -> Result<Self, CheckpointError> {
        let text = verify_note(note, trusted)?;
        let mut lines = text.lines();
        let mut line = || lines.next().ok_or(CheckpointError::Malformed);
        let tenant = line()?
            .strip_prefix("sihebat.id/")
            .and_then(|id| id.parse::<Uuid>().ok());
        let size = line()?.parse().ok();
        let root = STANDARD
            .decode(line()?)
            .ok()
            .and_then(|root| root.try_into().ok());
        let at = line()?.strip_prefix("at ").and_then(|at| at.parse().ok());
        match (tenant, size, root, at) {
            (Some(tenant), Some(size), Some(root), Some(at)) => Ok(Self {
                tenant: TenantId::new(tenant),
                size,
                root,
                at: UtcMicros::new(at),
            }),
            _ => Err(CheckpointError::Malformed),
        }
    }
}

/// Signs the head of a tenant's log where it has grown since the last checkpoint.
///
/// Gives the note to be sent outside, or `None` where nothing is new.
pub fn checkpoint(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    at: UtcMicros,
    signer: &SigningKey,
) -> Result<Option<String>, Failure> {
    let head = load_head(tx, tenant)?;
    if head.size() == 0 {
        return Ok(None);
    }
    let note = sign_note(
        &Checkpoint {
            tenant,
            size: head.size(),
            root: head.root(),
            at,
        }
        .text(),
        signer,
    );
    let size = i64::try_from(head.size()).map_err(|error| Failure::other("log size", error))?;
    let inserted = tx.execute_outside_journal(
        "INSERT INTO journal_checkpoint (tenant_id, size, at, note) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant_id, size) DO NOTHING",
        params![tenant, size, at, &note],
    )?;
    Ok((inserted == 1).then_some(note))
}

/// The last signed checkpoint of a tenant.
pub fn latest_checkpoint(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Option<String>, Failure> {
    let row = tx.query_opt(
        "SELECT note FROM journal_checkpoint WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1",
        params![tenant],
    )?;
    row.map(|row| row.get("note")).transpose()
}

/// The code printed on documents: enough of the note's digest to recognise it, in groups of four.
pub fn short_code(note: &str) -> String {
    let digest = base::to_hex(&Sha256::digest(note)).to_uppercase();
    let groups: Vec<String> = digest
        .chars()
        .take(16)
        .collect::<Vec<_>>()
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}
