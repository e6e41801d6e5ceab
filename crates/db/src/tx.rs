//! A transaction: what stores read and write through.

use std::sync::Arc;

use crate::engine::Engine;
use crate::statement::StatementCache;
use crate::{EngineKind, Failure, Row, Value};

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is there now, as its image says.
    Written,
    /// It is gone; the image is its last.
    Deleted,
}

/// A changed row, for the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The table.
    pub table: Arc<str>,
    /// What happened.
    pub kind: ChangeKind,
    /// The row after the change (before it, where it was deleted).
    pub image: Row,
}

/// An open transaction on either engine.
pub struct Tx<'a> {
    engine: &'a mut dyn Engine,
    statements: &'a mut StatementCache,
    changes: Vec<Change>,
    has_written: bool,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(engine: &'a mut dyn Engine, statements: &'a mut StatementCache) -> Self {
        Self {
            engine,
            statements,
            changes: Vec::new(),
            has_written: false,
        }
    }

    /// Whether anything was changed, inside the journal or outside, even if undone since.
    pub(crate) fn has_written(&self) -> bool {
        self.has_written
    }

    /// Which engine runs this, for the rare place where the two differ.
    pub fn engine_kind(&self) -> EngineKind {
        self.engine.kind()
    }

    /// All rows of an answer. Every list has a LIMIT; use [`Self::each`] for the rest.
    pub fn query(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, Failure> {
        let mut rows = Vec::new();
        self.each(sql, params, |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The row of an answer that has one at most.
    pub fn query_opt(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Option<Row>, Failure> {
        let mut rows = self.query(sql, params)?;
        if rows.len() > 1 {
            return Err(Failure::bug(format!("more than one row: {sql}")));
        }
        Ok(rows.pop())
    }

    /// The row of an answer that always has exactly one, such as a count.
    pub fn query_one(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Row, Failure> {
        self.query_opt(sql, params)?
            .ok_or_else(|| Failure::bug(format!("no row: {sql}")))
    }

    /// Hands over the rows of a long answer one by one, without holding them all.
    pub fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut f: impl FnMut(Row) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let statement = self.statements.plain(sql);
        self.engine.query(&statement, params, &mut f)
    }

    /// Changes rows of a journaled table and keeps their after-images; gives how many.
    pub fn change(&mut self, sql: &str, params: &[Value<'_>]) -> Result<usize, Failure> {
        let statement = self.statements.returning(sql)?;
        let Some(table) = statement.table.clone() else {
            return Err(Failure::bug("a change without a table"));
        };
        let kind = if sql.starts_with("DELETE") {
            ChangeKind::Deleted
        } else {
            ChangeKind::Written
        };
        let before = self.changes.len();
        let changes = &mut self.changes;
        self.engine.query(&statement, params, &mut |image| {
            changes.push(Change {
                table: Arc::clone(&table),
                kind,
                image,
            });
            Ok(())
        })?;
        let count = self.changes.len().saturating_sub(before);
        self.has_written |= count > 0;
        Ok(count)
    }

    /// Changes at most one row; `false` where the condition did not hold.
    ///
    /// # Errors
    /// A bug [`Failure`] where more than one row changed.
    pub fn change_one(&mut self, sql: &str, params: &[Value<'_>]) -> Result<bool, Failure> {
        match self.change(sql, params)? {
            0 => Ok(false),
            1 => Ok(true),
            count => Err(Failure::bug(format!(
                "{count} rows changed instead of one: {sql}"
            ))),
        }
    }

    /// Changes exactly one row.
    ///
    /// # Errors
    /// A bug [`Failure`] where none or more than one row changed.
    pub fn change_exactly_one(&mut self, sql: &str, params: &[Value<'_>]) -> Result<(), Failure> {
        if self.change_one(sql, params)? {
            return Ok(());
        }
        Err(Failure::bug(format!("no row changed: {sql}")))
    }

    /// The after-image of the last changed row.
    pub fn last_image(&self) -> Option<&Row> {
        self.changes.last().map(|change| &change.image)
    }

    /// Changes rows of a table *outside* the journal (sessions, jobs, idempotency, staging,
    /// counters, caches, the journal itself); gives how many.
    pub fn execute_outside_journal(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
    ) -> Result<u64, Failure> {
        let statement = self.statements.plain(sql);
        let count = self.engine.execute(&statement, params)?;
        self.has_written |= count > 0;
        Ok(count)
    }

    /// Hands over the changes since the last call, for the journal entry.
    pub fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// Whether changes wait for their journal entry.
    pub fn has_unjournaled_changes(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Runs text of several statements without parameters: migrations only.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        self.engine.batch(sql)
    }

    /// Runs `f` in a savepoint: an error undoes what it did, and the transaction goes on.
    ///
    /// For bulk work that must survive a bad row. Nested savepoints are fine.
    pub fn savepoint<T, E: From<Failure>>(
        &mut self,
        f: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let kept = self.changes.len();
        self.engine.batch("SAVEPOINT within_command")?;
        match f(self) {
            Ok(value) => {
                self.engine.batch("RELEASE SAVEPOINT within_command")?;
                Ok(value)
            }
            Err(error) => {
                self.changes.truncate(kept);
                self.engine.batch("ROLLBACK TO SAVEPOINT within_command")?;
                self.engine.batch("RELEASE SAVEPOINT within_command")?;
                Err(error)
            }
        }
    }
}
