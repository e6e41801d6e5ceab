//! Runs other programs and says plainly when one cannot be found or does not succeed.

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::place;

/// `cargo` in the root of the work tree, with the shared build output.
pub(crate) fn cargo() -> anyhow::Result<Command> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command
        .current_dir(place::root()?)
        .env("CARGO_TARGET_DIR", place::target_dir()?);
    // Set by the outer `cargo run`; a child that sees them rebuilds what is already built.
    for name in [
        "CARGO_MANIFEST_DIR",
        "CARGO_PKG_NAME",
        "CARGO_PKG_VERSION",
        "CARGO_PRIMARY_PACKAGE",
    ] {
        command.env_remove(name);
    }
    Ok(command)
}

/// True when a person watches: then cargo shows its progress, otherwise it stays quiet.
pub(crate) fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

/// A program in a directory.
pub(crate) fn program(name: impl AsRef<std::ffi::OsStr>, directory: &Path) -> Command {
    let mut command = Command::new(name);
    command.current_dir(directory);
    command
}

/// Runs to the end with the terminal's output; `advice` is what a person does when it fails.
pub(crate) fn succeed(command: &mut Command, advice: &str) -> anyhow::Result<()> {
    let line = shown(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start `{line}`. {advice}"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}. {advice}");
    }
    Ok(())
}

/// Runs to the end and returns what it printed.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let line = shown(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` ended with {}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` did not print text"))
}

/// The command as a person would type it, without directories before the program's name.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy();
    let arguments = command
        .get_args()
        .map(|argument| argument.to_string_lossy());
    std::iter::once(name)
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_program_and_the_advice_when_it_fails() {
        let problem = succeed(&mut Command::new("false"), "Do this.")
            .unwrap_err()
            .to_string();
        assert!(problem.contains("`false` ended with"), "{problem}");
        assert!(problem.ends_with("Do this."), "{problem}");
    }

    #[test]
    fn names_a_program_that_is_not_there() {
        let mut command = Command::new("no-such-program-anywhere");
        let problem = format!("{:#}", succeed(&mut command, "Install it.").unwrap_err());
        assert!(problem.contains("cannot start `no-such-program-anywhere`. Install it."));
    }

    #[test]
    fn returns_what_was_printed() {
        assert_eq!(
            output(Command::new("echo").arg("liter")).unwrap(),
            "liter\n"
        );
    }
}
