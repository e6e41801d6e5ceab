//! Migrations: dated steps per area, checked by their digests, run by one runner.

use std::collections::HashMap;

use base::{UtcMicros, to_hex};
use sha2::{Digest as _, Sha256};

use crate::pool::connect_alone;
use crate::{EngineKind, Failure, FailureKind, Location, Tx};

/// One step of an area's schema, in the closed vocabulary of types.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The area, which is its crate's name.
    pub area: &'static str,
    /// The step's number inside the area, from 1.
    pub number: u32,
    /// The statements, each ended by `;`.
    pub sql: &'static str,
}

/// How a database's schema stands to this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// The same.
    Current,
    /// This many steps are missing: run `sihebat migrate`.
    Behind(usize),
    /// It has steps this program does not know: use a newer program.
    Ahead,
    /// A step that ran differs from the one in this program.
    Altered {
        /// The area.
        area: String,
        /// The step.
        number: i64,
    },
}

/// The tables that migrations and commands themselves need.
const FOUNDATION: Step = Step {
    area: "db",
    number: 1,
    sql: include_str!("migrations/0001_foundation.sql"),
};

const BOOTSTRAP: &str = "CREATE TABLE IF NOT EXISTS schema_step (\
     area TEXT NOT NULL, step BIGINT NOT NULL, sha256 TEXT NOT NULL, applied_at BIGINT NOT NULL, \
     PRIMARY KEY (area, step)) STRICT;
     CREATE TABLE IF NOT EXISTS lease (\
     name TEXT NOT NULL PRIMARY KEY, holder TEXT NOT NULL, fence BIGINT NOT NULL, \
     until_at BIGINT NOT NULL) STRICT;
     INSERT INTO lease (name, holder, fence, until_at) VALUES ('migrations', '', 0, 0) \
     ON CONFLICT (name) DO NOTHING;";

/// Brings a database to this program's schema, all or nothing; gives how many steps ran.
///
/// `steps` come in the order of the areas' dependence.
pub fn migrate(location: &Location, steps: &[Step], now: UtcMicros) -> Result<usize, Failure> {
    let mut connection = connect_alone(location)?;
    let mut tx = connection.tx();
    let kind = tx.engine_kind();
    tx.batch(match kind {
        EngineKind::Sqlite => "BEGIN IMMEDIATE",
        EngineKind::Postgres => "BEGIN",
    })?;
    let outcome = run_steps(&mut tx, steps, now);
    match outcome {
        Ok(count) => tx.batch("COMMIT").map(|()| count),
        Err(failure) => {
            tx.batch("ROLLBACK")?;
            Err(failure)
        }
    }
}

fn run_steps(tx: &mut Tx<'_>, steps: &[Step], now: UtcMicros) -> Result<usize, Failure> {
    let kind = tx.engine_kind();
    tx.batch(&translate(BOOTSTRAP, kind))?;
    // The row's lock keeps a second runner waiting until this one has committed.
    tx.execute_outside_journal(
        "UPDATE lease SET fence = fence + 1 WHERE name = 'migrations'",
        &[],
    )?;
    match compare(tx, steps)? {
        SchemaState::Current => return Ok(0),
        SchemaState::Behind(_) => {}
        SchemaState::Ahead => {
            return Err(schema_failure("the database was made by a newer program"));
        }
        SchemaState::Altered { area, number } => {
            return Err(schema_failure(format!(
                "step {number} of {area} differs from the one that ran"
            )));
        }
    }
    let applied = applied_steps(tx)?;
    let mut count = 0;
    for step in std::iter::once(&FOUNDATION).chain(steps) {
        if applied.contains_key(&(step.area.to_owned(), i64::from(step.number))) {
            continue;
        }
        tx.batch(&translate(step.sql, kind)).map_err(|failure| {
            Failure::with_source(
                failure.kind(),
                format!("step {} of {}", step.number, step.area),
                failure,
            )
        })?;
        tx.execute_outside_journal(
            "INSERT INTO schema_step (area, step, sha256, applied_at) VALUES ($1, $2, $3, $4)",
            crate::params![step.area, step.number, &digest(step), now],
        )?;
        count += 1;
    }
    Ok(count)
}

fn schema_failure(context: impl Into<String>) -> Failure {
    Failure::new(FailureKind::Schema, context)
}

/// How the schema of a database stands to these steps.
pub fn schema_state(location: &Location, steps: &[Step]) -> Result<SchemaState, Failure> {
    let mut connection = connect_alone(location)?;
    let mut tx = connection.tx();
    let tables = crate::tables(&mut tx)?;
    if !tables.iter().any(|table| table.name == "schema_step") {
        return Ok(SchemaState::Behind(steps.len() + 1));
    }
    compare(&mut tx, steps)
}

fn applied_steps(tx: &mut Tx<'_>) -> Result<HashMap<(String, i64), String>, Failure> {
    tx.query("SELECT area, step, sha256 FROM schema_step", &[])?
        .iter()
        .map(|row| Ok(((row.get("area")?, row.get("step")?), row.get("sha256")?)))
        .collect()
}

fn compare(tx: &mut Tx<'_>, steps: &[Step]) -> Result<SchemaState, Failure> {
    let mut applied = applied_steps(tx)?;
    let mut missing = 0;
    for step in std::iter::once(&FOUNDATION).chain(steps) {
        let key = (step.area.to_owned(), i64::from(step.number));
        match applied.remove(&key) {
            None => missing += 1,
            Some(sha256) if sha256 == digest(step) => {}
            Some(_) => {
                let (area, number) = key;
                return Ok(SchemaState::Altered { area, number });
            }
        }
    }
    Ok(match (applied.is_empty(), missing) {
        (false, _) => SchemaState::Ahead,
        (true, 0) => SchemaState::Current,
        (true, missing) => SchemaState::Behind(missing),
    })
}

fn digest(step: &Step) -> String {
    to_hex(&Sha256::digest(step.sql))
}

/// Turns the vocabulary (ID, BIGINT, TEXT, BYTES, BOOL, `STRICT`) into an engine's own words.
///
/// Comments go: an apostrophe in one would read as the start of a text.
pub fn translate(sql: &str, kind: EngineKind) -> String {
    let sql: String = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n");
    let mut text = String::with_capacity(sql.len());
    let mut word = String::new();
    let mut quoted = false;
    for character in sql.chars().chain([' ']) {
        if character.is_ascii_alphanumeric() || character == '_' {
            word.push(character);
            continue;
        }
        text.push_str(if quoted {
            &word
        } else {
            translate_word(&word, kind)
        });
        word.clear();
        quoted ^= character == '\'';
        text.push(character);
    }
    text.pop();
    if kind == EngineKind::Postgres {
        text = text
            .replace(") STRICT, WITHOUT ROWID", ")")
            .replace(") STRICT", ")");
    }
    text
}

fn translate_word(word: &str, kind: EngineKind) -> &str {
    match (kind, word) {
        (EngineKind::Sqlite, "ID" | "BYTES") => "BLOB",
        (EngineKind::Sqlite, "BIGINT" | "BOOL") => "INTEGER",
        (EngineKind::Postgres, "ID") => "uuid",
        (EngineKind::Postgres, "BYTES") => "bytea",
        (EngineKind::Postgres, "BOOL") => "boolean",
        (_, word) => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn translates_only_the_vocabulary() {
        let sql = "CREATE TABLE a -- a row's place, ID\n(id ID NOT NULL, IDX BIGINT, t TEXT DEFAULT 'ID', b BYTES, f BOOL,\
                   PRIMARY KEY (id)) STRICT, WITHOUT ROWID;";
        assert_eq!(
            translate(sql, EngineKind::Sqlite),
            "CREATE TABLE a \n(id BLOB NOT NULL, IDX INTEGER, t TEXT DEFAULT 'ID', b BLOB, f INTEGER,\
             PRIMARY KEY (id)) STRICT, WITHOUT ROWID;"
        );
        assert_eq!(
            translate(sql, EngineKind::Postgres),
            "CREATE TABLE a \n(id uuid NOT NULL, IDX BIGINT, t TEXT DEFAULT 'ID', b bytea, f boolean,\
             PRIMARY KEY (id));"
        );
    }
}
