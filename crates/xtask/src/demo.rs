//! `cargo xtask demo`: from a fresh machine to a served city.

use std::os::unix::process::CommandExt;

use crate::packages::{self, Need};
use crate::steps::{Steps, say};
use crate::{node, place, process};

/// Sets up what is missing, builds, and becomes `sihebat demo`.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    let mut steps = Steps::of(5);
    let web = place::root()?.join("web");
    steps.step("what the machine must have", machine)?;
    steps.step("packages of the pages", || node::install(&web))?;
    steps.step("scripts and styles", || node::build(&web))?;
    steps.step("the server (the first build takes some minutes)", || {
        build("sihebat")
    })?;
    steps.step("the worker for official documents", || build("documents"))?;
    serve(arguments)
}

fn machine() -> anyhow::Result<()> {
    let is_present = |program| place::find_program(program).is_some();
    packages::ensure(&[
        Need {
            what: "Node",
            package: "nodejs",
            is_present: is_present("node"),
        },
        Need {
            what: "npm",
            package: "npm",
            is_present: is_present("npm"),
        },
        Need {
            what: "a C compiler",
            package: "build-essential",
            is_present: is_present("cc"),
        },
    ])
}

/// Builds one package in release.
pub(crate) fn build(package: &str) -> anyhow::Result<()> {
    process::succeed(
        process::cargo()?.args(["build", "--release", "--locked", "--package", package]),
        "The first message above that begins with “error” names the cause.",
    )
}

fn serve(arguments: &[String]) -> anyhow::Result<()> {
    let binary = place::target_dir()?.join("release/sihebat");
    let mut demo = process::program(&binary, &place::root()?);
    demo.arg("demo");
    if !names_data(arguments) {
        let data = place::demo_data_dir()?;
        std::fs::create_dir_all(&data)?;
        say(&format!(
            "The city is kept in {}; delete it to begin anew.",
            data.display()
        ));
        demo.arg("--data").arg(data);
    }
    let problem = demo.args(arguments).exec();
    anyhow::bail!("cannot start {}: {problem}", binary.display())
}

fn names_data(arguments: &[String]) -> bool {
    arguments
        .iter()
        .any(|argument| argument == "--data" || argument.starts_with("--data="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_a_directory_that_was_given() {
        assert!(names_data(&["--data".to_owned(), "x".to_owned()]));
        assert!(names_data(&["--data=x".to_owned()]));
        assert!(!names_data(&["--database".to_owned(), "x".to_owned()]));
    }
}
