//! Commands: repeatable closures, answered once per idempotency key.

use std::panic::{AssertUnwindSafe, catch_unwind};

use base::{ActorId, Stamp, TenantId, UtcMicros};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use tokio::sync::oneshot;

use crate::{Failure, FailureKind, Tx};

/// The longest idempotency key, in characters.
pub const MAX_KEY_CHARS: usize = 64;

/// How an action ended when it did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ActionError<R> {
    /// The domain said no, by name.
    #[error("refused: {0:?}")]
    Refused(R),
    /// The idempotency key was used before with other content.
    #[error("this idempotency key was used with other content")]
    KeyReused,
    /// The world broke.
    #[error(transparent)]
    Failed(Failure),
}

impl<R> From<Failure> for ActionError<R> {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl<R> From<base::OutOfRange> for ActionError<R> {
    fn from(error: base::OutOfRange) -> Self {
        Self::Failed(error.into())
    }
}

impl<R> ActionError<R> {
    /// The same error with its refusal put into a wider enum.
    pub fn map<S>(self, f: impl FnOnce(R) -> S) -> ActionError<S> {
        match self {
            Self::Refused(refusal) => ActionError::Refused(f(refusal)),
            Self::KeyReused => ActionError::KeyReused,
            Self::Failed(failure) => ActionError::Failed(failure),
        }
    }
}

/// What a write is: whose, under which key, with which content.
#[derive(Debug, Clone)]
pub struct Command {
    /// The city; one transaction concerns one tenant.
    pub tenant: TenantId,
    /// Who gives the command; keys are unique per actor.
    pub actor: ActorId,
    /// When it was given.
    pub at: UtcMicros,
    /// The idempotency key, any text up to [`MAX_KEY_CHARS`]; without one nothing is replayed.
    pub key: Option<String>,
    /// SHA-256 over the action's code and its input.
    pub request_hash: [u8; 32],
    /// Commands in a group run in this order, which keeps row locks in order; 0 names no place.
    pub order_by: u128,
}

impl Command {
    /// A command by the one a stamp names, without a key.
    pub fn by(stamp: &Stamp) -> Self {
        Self {
            tenant: stamp.tenant,
            actor: stamp.actor,
            at: stamp.at,
            key: None,
            request_hash: [0; 32],
            order_by: 0,
        }
    }

    /// The same under an idempotency key, for an action and its input.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<String>, action: &str, input: &impl Serialize) -> Self {
        self.key = Some(key.into());
        // An input that cannot be written as JSON has no content to compare.
        let content = serde_json::to_vec(input).unwrap_or_default();
        self.request_hash = Sha256::new()
            .chain_update(action)
            .chain_update([0])
            .chain_update(content)
            .finalize()
            .into();
        self
    }

    /// The same, locking its rows in the place of `id`.
    #[must_use]
    pub fn ordered_by(mut self, id: impl Into<base::Uuid>) -> Self {
        self.order_by = id.into().as_u128();
        self
    }
}

/// What looking a key up found.
#[derive(Debug)]
pub enum KeyOutcome<T> {
    /// Not used yet.
    New,
    /// Used for the same content: the stored answer.
    Replay(T),
    /// Used for other content.
    Reused,
}

/// What becomes of a command's part of the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It succeeded.
    Keep,
    /// It was refused before it changed anything.
    Untouched,
    /// It changed something, or a statement failed: its part must be undone.
    Undo,
}

/// A command in the queue, its types erased.
pub(crate) trait Queued: Send {
    fn tenant(&self) -> TenantId;
    fn order_by(&self) -> u128;
    /// Runs once; an error that ends the whole transaction comes back as `Err`.
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<Verdict, FailureKind>;
    /// Whether running again may end differently (the command lost a race on its key, say).
    fn wants_another_run(&self) -> bool;
    /// Whether COMMIT's lost answer can be settled by looking up the key.
    fn has_key(&self) -> bool;
    /// Sets the outcome where the group did not commit.
    fn fail(&mut self, failure: Failure);
    /// Sends the answer.
    fn answer(self: Box<Self>);
}

pub(crate) struct TypedCommand<F, T, R> {
    pub(crate) command: Command,
    pub(crate) action: F,
    pub(crate) outcome: Option<Result<T, ActionError<R>>>,
    pub(crate) reply: oneshot::Sender<Result<T, ActionError<R>>>,
}

impl<F, T, R> TypedCommand<F, T, R>
where
    F: Fn(&mut Tx<'_>) -> Result<T, ActionError<R>>,
    T: Serialize + DeserializeOwned,
{
    fn perform(&self, tx: &mut Tx<'_>) -> Result<T, ActionError<R>> {
        let Some(key) = &self.command.key else {
            return self.act(tx);
        };
        match lookup_key(tx, &self.command, key)? {
            KeyOutcome::Replay(answer) => return Ok(answer),
            KeyOutcome::Reused => return Err(ActionError::KeyReused),
            KeyOutcome::New => {}
        }
        let answer = self.act(tx)?;
        store_answer(tx, &self.command, key, &answer)?;
        Ok(answer)
    }

    fn act(&self, tx: &mut Tx<'_>) -> Result<T, ActionError<R>> {
        let answer = catch_unwind(AssertUnwindSafe(|| (self.action)(tx))).map_err(|panic| {
            Failure::bug(format!("a write panicked: {}", panic_text(&*panic)))
        })??;
        if tx.has_unjournaled_changes() {
            tx.take_changes();
            return Err(Failure::bug("a change was left without its journal entry").into());
        }
        Ok(answer)
    }
}

impl<F, T, R> Queued for TypedCommand<F, T, R>
where
    F: Fn(&mut Tx<'_>) -> Result<T, ActionError<R>> + Send,
    T: Serialize + DeserializeOwned + Send,
    R: Send,
{
    fn tenant(&self) -> TenantId {
        self.command.tenant
    }

    fn order_by(&self) -> u128 {
        self.command.order_by
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> Result<Verdict, FailureKind> {
        let outcome = self.perform(tx);
        tx.take_changes();
        let ended = match &outcome {
            Err(ActionError::Failed(failure)) if failure.kind().is_transient() => {
                Some(failure.kind())
            }
            _ => None,
        };
        let verdict = match &outcome {
            Ok(_) => Verdict::Keep,
            // PostgreSQL runs nothing more after a statement that failed.
            Err(ActionError::Failed(_)) => Verdict::Undo,
            Err(_) if tx.has_written() => Verdict::Undo,
            Err(_) => Verdict::Untouched,
        };
        self.outcome = Some(outcome);
        ended.map_or(Ok(verdict), Err)
    }

    fn wants_another_run(&self) -> bool {
        let Some(Err(ActionError::Failed(failure))) = &self.outcome else {
            return false;
        };
        failure.kind() == FailureKind::Unique && self.command.key.is_some()
    }

    fn has_key(&self) -> bool {
        self.command.key.is_some()
    }

    fn fail(&mut self, failure: Failure) {
        self.outcome = Some(Err(ActionError::Failed(failure)));
    }

    fn answer(self: Box<Self>) {
        let lost = || Err(ActionError::Failed(Failure::bug("a command was never run")));
        let outcome = self.outcome.unwrap_or_else(lost);
        // Nobody waits any more where the request was dropped; the write stands all the same.
        let _ = self.reply.send(outcome);
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}

fn lookup_key<T: DeserializeOwned>(
    tx: &mut Tx<'_>,
    command: &Command,
    key: &str,
) -> Result<KeyOutcome<T>, Failure> {
    if key.is_empty() || key.chars().count() > MAX_KEY_CHARS {
        return Err(Failure::bug("an idempotency key is empty or too long"));
    }
    let found = tx.query_opt(
        "SELECT request_hash, answer FROM idempotency \
         WHERE tenant_id = $1 AND actor_id = $2 AND key = $3",
        crate::params![command.tenant, command.actor, key],
    )?;
    let Some(row) = found else {
        return Ok(KeyOutcome::New);
    };
    if row.get::<Vec<u8>>("request_hash")? != command.request_hash {
        return Ok(KeyOutcome::Reused);
    }
    let answer: String = row.get("answer")?;
    serde_json::from_str(&answer)
        .map(KeyOutcome::Replay)
        .map_err(|error| Failure::other("read a stored answer", error))
}

fn store_answer<T: Serialize>(
    tx: &mut Tx<'_>,
    command: &Command,
    key: &str,
    answer: &T,
) -> Result<(), Failure> {
    let text = serde_json::to_string(answer)
        .map_err(|error| Failure::other("write an answer for replay", error))?;
    tx.execute_outside_journal(
        "INSERT INTO idempotency (tenant_id, actor_id, key, request_hash, answer, at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        crate::params![
            command.tenant,
            command.actor,
            key,
            &command.request_hash,
            &text,
            command.at
        ],
    )?;
    Ok(())
}
