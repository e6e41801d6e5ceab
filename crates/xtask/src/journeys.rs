//! Journeys in a real browser: the npm project in `e2e/`.

use crate::packages::{self, Need};
use crate::steps::say;
use crate::{node, place, process};

/// Lighthouse on the pages that people meet first: a project of its own, for the soak only.
pub(crate) fn run_lighthouse() -> anyhow::Result<()> {
    let journeys = place::root()?.join("e2e");
    let lighthouse = journeys.join("lighthouse");
    ensure_browser()?;
    node::install(&journeys)?;
    node::install(&lighthouse)?;
    let mut npm = process::program("npm", &lighthouse);
    npm.args(["run", "--silent", "test"]);
    npm.env("SIHEBAT_BINARY", place::target_dir()?.join("debug/sihebat"));
    process::succeed(
        &mut npm,
        "Run `npm test` in e2e/lighthouse/ to see it alone.",
    )
}

fn ensure_browser() -> anyhow::Result<()> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let is_present = names.iter().any(|name| place::find_program(name).is_some());
    packages::ensure(&[Need {
        what: "Chromium",
        package: "chromium",
        is_present,
    }])
}

/// Runs them against the programs built before, whose directory is in `SIHEBAT_BIN_DIR`.
pub(crate) fn run() -> anyhow::Result<()> {
    let journeys = place::root()?.join("e2e");
    if !journeys.join("package.json").is_file() {
        say("  there is no e2e/package.json: nothing to do");
        return Ok(());
    }
    ensure_browser()?;
    node::install(&journeys)?;
    let mut npm = process::program("npm", &journeys);
    npm.args(["run", "--silent", "test"]);
    let programs = place::target_dir()?.join("debug");
    npm.env("SIHEBAT_BINARY", programs.join("sihebat"))
        .env("SIHEBAT_BIN_DIR", programs);
    process::succeed(&mut npm, "Run `npm test` in e2e/ to see it alone.")
}
