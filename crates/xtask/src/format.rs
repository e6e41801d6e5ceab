//! `cargo xtask fmt`: formats the Rust code.

use crate::process;

/// Formats every crate.
pub(crate) fn run() -> anyhow::Result<()> {
    process::succeed(
        process::cargo()?.args(["fmt", "--all"]),
        "A file does not parse; see above.",
    )
}
