//! Licences, sources and advisories of dependencies, by `deny.toml`.

use std::path::Path;

use crate::steps::say;
use crate::{place, process, tools};

/// Checks them; where the tool or its database cannot be had, says what was left out.
pub(crate) fn check() -> anyhow::Result<()> {
    let Some(deny) = tools::find_or_install("cargo-deny")? else {
        say("  skipped: cargo-deny is not here and cannot be built");
        return Ok(());
    };
    let root = place::root()?;
    let check = [
        "--log-level",
        "warn",
        "check",
        "bans",
        "licenses",
        "sources",
    ];
    process::succeed(
        process::program(&deny, &root).args(check),
        "deny.toml says what is allowed; a new dependency needs a decision record.",
    )?;
    if !fetch_advisories(&deny, &root) {
        say("  advisories not checked: their database cannot be fetched here");
        return Ok(());
    }
    let check = ["--log-level", "warn", "--offline", "check", "advisories"];
    process::succeed(
        process::program(&deny, &root).args(check),
        "Update the dependency that the advisory names.",
    )
}

/// Fetches the advisory database; false where there is no network for it.
fn fetch_advisories(deny: &Path, root: &Path) -> bool {
    let mut fetch = process::program(deny, root);
    fetch
        .args(["--log-level", "off", "fetch", "db"])
        .env("GIT_TERMINAL_PROMPT", "0");
    process::output(&mut fetch).is_ok()
}
