//! Workers that own the connections, and the handle everybody holds.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use base::TenantId;
use flume::{Receiver, Sender, TrySendError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;

use crate::checkpointer::Checkpointer;
use crate::command::{Queued, TypedCommand};
use crate::engine::{Engine, Postgres, Sqlite};
use crate::statement::StatementCache;
use crate::worker::Worker;
use crate::{ActionError, Command, EngineKind, Failure, FailureKind, Location, Tx};

/// What a connection is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To change something.
    Write,
    /// To read what this person just wrote: from the primary.
    ReadOwn,
    /// For dashboards and reports, where a stated lag is fine.
    Report,
}

/// Sizes and limits of a pool.
#[derive(Debug, Clone)]
pub struct Options {
    /// Threads that read.
    pub readers: usize,
    /// Threads that write, on PostgreSQL; SQLite has one writer.
    pub writers: usize,
    /// Commands that may wait; past it callers are told to come back.
    pub queue: usize,
    /// The most commands in one transaction.
    pub group: usize,
    /// The limit on each wait for PostgreSQL.
    pub wait: Duration,
    /// How long transient failures are tried again.
    pub retry_for: Duration,
}

impl Options {
    /// Sizes for a machine with so many cores.
    pub fn for_cores(cores: usize) -> Self {
        let workers = cores.saturating_mul(2).clamp(2, 16);
        Self {
            readers: workers,
            writers: workers,
            queue: 1_024,
            group: 256,
            wait: Duration::from_secs(8),
            retry_for: Duration::from_secs(30),
        }
    }
}

pub(crate) type ReadJob = Box<dyn FnOnce(Result<&mut Tx<'_>, Failure>) + Send>;
pub(crate) type WriteJob = Box<dyn Queued>;

/// A handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    engine: EngineKind,
    location: Location,
    pool: Pool,
}

struct Pool {
    reads: Sender<ReadJob>,
    writes: Sender<WriteJob>,
    threads: std::sync::Mutex<Vec<JoinHandle<()>>>,
}

impl Db {
    /// Opens a database and starts its workers; the schema is not touched.
    pub fn open(location: &Location, options: &Options) -> Result<Self, Failure> {
        let (reads, read_queue) = flume::bounded(options.queue);
        let (writes, write_queue) = flume::bounded(options.queue);
        let mut threads = Vec::new();
        let (engine, writers) = match location {
            Location::Sqlite(_) => (EngineKind::Sqlite, 1),
            Location::Postgres(_) => (EngineKind::Postgres, options.writers),
        };
        // The writer comes first: it creates the file that the readers open.
        for number in 0..writers {
            let connector = Connector::new(location, Access::Write, options);
            let connection = connector.connect()?;
            let queue: Receiver<WriteJob> = write_queue.clone();
            let options = options.clone();
            let checkpointer = match location {
                Location::Sqlite(path) => {
                    let (checkpointer, thread) = Checkpointer::start(path)?;
                    threads.push(thread);
                    Some(checkpointer)
                }
                Location::Postgres(_) => None,
            };
            threads.push(start(format!("db-write-{number}"), move || {
                let mut worker = Worker::new(connector, connection);
                worker.checkpointer = checkpointer;
                worker.write_all(&queue, &options);
            })?);
        }
        for number in 0..options.readers {
            let connector = Connector::new(location, Access::ReadOwn, options);
            let connection = connector.connect()?;
            let queue: Receiver<ReadJob> = read_queue.clone();
            threads.push(start(format!("db-read-{number}"), move || {
                Worker::new(connector, connection).read_all(&queue);
            })?);
        }
        let pool = Pool {
            reads,
            writes,
            threads: std::sync::Mutex::new(threads),
        };
        Ok(Self {
            inner: Arc::new(Inner {
                engine,
                location: location.clone(),
                pool,
            }),
        })
    }

    /// Which engine this is.
    pub fn engine_kind(&self) -> EngineKind {
        self.inner.engine
    }

    /// Where this database is.
    pub fn location(&self) -> &Location {
        &self.inner.location
    }

    /// The one way to a connection: today one pool serves every tenant and access.
    fn pool_for(&self, _tenant: TenantId, _access: Access) -> &Pool {
        &self.inner.pool
    }

    /// Reads in a snapshot on a reader's thread.
    pub async fn read<T: Send + 'static>(
        &self,
        tenant: TenantId,
        access: Access,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let waiting = self.queue_read(tenant, access, f)?;
        waiting.await.map_err(|_| Failure::bug("a reader died"))?
    }

    /// The same for threads without a runtime (commands of the terminal, tests, the simulation).
    pub fn read_blocking<T: Send + 'static>(
        &self,
        tenant: TenantId,
        access: Access,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let waiting = self.queue_read(tenant, access, f)?;
        waiting
            .blocking_recv()
            .map_err(|_| Failure::bug("a reader died"))?
    }

    fn queue_read<T: Send + 'static>(
        &self,
        tenant: TenantId,
        access: Access,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, Failure>>, Failure> {
        let (reply, waiting) = oneshot::channel();
        let job: ReadJob = Box::new(move |tx| {
            // Nobody waits any more where the request was dropped.
            let _ = reply.send(tx.and_then(f));
        });
        self.pool_for(tenant, access)
            .reads
            .try_send(job)
            .map_err(|error| queue_full(&error))?;
        Ok(waiting)
    }

    /// Runs a command in a group on the writer's thread; the answer comes after the COMMIT.
    ///
    /// `f` may run more than once: everything that must be the same each time (ids, the time) is
    /// made before. No file, network, password or image work inside; aim at a millisecond.
    pub async fn write<T, R>(
        &self,
        command: Command,
        f: impl Fn(&mut Tx<'_>) -> Result<T, ActionError<R>> + Send + 'static,
    ) -> Result<T, ActionError<R>>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        R: Send + 'static,
    {
        let waiting = self.queue_write(command, f)?;
        waiting.await.map_err(|_| Failure::bug("the writer died"))?
    }

    /// The same for threads without a runtime.
    pub fn write_blocking<T, R>(
        &self,
        command: Command,
        f: impl Fn(&mut Tx<'_>) -> Result<T, ActionError<R>> + Send + 'static,
    ) -> Result<T, ActionError<R>>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        R: Send + 'static,
    {
        let waiting = self.queue_write(command, f)?;
        waiting
            .blocking_recv()
            .map_err(|_| Failure::bug("the writer died"))?
    }

    fn queue_write<T, R>(
        &self,
        command: Command,
        f: impl Fn(&mut Tx<'_>) -> Result<T, ActionError<R>> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, ActionError<R>>>, Failure>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        R: Send + 'static,
    {
        let (reply, waiting) = oneshot::channel();
        let pool = self.pool_for(command.tenant, Access::Write);
        let job: WriteJob = Box::new(TypedCommand {
            command,
            action: f,
            outcome: None,
            reply,
        });
        pool.writes
            .try_send(job)
            .map_err(|error| queue_full(&error))?;
        Ok(waiting)
    }

    /// Ends the workers after what is queued, once this is the last handle.
    ///
    /// Other handles keep the database open; returns whether it was the last.
    pub fn close(self) -> bool {
        let Ok(inner) = Arc::try_unwrap(self.inner) else {
            return false;
        };
        let Pool {
            reads,
            writes,
            threads,
        } = inner.pool;
        drop(reads);
        drop(writes);
        for thread in threads.into_inner().unwrap_or_default() {
            // A worker that panicked has told so in the log.
            let _ = thread.join();
        }
        true
    }
}

fn queue_full<T>(error: &TrySendError<T>) -> Failure {
    match error {
        TrySendError::Full(_) => {
            Failure::new(FailureKind::Overloaded, "the database queue is full")
        }
        TrySendError::Disconnected(_) => Failure::bug("the database is closed"),
    }
}

pub(crate) fn start(
    name: String,
    body: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, Failure> {
    std::thread::Builder::new()
        .name(name)
        .spawn(body)
        .map_err(|error| Failure::other("start a database thread", error))
}

/// Knows how to make a connection anew.
pub(crate) struct Connector {
    pub(crate) location: Location,
    access: Access,
    wait: Duration,
}

impl Connector {
    fn new(location: &Location, access: Access, options: &Options) -> Self {
        Self {
            location: location.clone(),
            access,
            wait: options.wait,
        }
    }

    pub(crate) fn connect(&self) -> Result<Connection, Failure> {
        Ok(match (&self.location, self.access) {
            (Location::Sqlite(path), Access::Write) => {
                Connection::new(Box::new(Sqlite::open_writer(path)?))
            }
            (Location::Sqlite(path), _) => Connection::new(Box::new(Sqlite::open_reader(path)?)),
            (Location::Postgres(url), _) => {
                Connection::new(Box::new(Postgres::connect(url, self.wait)?))
            }
        })
    }
}

/// Opens a connection for work outside the pool: migrations and whole-database commands.
pub(crate) fn connect_alone(location: &Location) -> Result<Connection, Failure> {
    match location {
        Location::Sqlite(path) => Ok(Connection::new(Box::new(Sqlite::open_writer(
            &PathBuf::from(path),
        )?))),
        Location::Postgres(url) => {
            let limit = Duration::from_mins(10);
            Ok(Connection::new(Box::new(Postgres::connect(url, limit)?)))
        }
    }
}

/// A connection with the statements made ready for it.
pub(crate) struct Connection {
    pub(crate) engine: Box<dyn Engine>,
    statements: StatementCache,
}

impl Connection {
    fn new(engine: Box<dyn Engine>) -> Self {
        let statements = StatementCache::new(engine.kind());
        Self { engine, statements }
    }

    pub(crate) fn tx(&mut self) -> Tx<'_> {
        Tx::new(&mut *self.engine, &mut self.statements)
    }
}
