//! PostgreSQL through tokio-postgres, each connection on its own small runtime.
#![expect(
    clippy::disallowed_types,
    reason = "this is the one place that speaks to tokio-postgres"
)]

use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{BufMut, BytesMut};
use futures_util::StreamExt as _;
use tokio::runtime::Runtime;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, NoTls};

use super::{Engine, EngineKind, RowSink};
use crate::statement::Statement;
use crate::{Failure, FailureKind, Owned, Row, Value};

/// One PostgreSQL connection, kept with the statements prepared on it.
pub(crate) struct Postgres {
    runtime: Runtime,
    client: Client,
    prepared: HashMap<Box<str>, Prepared>,
    limit: Duration,
    usable: bool,
}

#[derive(Clone)]
struct Prepared {
    statement: tokio_postgres::Statement,
    columns: Arc<[Box<str>]>,
}

/// How long a connection attempt may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

impl Postgres {
    /// Connects; every later wait on this connection has the given limit.
    pub(crate) fn connect(url: &str, limit: Duration) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::other("start a runtime for PostgreSQL", error))?;
        let connect = tokio_postgres::connect(url, NoTls);
        let (client, connection) = runtime
            .block_on(async { tokio::time::timeout(CONNECT_LIMIT, connect).await })
            .map_err(|error| {
                Failure::with_source(FailureKind::LostConnection, "connect to PostgreSQL", error)
            })?
            .map_err(|error| lost("connect to PostgreSQL", error))?;
        // The connection's task moves on whenever this thread waits for an answer.
        runtime.spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "a PostgreSQL connection ended");
            }
        });
        let mut engine = Self {
            runtime,
            client,
            prepared: HashMap::new(),
            limit,
            usable: true,
        };
        engine.batch("SET client_min_messages = warning; SET synchronous_commit = on;")?;
        Ok(engine)
    }

    /// Waits for an answer, at most the limit; past it the connection is given up, not cancelled.
    fn wait<T>(
        &mut self,
        doing: &str,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Failure> {
        let limit = self.limit;
        let outcome = self
            .runtime
            .block_on(async { tokio::time::timeout(limit, answer).await });
        match outcome {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                let failure = failure(doing, error);
                self.usable &= failure.kind() != FailureKind::LostConnection;
                Err(failure)
            }
            Err(elapsed) => {
                self.usable = false;
                Err(Failure::with_source(
                    FailureKind::LostConnection,
                    doing,
                    elapsed,
                ))
            }
        }
    }

    fn prepare(&mut self, text: &str) -> Result<Prepared, Failure> {
        if let Some(prepared) = self.prepared.get(text) {
            return Ok(prepared.clone());
        }
        let limit = self.limit;
        let preparing = self.client.prepare(text);
        let outcome = self
            .runtime
            .block_on(async { tokio::time::timeout(limit, preparing).await });
        let statement = match outcome {
            Ok(Ok(statement)) => statement,
            Ok(Err(error)) => return self.wait(text, async { Err(error) }),
            Err(elapsed) => {
                self.usable = false;
                return Err(Failure::with_source(
                    FailureKind::LostConnection,
                    text,
                    elapsed,
                ));
            }
        };
        let columns = statement
            .columns()
            .iter()
            .map(|column| Box::from(column.name()))
            .collect();
        let prepared = Prepared { statement, columns };
        if self.prepared.len() > 2_000 {
            self.prepared.clear();
        }
        self.prepared.insert(text.into(), prepared.clone());
        Ok(prepared)
    }
}

/// Parameters as the driver wants them.
fn references<'a>(params: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

impl Engine for Postgres {
    fn kind(&self) -> EngineKind {
        EngineKind::Postgres
    }

    fn query(
        &mut self,
        statement: &Statement,
        params: &[Value<'_>],
        sink: RowSink<'_>,
    ) -> Result<(), Failure> {
        let text = &*statement.text;
        let prepared = self.prepare(text)?;
        let limit = self.limit;
        let client = &self.client;
        let references = references(params);
        // Each wait has its limit, not the whole answer: an export may take long and still move.
        let outcome = self.runtime.block_on(async {
            let asked = client.query_raw(&prepared.statement, references);
            let stream = tokio::time::timeout(limit, asked)
                .await
                .map_err(Lost::Late)??;
            let mut stream = pin!(stream);
            while let Some(row) = tokio::time::timeout(limit, stream.next())
                .await
                .map_err(Lost::Late)?
            {
                let row = row?;
                let values = (0..prepared.columns.len())
                    .map(|position| row.try_get::<_, Column>(position).map(|column| column.0))
                    .collect::<Result<_, _>>()?;
                sink(Row::new(Arc::clone(&prepared.columns), values)).map_err(Lost::Sink)?;
            }
            Ok(())
        });
        match outcome {
            Ok(()) => Ok(()),
            Err(Lost::Sink(failure)) => Err(failure),
            Err(Lost::Driver(error)) => self.wait(text, async { Err(error) }),
            Err(Lost::Late(elapsed)) => {
                self.usable = false;
                Err(Failure::with_source(
                    FailureKind::LostConnection,
                    text,
                    elapsed,
                ))
            }
        }
    }

    fn execute(&mut self, statement: &Statement, params: &[Value<'_>]) -> Result<u64, Failure> {
        let text = &*statement.text;
        let prepared = self.prepare(text)?;
        let limit = self.limit;
        let references = references(params);
        let asked = self.client.execute_raw(&prepared.statement, references);
        let outcome = self
            .runtime
            .block_on(async { tokio::time::timeout(limit, asked).await });
        match outcome {
            Ok(Ok(count)) => Ok(count),
            Ok(Err(error)) => self.wait(text, async { Err(error) }),
            Err(elapsed) => {
                self.usable = false;
                Err(Failure::with_source(
                    FailureKind::LostConnection,
                    text,
                    elapsed,
                ))
            }
        }
    }

    fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        let limit = self.limit;
        let asked = self.client.batch_execute(sql);
        let outcome = self
            .runtime
            .block_on(async { tokio::time::timeout(limit, asked).await });
        match outcome {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => self.wait(sql, async { Err(error) }),
            Err(elapsed) => {
                self.usable = false;
                Err(Failure::with_source(
                    FailureKind::LostConnection,
                    sql,
                    elapsed,
                ))
            }
        }
    }

    fn is_usable(&self) -> bool {
        self.usable && !self.client.is_closed()
    }

    fn in_transaction(&self) -> bool {
        self.is_usable()
    }
}

enum Lost {
    Late(tokio::time::error::Elapsed),
    Driver(tokio_postgres::Error),
    Sink(Failure),
}

impl From<tokio_postgres::Error> for Lost {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Driver(error)
    }
}

fn lost(doing: &str, error: tokio_postgres::Error) -> Failure {
    Failure::with_source(FailureKind::LostConnection, doing, error)
}

/// Sorts by SQLSTATE; data-rules.md lists the codes after which the transaction is tried again.
fn failure(doing: &str, error: tokio_postgres::Error) -> Failure {
    let Some(code) = error.code() else {
        return lost(doing, error);
    };
    let kind = match code.code() {
        code if code == SqlState::UNIQUE_VIOLATION.code() => FailureKind::Unique,
        code if code == SqlState::CHECK_VIOLATION.code() => FailureKind::Check,
        code if code == SqlState::FOREIGN_KEY_VIOLATION.code() => FailureKind::ForeignKey,
        "40001" | "40P01" | "55P03" => FailureKind::Busy,
        "57P01" | "57P02" | "57P03" | "25006" | "53300" => FailureKind::LostConnection,
        code if code.starts_with("08") => FailureKind::LostConnection,
        _ => FailureKind::Other,
    };
    let detail = error
        .as_db_error()
        .map(ToString::to_string)
        .unwrap_or_default();
    Failure::with_source(kind, format!("{detail} in {doing}"), error)
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Integer(number) if *kind == Type::INT8 => out.put_i64(*number),
            Self::Integer(number) if *kind == Type::INT4 => out.put_i32(i32::try_from(*number)?),
            Self::Text(text) => out.put_slice(text.as_bytes()),
            Self::Bytes(bytes) => out.put_slice(bytes),
            Self::Bool(flag) if *kind == Type::BOOL => out.put_u8(u8::from(*flag)),
            Self::Id(id) => out.put_slice(id.as_bytes()),
            Self::Integer(_) | Self::Bool(_) => {
                return Err(format!("{self:?} given for a parameter of type {kind}").into());
            }
        }
        Ok(IsNull::No)
    }

    fn accepts(kind: &Type) -> bool {
        matches!(
            *kind,
            Type::INT8
                | Type::INT4
                | Type::TEXT
                | Type::VARCHAR
                | Type::NAME
                | Type::BYTEA
                | Type::BOOL
                | Type::UUID
        )
    }

    to_sql_checked!();
}

/// Reads any column of the vocabulary into the form both engines share.
struct Column(Owned);

impl<'a> FromSql<'a> for Column {
    fn from_sql(
        kind: &Type,
        raw: &'a [u8],
    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        let value = match *kind {
            Type::INT8 => Owned::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Owned::Integer(i64::from(i32::from_sql(kind, raw)?)),
            Type::BOOL => Owned::Integer(i64::from(bool::from_sql(kind, raw)?)),
            Type::BYTEA | Type::UUID => Owned::Bytes(raw.to_vec()),
            _ => Owned::Text(std::str::from_utf8(raw)?.to_owned()),
        };
        Ok(Self(value))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(Owned::Null))
    }

    fn accepts(kind: &Type) -> bool {
        matches!(
            *kind,
            Type::INT8
                | Type::INT4
                | Type::TEXT
                | Type::VARCHAR
                | Type::NAME
                | Type::BYTEA
                | Type::BOOL
                | Type::UUID
        )
    }
}
