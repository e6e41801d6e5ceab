//! `sihebat serve`.

use std::process::ExitCode;

use crate::arguments::Serve;
use crate::config::Config;
use crate::machine::Machine;
use crate::server::Server;
use crate::terminal::Language;
use crate::{logs, schema};

pub(super) fn run(serve: &Serve, language: Language) -> anyhow::Result<ExitCode> {
    let config = Config::load(&serve.place, serve.listen)?;
    logs::start(&config.log);
    super::make_folder(&config.data)?;
    let machine = Machine::new(config, language);
    schema::prepare(&machine)?;
    Server::open(&machine)?.run()?;
    Ok(ExitCode::SUCCESS)
}
