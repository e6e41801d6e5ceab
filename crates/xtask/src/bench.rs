//! `cargo xtask bench`: measures, in release.

use crate::{place, process};

/// Builds the programs under measurement and runs `bench` with the given arguments.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    // Both at once: built one by one, they would not share their dependencies.
    let mut build = process::cargo()?;
    build.args([
        "build",
        "--release",
        "--package",
        "bench",
        "--package",
        "sihebat",
    ]);
    process::succeed(&mut build, "Measurements need both programs.")?;
    let mut bench = std::process::Command::new(place::target_dir()?.join("release/bench"));
    process::succeed(
        bench.args(arguments),
        "Close other programs: they share the processor.",
    )
}
