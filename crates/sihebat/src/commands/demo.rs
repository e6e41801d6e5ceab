//! `sihebat demo`.

use std::process::ExitCode;

use crate::arguments::Demo;
use crate::config::Config;
use crate::machine::Machine;
use crate::server::Server;
use crate::terminal::Language;
use crate::{demo, logs, schema};

pub(super) fn run(arguments: &Demo, language: Language) -> anyhow::Result<ExitCode> {
    let serve = &arguments.serve;
    let config = Config::load(&serve.place, serve.listen)?;
    logs::start(&config.log);
    super::make_folder(&config.data)?;
    let machine = Machine::new(config, language);
    schema::migrate(&machine)?;
    demo::make(&machine, (arguments.seed, arguments.months))?;
    demo::print_logins(&machine)?;
    Server::open(&machine)?.run()?;
    Ok(ExitCode::SUCCESS)
}
