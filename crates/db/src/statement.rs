//! Statements written once: `$1` for both engines, the changed table known.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::{EngineKind, Failure};

/// A statement made ready for an engine.
#[derive(Debug)]
pub(crate) struct Statement {
    /// The text in the engine's own notation.
    pub(crate) text: Box<str>,
    /// The table an INSERT, UPDATE or DELETE changes.
    pub(crate) table: Option<Arc<str>>,
    /// The names of the answer's columns, known after the first run on SQLite.
    pub(crate) columns: OnceLock<Arc<[Box<str>]>>,
}

/// Statements made ready so far, by their text.
#[derive(Debug)]
pub(crate) struct StatementCache {
    engine: EngineKind,
    plain: HashMap<Box<str>, Arc<Statement>>,
    returning: HashMap<Box<str>, Arc<Statement>>,
}

/// Filters of list pages make new texts; past this many the cache starts over.
const MAX_STATEMENTS: usize = 2_000;

impl StatementCache {
    pub(crate) fn new(engine: EngineKind) -> Self {
        Self {
            engine,
            plain: HashMap::new(),
            returning: HashMap::new(),
        }
    }

    /// The statement as written.
    pub(crate) fn plain(&mut self, sql: &str) -> Arc<Statement> {
        let engine = self.engine;
        cached(&mut self.plain, sql, || prepare(engine, sql, ""))
    }

    /// The statement with `RETURNING *`, which gives the after-image of each changed row.
    pub(crate) fn returning(&mut self, sql: &str) -> Result<Arc<Statement>, Failure> {
        let engine = self.engine;
        let statement = cached(&mut self.returning, sql, || {
            prepare(engine, &raise_revision(sql), " RETURNING *")
        });
        if statement.table.is_none() {
            return Err(Failure::bug(format!("not a change of one table: {sql}")));
        }
        Ok(statement)
    }
}

fn cached(
    map: &mut HashMap<Box<str>, Arc<Statement>>,
    sql: &str,
    make: impl FnOnce() -> Statement,
) -> Arc<Statement> {
    if let Some(statement) = map.get(sql) {
        return Arc::clone(statement);
    }
    if map.len() >= MAX_STATEMENTS {
        map.clear();
    }
    let statement = Arc::new(make());
    map.insert(sql.into(), Arc::clone(&statement));
    statement
}

fn prepare(engine: EngineKind, sql: &str, suffix: &str) -> Statement {
    let text = match engine {
        // On SQLite `$2` is a *name*, numbered by first appearance; `?2` is the second parameter.
        EngineKind::Sqlite => format!("{}{suffix}", number_parameters(sql)),
        EngineKind::Postgres => format!("{sql}{suffix}"),
    };
    Statement {
        text: text.into(),
        table: changed_table(sql),
        columns: OnceLock::new(),
    }
}

/// Lets each update of a journaled row raise its revision, which orders the row's images.
fn raise_revision(sql: &str) -> String {
    let assignment = match changed_table(sql) {
        Some(_) if sql.starts_with("UPDATE") => "SET revision = revision + 1, ".to_owned(),
        Some(table) => format!("SET revision = {table}.revision + 1, "),
        None => return sql.to_owned(),
    };
    sql.replacen("SET ", &assignment, 1)
}

/// Rewrites `$n` to `?n` outside quoted text.
fn number_parameters(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut quote = None;
    let mut characters = sql.chars().peekable();
    while let Some(character) = characters.next() {
        match quote {
            Some(open) if open == character => quote = None,
            None if character == '\'' || character == '"' => quote = Some(character),
            _ => {}
        }
        let is_parameter = quote.is_none()
            && character == '$'
            && characters.peek().is_some_and(char::is_ascii_digit);
        text.push(if is_parameter { '?' } else { character });
    }
    text
}

/// The table after INSERT INTO, UPDATE or DELETE FROM.
fn changed_table(sql: &str) -> Option<Arc<str>> {
    let mut words = sql
        .split(|c: char| c.is_whitespace() || c == '(')
        .filter(|w| !w.is_empty());
    let table = match words.next()? {
        "INSERT" | "DELETE" => words.nth(1),
        "UPDATE" => words.next(),
        _ => None,
    }?;
    Some(table.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_parameters_outside_quotes() {
        let sql = "UPDATE a SET b = $2, c = '$3', \"d$4\" = $10 WHERE id = $1";
        let expected = "UPDATE a SET b = ?2, c = '$3', \"d$4\" = ?10 WHERE id = ?1";
        assert_eq!(number_parameters(sql), expected);
    }

    #[test]
    fn every_update_raises_the_revision() {
        let check = |sql: &str, expected: &str| assert_eq!(raise_revision(sql), expected);
        check(
            "UPDATE a SET b = 1",
            "UPDATE a SET revision = revision + 1, b = 1",
        );
        check(
            "INSERT INTO a (b) VALUES (1) ON CONFLICT (b) DO UPDATE SET c = 2",
            "INSERT INTO a (b) VALUES (1) ON CONFLICT (b) DO UPDATE SET revision = a.revision + 1, c = 2",
        );
        check("DELETE FROM a WHERE b = 1", "DELETE FROM a WHERE b = 1");
    }

    #[test]
    fn knows_the_changed_table() {
        let check = |sql: &str, table: Option<&str>| {
            assert_eq!(changed_table(sql).as_deref(), table, "{sql}");
        };
        check(
            "INSERT INTO voucher (tenant_id) VALUES ($1)",
            Some("voucher"),
        );
        check(
            "INSERT INTO voucher(tenant_id) VALUES ($1)",
            Some("voucher"),
        );
        check("UPDATE voucher SET state = $1", Some("voucher"));
        check("DELETE FROM voucher WHERE id = $1", Some("voucher"));
        check("SELECT 1", None);
    }
}
