//! `sihebat`: the platform as one program.
//!
//! The commands stand in `commands/`, the server in `server/`, work in the background in `tasks/`,
//! the engine-neutral backup in `bundle/`. `areas.rs` is the only place that names all areas.

mod adapters;
mod areas;
mod arguments;
mod bundle;
mod commands;
mod config;
mod demo;
mod keys;
mod logs;
mod machine;
mod notes;
mod operator;
mod schema;
mod server;
mod tasks;
mod tenants;
mod terminal;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let language = arguments.language;
    match commands::run(arguments) {
        Ok(code) => code,
        Err(error) => {
            terminal::say(&terminal::words!(
                language,
                "Gagal: {error:#}",
                "Failed: {error:#}"
            ));
            ExitCode::from(2)
        }
    }
}
