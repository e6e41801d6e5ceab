//! Threads that own a connection: readers take one job at a time, writers whatever is queued.

use std::time::{Duration, Instant};

use flume::Receiver;

use crate::checkpointer::Checkpointer;
use crate::command::Verdict;
use crate::pool::{Connection, Connector, Options, ReadJob, WriteJob};
use crate::{EngineKind, Failure, FailureKind, Location};

pub(crate) struct Worker {
    connector: Connector,
    connection: Option<Connection>,
    pub(crate) checkpointer: Option<Checkpointer>,
}

impl Worker {
    pub(crate) fn new(connector: Connector, connection: Connection) -> Self {
        Self {
            connector,
            connection: Some(connection),
            checkpointer: None,
        }
    }

    /// A usable connection, made anew where the last one broke.
    fn connection(&mut self) -> Result<&mut Connection, Failure> {
        self.connection = self
            .connection
            .take()
            .filter(|open| open.engine.is_usable());
        match &mut self.connection {
            Some(connection) => Ok(connection),
            empty => Ok(empty.insert(self.connector.connect()?)),
        }
    }

    fn begin_snapshot(&mut self) -> Result<(), Failure> {
        let connection = self.connection()?;
        let begin = match connection.engine.kind() {
            EngineKind::Sqlite => "BEGIN",
            EngineKind::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        connection.engine.batch(begin)
    }

    pub(crate) fn read_all(mut self, queue: &Receiver<ReadJob>) {
        while let Ok(job) = queue.recv() {
            // A connection that was lost while it lay idle is noticed only now: a fresh one then.
            let begun = match self.begin_snapshot() {
                Err(failure) if failure.kind() == FailureKind::LostConnection => {
                    self.connection = None;
                    self.begin_snapshot()
                }
                begun => begun,
            };
            let connection = match (begun, &mut self.connection) {
                (Ok(()), Some(connection)) => connection,
                (begun, _) => {
                    let without = Failure::bug("a snapshot without its connection");
                    job(Err(begun.err().unwrap_or(without)));
                    continue;
                }
            };
            let mut tx = connection.tx();
            let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(Ok(&mut tx))));
            if ran.is_err() {
                tracing::error!("a read panicked");
            }
            if let Err(failure) = connection.engine.batch("COMMIT") {
                tracing::warn!(%failure, "a reader could not end its snapshot");
                self.connection = None;
            }
        }
    }

    pub(crate) fn write_all(mut self, queue: &Receiver<WriteJob>, options: &Options) {
        while let Ok(first) = queue.recv() {
            let mut group = vec![first];
            // PostgreSQL holds row locks until COMMIT: short groups let others pass.
            let most = match self.connector.location {
                Location::Sqlite(_) => options.group,
                Location::Postgres(_) => options.group.min(16),
            };
            while group.len() < most && group.last().is_some_and(|last| self.may_share(last)) {
                let Ok(next) = queue.try_recv() else { break };
                group.push(next);
            }
            group.sort_by_key(|command| (command.tenant(), command.order_by()));
            self.write_group(group, options);
        }
    }

    /// Whether a command may run in one transaction with others.
    ///
    /// Two groups on PostgreSQL that lock the same rows in different order would wait for each other:
    /// there a command that names no place in that order runs alone.
    fn may_share(&self, command: &WriteJob) -> bool {
        match self.connector.location {
            Location::Sqlite(_) => true,
            Location::Postgres(_) => command.order_by() != 0,
        }
    }

    /// One transaction per tenant; where it fails as a whole, each command runs alone.
    fn write_group(&mut self, mut group: Vec<WriteJob>, options: &Options) {
        let started = Instant::now();
        while let Some(first) = group.first() {
            let tenant = first.tenant();
            let count = if self.may_share(first) {
                let of_tenant = |command: &&WriteJob| command.tenant() == tenant;
                group.iter().take_while(of_tenant).count()
            } else {
                1
            };
            let rest = group.split_off(count);
            let mut same = std::mem::replace(&mut group, rest);
            if self.transact(&mut same).is_err() {
                for command in &mut same {
                    self.run_alone(command, options);
                }
            }
            for command in same {
                command.answer();
            }
            if let Some(checkpointer) = &self.checkpointer {
                checkpointer.wake();
            }
        }
        let took = started.elapsed();
        if took > Duration::from_millis(250) {
            tracing::warn!(took_ms = took.as_millis(), "a group of writes was slow");
        }
    }

    /// Runs a command by itself until it ends or its time is up.
    fn run_alone(&mut self, command: &mut WriteJob, options: &Options) {
        let deadline = Instant::now() + options.retry_for;
        let mut pause = Duration::from_millis(5);
        loop {
            let outcome = self.transact(std::slice::from_mut(command));
            let Err(failure) = outcome else { return };
            // After a COMMIT whose answer is lost only a key can tell what happened.
            let hopeless = !failure.kind().is_transient()
                || (failure.kind() == FailureKind::OutcomeUnknown && !command.has_key());
            if hopeless || Instant::now() + pause > deadline {
                command.fail(failure);
                return;
            }
            std::thread::park_timeout(pause + jitter(pause));
            pause = (pause * 2).min(Duration::from_secs(2));
        }
    }

    /// Runs commands in one transaction. `Err` where the whole transaction is lost.
    ///
    /// Most succeed, or are refused before they change anything, and a savepoint costs each of them
    /// copies of its pages (SQLite) or two round trips (PostgreSQL). So they run without; where one
    /// has to be undone after all, everything is, and all run again with savepoints.
    fn transact(&mut self, commands: &mut [WriteJob]) -> Result<(), Failure> {
        if self.transact_with(commands, Care::Bold)? == Ran::NeedsSavepoints {
            self.transact_with(commands, Care::Savepoints)?;
        }
        Ok(())
    }

    fn transact_with(&mut self, commands: &mut [WriteJob], care: Care) -> Result<Ran, Failure> {
        let connection = self.connection()?;
        let begin = match connection.engine.kind() {
            EngineKind::Sqlite => "BEGIN IMMEDIATE",
            EngineKind::Postgres => "BEGIN",
        };
        connection.engine.batch(begin)?;
        let ran = match run_commands(connection, commands, care) {
            Ok(Ran::Whole) => commit(connection).map(|()| Ran::Whole),
            unfinished => unfinished,
        };
        if !matches!(ran, Ok(Ran::Whole)) {
            let rolled_back = connection.engine.batch("ROLLBACK");
            if rolled_back.is_err() && connection.engine.in_transaction() {
                self.connection = None;
            }
        }
        ran
    }
}

/// Whether each command has a savepoint of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    Bold,
    Savepoints,
}

/// How far the commands of a transaction came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ran {
    /// To the end.
    Whole,
    /// One of them has to be undone, which only a savepoint can do alone.
    NeedsSavepoints,
}

fn commit(connection: &mut Connection) -> Result<(), Failure> {
    let committed = connection.engine.batch("COMMIT");
    committed.map_err(|failure| match failure.kind() {
        FailureKind::LostConnection => {
            Failure::with_source(FailureKind::OutcomeUnknown, "COMMIT", failure)
        }
        _ => failure,
    })
}

fn run_commands(
    connection: &mut Connection,
    commands: &mut [WriteJob],
    care: Care,
) -> Result<Ran, Failure> {
    for command in commands {
        let mut runs_left = 2;
        loop {
            if care == Care::Savepoints {
                connection.engine.batch("SAVEPOINT command")?;
            }
            let verdict = command.run(&mut connection.tx());
            let ended = !connection.engine.is_usable() || !connection.engine.in_transaction();
            let verdict = match verdict {
                Err(kind) => return Err(Failure::new(kind, "a command lost its transaction")),
                _ if ended => {
                    return Err(Failure::new(
                        FailureKind::LostConnection,
                        "the transaction ended",
                    ));
                }
                Ok(verdict) => verdict,
            };
            match (care, verdict) {
                (Care::Bold, Verdict::Undo) => return Ok(Ran::NeedsSavepoints),
                (Care::Bold, _) => {}
                (Care::Savepoints, verdict) => end_savepoint(connection, verdict)?,
            }
            runs_left -= 1;
            // Two at once with one key: the loser finds the winner's answer on its second run.
            if runs_left == 0 || !command.wants_another_run() {
                break;
            }
        }
    }
    Ok(Ran::Whole)
}

fn end_savepoint(connection: &mut Connection, verdict: Verdict) -> Result<(), Failure> {
    if verdict == Verdict::Undo {
        connection.engine.batch("ROLLBACK TO SAVEPOINT command")?;
    }
    connection.engine.batch("RELEASE SAVEPOINT command")
}

/// Up to half a pause more, so that losers of a race do not meet again.
fn jitter(pause: Duration) -> Duration {
    let thread = format!("{:?}", std::thread::current().id());
    let spread = u32::try_from(thread.len() + thread.bytes().map(usize::from).sum::<usize>())
        .unwrap_or_default();
    pause * (spread % 16) / 32
}
