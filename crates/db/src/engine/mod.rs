//! What a driver has to do for [`crate::Tx`].

mod postgres;
mod sqlite;

pub(crate) use postgres::Postgres;
pub(crate) use sqlite::{LOG_PAGES, Sqlite};

use crate::statement::Statement;
use crate::{Failure, Row, Value};

/// The two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineKind {
    /// Embedded SQLite.
    Sqlite,
    /// PostgreSQL, or Citus.
    Postgres,
}

/// Takes the rows of an answer one by one.
pub(crate) type RowSink<'a> = &'a mut dyn FnMut(Row) -> Result<(), Failure>;

/// One connection of a driver.
pub(crate) trait Engine: Send {
    fn kind(&self) -> EngineKind;

    /// Runs a statement and hands over its rows.
    fn query(
        &mut self,
        statement: &Statement,
        params: &[Value<'_>],
        sink: RowSink<'_>,
    ) -> Result<(), Failure>;

    /// Runs a statement and gives the number of rows it changed.
    fn execute(&mut self, statement: &Statement, params: &[Value<'_>]) -> Result<u64, Failure>;

    /// Runs several statements without parameters.
    fn batch(&mut self, sql: &str) -> Result<(), Failure>;

    /// Whether the connection can still be used, and with it the open transaction.
    fn is_usable(&self) -> bool;

    /// Whether a transaction is open: SQLite may have rolled it back by itself.
    fn in_transaction(&self) -> bool;
}
