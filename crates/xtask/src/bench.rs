//! `cargo xtask bench`: measures, in release.

use crate::process;

/// Builds and runs the package `bench` with the given arguments.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    let mut command = process::cargo()?;
    command
        .args(["run", "--release", "--package", "bench", "--"])
        .args(arguments);
    process::succeed(
        &mut command,
        "Close other programs: they share the processor.",
    )
}
