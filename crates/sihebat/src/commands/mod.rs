//! The commands, one file each.

mod admin;
mod backup;
mod demo;
mod doctor;
mod findings;
mod import;
mod init;
mod migrate;
mod restore;
mod serve;
mod verify;

use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use crate::arguments::{Arguments, Command, Place};
use crate::config::Config;
use crate::logs;
use crate::machine::Machine;
use crate::terminal::Language;

/// Runs a command; the code is 0 where all is well, 1 where something was found.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let language = arguments.language;
    match arguments.command {
        Command::Serve(serve) => serve::run(&serve, language),
        Command::Demo(demo) => demo::run(&demo, language),
        Command::Import(import) => import::run(&import, &quiet(&import.place, language)?),
        Command::Init(init) => init::run(&init, &quiet(&init.place, language)?),
        Command::Migrate { place } => migrate::run(&quiet(&place, language)?),
        Command::Backup(backup) => backup::run(&backup, &quiet(&backup.place, language)?),
        Command::Restore(restore) => restore::run(&restore, &quiet(&restore.place, language)?),
        Command::Verify(verify) => verify::run(&verify, &quiet(&verify.place, language)?),
        Command::Doctor(doctor) => doctor::run(&quiet(&doctor.place, language)?),
        Command::Admin { action } => admin::run(action, language),
    }
}

/// A machine for a command of the terminal: only warnings are logged.
fn quiet(place: &Place, language: Language) -> anyhow::Result<Machine> {
    logs::start("warn");
    Ok(Machine::new(Config::load(place, None)?, language))
}

/// Makes the directory of keys, photos and database, closed to other users.
fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true).mode(0o750);
    builder
        .create(folder)
        .with_context(|| format!("make {}", folder.display()))
}

/// The first line of a file: a password or passphrase.
pub(crate) fn first_line(path: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    let line = text.lines().next().unwrap_or_default().to_owned();
    anyhow::ensure!(
        !line.is_empty(),
        "the first line of {} is empty",
        path.display()
    );
    Ok(line)
}
