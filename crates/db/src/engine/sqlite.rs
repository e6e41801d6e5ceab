//! SQLite through rusqlite.
#![expect(
    clippy::disallowed_types,
    reason = "this is the one place that speaks to rusqlite"
)]

use std::path::Path;
use std::sync::Arc;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, ffi};

use super::{Engine, EngineKind, RowSink};
use crate::statement::Statement;
use crate::{Failure, FailureKind, Owned, Row, Value};

/// One SQLite connection.
pub(crate) struct Sqlite {
    connection: Connection,
}

/// Pages of the log past which the writer moves it by itself: 64 MB.
pub(crate) const LOG_PAGES: i64 = 16_000;

/// Statements kept compiled per connection.
const STATEMENTS_KEPT: usize = 512;

impl Sqlite {
    /// Opens the file for the writer, creating it where absent.
    pub(crate) fn open_writer(path: &Path) -> Result<Self, Failure> {
        let connection = Connection::open(path).map_err(|error| failure("open", error))?;
        // FULL: a commit is on the disk before it is acknowledged (a WAL alone syncs later).
        Self::prepare(
            connection,
            &format!(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                 PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32768; \
                 PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = {LOG_PAGES};"
            ),
        )
    }

    /// Opens the file for moving what is in the log into it, beside the writer.
    pub(crate) fn open_checkpointer(path: &Path) -> Result<Self, Failure> {
        let connection = Connection::open(path).map_err(|error| failure("open", error))?;
        Self::prepare(
            connection,
            "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 0;",
        )
    }

    /// Moves what it can without making anyone wait; gives the pages of the log.
    pub(crate) fn checkpoint(&mut self) -> Result<i64, Failure> {
        let moved = self
            .connection
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1));
        moved.map_err(|error| failure("move the log", error))
    }

    /// Opens the file for a reader, which cannot change anything.
    pub(crate) fn open_reader(path: &Path) -> Result<Self, Failure> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)
            .map_err(|error| failure("open for reading", error))?;
        Self::prepare(
            connection,
            "PRAGMA query_only = ON; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16384; \
             PRAGMA temp_store = MEMORY;",
        )
    }

    fn prepare(connection: Connection, pragmas: &str) -> Result<Self, Failure> {
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        connection
            .execute_batch(pragmas)
            .map_err(|error| failure("set up", error))?;
        // Without this guarantee a plan depends on the bound values, and SQLite compiles a kept
        // statement anew each time they change: a fifth of a redemption's time.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|error| failure("set up", error))?;
        Ok(Self { connection })
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Bool(flag) => ValueRef::Integer(i64::from(*flag)),
            Self::Id(id) => ValueRef::Blob(id.as_bytes()),
        }))
    }
}

impl Engine for Sqlite {
    fn kind(&self) -> EngineKind {
        EngineKind::Sqlite
    }

    fn query(
        &mut self,
        statement: &Statement,
        params: &[Value<'_>],
        sink: RowSink<'_>,
    ) -> Result<(), Failure> {
        let text = &*statement.text;
        let failed = |error| failure(text, error);
        let mut prepared = self.connection.prepare_cached(text).map_err(failed)?;
        let names = || prepared.column_names().map(Box::from).collect();
        let mut columns = Arc::clone(statement.columns.get_or_init(names));
        if columns.len() != prepared.column_count() {
            // A migration changed the table since: `SELECT *` means more columns now.
            columns = names();
        }
        let mut rows = prepared
            .query(rusqlite::params_from_iter(params.iter()))
            .map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let mut values = Vec::with_capacity(columns.len());
            for position in 0..columns.len() {
                values.push(owned(row.get_ref(position).map_err(failed)?)?);
            }
            sink(Row::new(Arc::clone(&columns), values))?;
        }
        Ok(())
    }

    fn execute(&mut self, statement: &Statement, params: &[Value<'_>]) -> Result<u64, Failure> {
        let text = &*statement.text;
        let mut prepared = self
            .connection
            .prepare_cached(text)
            .map_err(|error| failure(text, error))?;
        let changed = prepared
            .execute(rusqlite::params_from_iter(params.iter()))
            .map_err(|error| failure(text, error))?;
        u64::try_from(changed).map_err(|error| Failure::other("count rows", error))
    }

    fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        // Transaction control is one statement and comes often: keep it compiled.
        if sql.contains(';') {
            return self
                .connection
                .execute_batch(sql)
                .map_err(|error| failure(sql, error));
        }
        let mut prepared = self
            .connection
            .prepare_cached(sql)
            .map_err(|error| failure(sql, error))?;
        prepared
            .execute([])
            .map(|_| ())
            .map_err(|error| failure(sql, error))
    }

    fn is_usable(&self) -> bool {
        true
    }

    fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }
}

fn owned(value: ValueRef<'_>) -> Result<Owned, Failure> {
    match value {
        ValueRef::Null => Ok(Owned::Null),
        ValueRef::Integer(number) => Ok(Owned::Integer(number)),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes)
            .map(|text| Owned::Text(text.to_owned()))
            .map_err(|error| Failure::other("read text", error)),
        ValueRef::Blob(bytes) => Ok(Owned::Bytes(bytes.to_vec())),
        ValueRef::Real(number) => Err(Failure::bug(format!(
            "a floating-point number in the database: {number}"
        ))),
    }
}

fn failure(doing: &str, error: rusqlite::Error) -> Failure {
    let kind = match &error {
        rusqlite::Error::SqliteFailure(code, _) => classify(*code),
        _ => FailureKind::Other,
    };
    Failure::with_source(kind, doing, error)
}

fn classify(code: ffi::Error) -> FailureKind {
    match (code.code, code.extended_code) {
        (
            ErrorCode::ConstraintViolation,
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY,
        ) => FailureKind::Unique,
        (ErrorCode::ConstraintViolation, ffi::SQLITE_CONSTRAINT_CHECK) => FailureKind::Check,
        (ErrorCode::ConstraintViolation, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => {
            FailureKind::ForeignKey
        }
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => FailureKind::Busy,
        _ => FailureKind::Other,
    }
}
