//! What tables the database has: for the verifier, backups and the schema linter.

use crate::{EngineKind, Failure, Tx};

/// A table with its columns and key, as the database describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Columns in order, with their types in the engine's words.
    pub columns: Vec<(String, String)>,
    /// The columns of the primary key, in order.
    pub key: Vec<String>,
}

/// All tables, by name.
pub fn tables(tx: &mut Tx<'_>) -> Result<Vec<Table>, Failure> {
    let (names, columns, key) = match tx.engine_kind() {
        EngineKind::Sqlite => (
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
            "SELECT name, type FROM pragma_table_info($1) ORDER BY cid",
            "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
        ),
        EngineKind::Postgres => (
            "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
            "SELECT CAST(column_name AS TEXT) AS name, CAST(data_type AS TEXT) AS type FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
            "SELECT CAST(a.attname AS TEXT) AS name FROM pg_index i \
             JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) \
             WHERE i.indisprimary AND n.nspname = current_schema() AND c.relname = $1 \
             ORDER BY array_position(i.indkey, a.attnum)",
        ),
    };
    let names = tx.query(names, &[])?;
    let mut tables = Vec::with_capacity(names.len());
    for row in names {
        let name: String = row.get("name")?;
        let described = tx.query(columns, crate::params![&name])?;
        let described: Result<_, Failure> = described
            .iter()
            .map(|row| Ok((row.get("name")?, row.get("type")?)))
            .collect();
        let keyed = tx.query(key, crate::params![&name])?;
        let keyed: Result<_, Failure> = keyed.iter().map(|row| row.get("name")).collect();
        tables.push(Table {
            columns: described?,
            key: keyed?,
            name,
        });
    }
    Ok(tables)
}
