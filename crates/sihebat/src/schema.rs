//! Bringing the schema to this program's, or refusing to work with another one.

use anyhow::bail;
use db::{EngineKind, Location, SchemaState};

use crate::areas;
use crate::machine::Machine;
use crate::terminal::words;

/// How the database's schema stands to this program.
pub(crate) fn state(machine: &Machine) -> anyhow::Result<SchemaState> {
    Ok(db::schema_state(&machine.config.location, &areas::steps())?)
}

/// Brings the schema to this program's; gives how many steps ran.
pub(crate) fn migrate(machine: &Machine) -> anyhow::Result<usize> {
    Ok(db::migrate(
        &machine.config.location,
        &areas::steps(),
        machine.clock.now(),
    )?)
}

/// What `serve` does first: an embedded database is migrated, another one must fit already.
pub(crate) fn prepare(machine: &Machine) -> anyhow::Result<()> {
    if matches!(machine.config.location, Location::Sqlite(_)) {
        let count = migrate(machine)?;
        if count > 0 {
            tracing::info!(steps = count, "the embedded database was migrated");
        }
        return Ok(());
    }
    require_current(machine)
}

/// Refuses a schema that is not this program's.
pub(crate) fn require_current(machine: &Machine) -> anyhow::Result<()> {
    let state = state(machine)?;
    if state == SchemaState::Current {
        return Ok(());
    }
    bail!(describe(machine, &state));
}

/// The state in words, with what to do.
pub(crate) fn describe(machine: &Machine, state: &SchemaState) -> String {
    let language = machine.language;
    match state {
        SchemaState::Current => words!(language, "skema mutakhir", "the schema is current"),
        SchemaState::Behind(count) => words!(
            language,
            "skema tertinggal {count} langkah: jalankan `sihebat migrate`",
            "the schema is {count} steps behind: run `sihebat migrate`"
        ),
        SchemaState::Ahead => words!(
            language,
            "basis data dibuat oleh program yang lebih baru: pakai sihebat yang lebih baru",
            "the database was made by a newer program: use a newer sihebat"
        ),
        SchemaState::Altered { area, number } => words!(
            language,
            "langkah {number} dari {area} berbeda dari yang pernah dijalankan: pakai rilis resmi",
            "step {number} of {area} differs from the one that ran: use an official release"
        ),
    }
}

/// How many rows `schema_step` has when the schema is current.
pub(crate) fn step_count() -> usize {
    // The foundation of `db` itself is one more.
    areas::steps().len() + 1
}

/// The engine in words.
pub(crate) fn engine_name(kind: EngineKind) -> &'static str {
    match kind {
        EngineKind::Sqlite => "SQLite",
        EngineKind::Postgres => "PostgreSQL",
    }
}
