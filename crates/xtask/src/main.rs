//! Every developer command of Sihebat: `cargo xtask help` lists them.
//!
//! One command per file. A command says what it is doing and how far it is (`steps`), runs other
//! programs through `process`, and on failure says in plain words what to do.

mod bench;
mod demo;
mod dependencies;
mod dist;
mod format;
mod journeys;
mod node;
mod packages;
mod place;
mod postgres;
mod process;
mod rust_tests;
mod soak;
mod steps;
mod suite;
mod tally;
mod tidy;
mod tools;

use std::process::ExitCode;

use anyhow::bail;

const HELP: &str = "\
cargo xtask COMMAND

  demo  [ARGS…]                    build everything and serve the simulated city of Kupang
  test  [--sqlite-only] [--quick]  the whole suite, cheapest first (--quick: no browser, no PostgreSQL)
  ci                               the same as test: the only gate
  tidy                             what a machine can check about the house rules
  fmt                              format the Rust code
  bench [ARGS…]                    measure, in release
  soak                             the long tests: kill rounds, full disks, seeds, fuzzing, Lighthouse
  dist                             release binaries with checksums in dist/";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next();
    let rest: Vec<String> = arguments.collect();
    match run(command.as_deref(), &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            steps::say("");
            steps::say(&format!("Failed: {problem:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Option<&str>, rest: &[String]) -> anyhow::Result<()> {
    match command {
        Some("demo") => demo::run(rest),
        Some("test" | "ci") => suite::run(rest),
        Some("tidy") => tidy::run(),
        Some("fmt") => format::run(),
        Some("bench") => bench::run(rest),
        Some("soak") => soak::run(rest),
        Some("dist") => dist::run(),
        None | Some("help" | "--help" | "-h") => {
            steps::say(HELP);
            Ok(())
        }
        Some(other) => bail!("there is no command “{other}”.\n\n{HELP}"),
    }
}
