//! Putting rows into a table of either engine.

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use db::{ActionError, Command, Db, Failure, FailureKind, Owned, Table, Tx, Value};

use crate::machine::{INSTALLATION, Machine};

/// Parameters in one statement at most: half of what SQLite allows.
const PARAMETERS_MAX: usize = 16_000;
/// Rows in one statement at most.
const ROWS_MAX: usize = 100;

/// How a column's value is handed to the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnType {
    /// UUID on PostgreSQL.
    Id,
    /// Boolean on PostgreSQL.
    Bool,
    /// As it is.
    Plain,
}

/// A table being filled.
pub(super) struct Loader {
    db: Db,
    machine: Machine,
    table: Arc<Shape>,
    /// Rows that refer to rows not yet there.
    waiting: Vec<Vec<Owned>>,
    loaded: u64,
}

/// A table's name, and its columns in the order of the backup.
struct Shape {
    name: String,
    columns: Vec<(String, ColumnType)>,
}

impl Loader {
    /// A loader for a table as the backup names it and the database has it.
    pub(super) fn new(
        (db, machine): (&Db, &Machine),
        table: &Table,
        columns: &[String],
    ) -> anyhow::Result<Self> {
        ensure!(
            table.columns.len() == columns.len(),
            "table {} has other columns than in the backup",
            table.name
        );
        let typed = columns.iter().map(|column| {
            let found = table.columns.iter().find(|(name, _)| name == column);
            let (_, kind) = found.with_context(|| format!("{} has no {column}", table.name))?;
            let kind = match kind.as_str() {
                "uuid" => ColumnType::Id,
                "boolean" => ColumnType::Bool,
                _ => ColumnType::Plain,
            };
            Ok((column.clone(), kind))
        });
        let columns = typed.collect::<anyhow::Result<_>>()?;
        let table = Arc::new(Shape {
            name: table.name.clone(),
            columns,
        });
        let (db, machine) = (db.clone(), machine.clone());
        Ok(Self {
            db,
            machine,
            table,
            waiting: Vec::new(),
            loaded: 0,
        })
    }

    /// Puts rows in.
    pub(super) fn rows(&mut self, rows: Vec<Vec<Owned>>) -> anyhow::Result<()> {
        let fits = rows.iter().all(|row| row.len() == self.table.columns.len());
        ensure!(
            fits,
            "a row of {} has other columns than its table",
            self.table.name
        );
        let rows = Arc::new(rows);
        let (table, together) = (Arc::clone(&self.table), Arc::clone(&rows));
        let count = rows.len() as u64;
        let written = self.command(move |tx| table.insert_all(tx, &together));
        match written {
            Ok(()) => self.loaded += count,
            Err(ActionError::Failed(failure)) if failure.kind() == FailureKind::ForeignKey => {
                self.one_by_one(&rows)?;
            }
            Err(error) => return Err(self.explain(&error)),
        }
        Ok(())
    }

    /// Puts in what can be, keeps what refers to rows not yet there.
    fn one_by_one(&mut self, rows: &Arc<Vec<Vec<Owned>>>) -> anyhow::Result<()> {
        let (table, each) = (Arc::clone(&self.table), Arc::clone(rows));
        let left = self.command(move |tx| {
            let mut left = Vec::new();
            for (place, row) in each.iter().enumerate() {
                let inserted = tx.savepoint(|tx| table.insert(tx, std::slice::from_ref(row)));
                match inserted {
                    Ok(()) => {}
                    Err(failure) if failure.kind() == FailureKind::ForeignKey => left.push(place),
                    Err(failure) => return Err(failure),
                }
            }
            Ok(left)
        });
        let left = left.map_err(|error| self.explain(&error))?;
        self.loaded += (rows.len() - left.len()) as u64;
        self.waiting
            .extend(left.iter().filter_map(|place| rows.get(*place)).cloned());
        Ok(())
    }

    /// Puts in what waited; gives how many rows the table got.
    pub(super) fn finish(mut self) -> anyhow::Result<u64> {
        while !self.waiting.is_empty() {
            let before = self.waiting.len();
            let rows = Arc::new(std::mem::take(&mut self.waiting));
            self.one_by_one(&rows)?;
            ensure!(
                self.waiting.len() < before,
                "{before} rows of {} refer to rows that the backup does not have",
                self.table.name
            );
        }
        Ok(self.loaded)
    }

    fn command<T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static>(
        &self,
        f: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, ActionError<()>> {
        let stamp = self.machine.stamp(INSTALLATION, "restore");
        self.db
            .write_blocking(Command::by(&stamp), move |tx| Ok(f(tx)?))
    }

    fn explain(&self, error: &ActionError<()>) -> anyhow::Error {
        anyhow::anyhow!("table {}: {error}", self.table.name)
    }
}

impl Shape {
    fn insert_all(&self, tx: &mut Tx<'_>, rows: &[Vec<Owned>]) -> Result<(), Failure> {
        let most = (PARAMETERS_MAX / self.columns.len().max(1)).clamp(1, ROWS_MAX);
        rows.chunks(most)
            .try_for_each(|chunk| self.insert(tx, chunk))
    }

    fn insert(&self, tx: &mut Tx<'_>, rows: &[Vec<Owned>]) -> Result<(), Failure> {
        let mut values = Vec::with_capacity(rows.len() * self.columns.len());
        for row in rows {
            for (value, (column, kind)) in row.iter().zip(&self.columns) {
                let typed = typed(value, *kind);
                values.push(typed.ok_or_else(|| {
                    Failure::bug(format!("column {column} of the backup holds {value:?}"))
                })?);
            }
        }
        let inserted = tx.execute_outside_journal(&self.text(rows.len()), &values)?;
        if inserted == rows.len() as u64 {
            return Ok(());
        }
        Err(Failure::bug("not every row was inserted"))
    }

    /// The rows' journal entries come with them, so they are not journaled once more.
    fn text(&self, rows: usize) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let width = names.len();
        let row = |row: usize| {
            let places: Vec<String> = (1..=width)
                .map(|column| format!("${}", row * width + column))
                .collect();
            format!("({})", places.join(", "))
        };
        let rows: Vec<String> = (0..rows).map(row).collect();
        // tidy: across tenants: every column of the backup's rows is named, the tenant's among them.
        format!(
            "INSERT INTO {} ({}) VALUES {}",
            self.name,
            names.join(", "),
            rows.join(", ")
        )
    }
}

fn typed(value: &Owned, kind: ColumnType) -> Option<Value<'_>> {
    match (kind, value) {
        (ColumnType::Id, Owned::Bytes(bytes)) => base::Uuid::from_slice(bytes).ok().map(Value::Id),
        (ColumnType::Bool, Owned::Integer(0)) => Some(Value::Bool(false)),
        (ColumnType::Bool, Owned::Integer(1)) => Some(Value::Bool(true)),
        (ColumnType::Plain, value) | (_, value @ Owned::Null) => Some(value.as_value()),
        _ => None,
    }
}
