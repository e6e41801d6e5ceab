//! `sihebat migrate`.

use std::process::ExitCode;

use crate::machine::Machine;
use crate::schema;
use crate::terminal::{say, words};

pub(super) fn run(machine: &Machine) -> anyhow::Result<ExitCode> {
    super::make_folder(&machine.config.data)?;
    let count = schema::migrate(machine)?;
    let name = machine.config.database_name();
    say(&words!(
        machine.language,
        "{name}: {count} langkah dijalankan, skema mutakhir.",
        "{name}: {count} steps ran, the schema is current."
    ));
    Ok(ExitCode::SUCCESS)
}
