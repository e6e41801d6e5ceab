//! Developer tools that Cargo does not bring: the test runner and the dependency checker.

use std::path::PathBuf;

use crate::steps::say;
use crate::{place, process};

/// A tool on the `PATH` or in the cache; built once into the cache when it is in neither.
///
/// `None` when it cannot be built here: the caller says what is done instead.
pub(crate) fn find_or_install(name: &str) -> anyhow::Result<Option<PathBuf>> {
    if let Some(found) = place::find_program(name) {
        return Ok(Some(found));
    }
    let tools = place::cache_dir()?.join("tools");
    let build = tools.join("build");
    say(&format!(
        "  building {name} once into {} (some minutes)",
        tools.display()
    ));
    let mut install = process::cargo()?;
    // Outside the work tree, so that neither its lockfile nor its lints apply to the tool.
    install
        .current_dir(std::env::temp_dir())
        .env("CARGO_TARGET_DIR", &build);
    install
        .args(["install", "--quiet", "--locked", name, "--root"])
        .arg(&tools);
    let outcome = process::succeed(&mut install, "The network may be missing.");
    if build.exists() {
        std::fs::remove_dir_all(&build)?;
    }
    if let Err(problem) = outcome {
        say(&format!("  {problem:#}"));
    }
    Ok(place::find_program(name))
}
