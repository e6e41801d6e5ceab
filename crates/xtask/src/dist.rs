//! `cargo xtask dist`: what is copied to a server.

use std::path::Path;

use anyhow::Context;

use crate::steps::{Steps, say};
use crate::{demo, node, place};

const BINARIES: [&str; 2] = ["sihebat", "sihebat-documents"];

/// Builds the release binaries and lays them with their checksums in `dist/`.
pub(crate) fn run() -> anyhow::Result<()> {
    let root = place::root()?;
    let (web, dist) = (root.join("web"), root.join("dist"));
    let release = place::target_dir()?.join("release");
    let mut steps = Steps::of(4);
    steps.step("scripts and styles", || {
        node::install(&web)?;
        node::build(&web)
    })?;
    steps.step("the server", || demo::build("sihebat"))?;
    steps.step("the worker for official documents", || {
        demo::build("documents")
    })?;
    steps.step("copies and checksums", || lay_out(&release, &dist))?;
    say(&format!(
        "Ready in {} after {}.",
        dist.display(),
        steps.elapsed()
    ));
    Ok(())
}

fn lay_out(release: &Path, dist: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(dist)?;
    let mut sums = Vec::new();
    for binary in BINARIES {
        let from = release.join(binary);
        let bytes =
            std::fs::read(&from).with_context(|| format!("{} was not built", from.display()))?;
        std::fs::copy(&from, dist.join(binary))?;
        sums.push(format!("{}  {binary}\n", place::sha256_hex(&bytes)));
    }
    std::fs::write(dist.join("SHA256SUMS"), sums.concat())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lays_out_binaries_with_checksums_that_the_usual_tool_reads() {
        let base = std::env::temp_dir().join(format!("sihebat-xtask-dist-{}", std::process::id()));
        let (release, dist) = (base.join("release"), base.join("dist"));
        std::fs::create_dir_all(&release).unwrap();
        assert!(
            lay_out(&release, &dist)
                .unwrap_err()
                .to_string()
                .contains("was not built")
        );
        for binary in BINARIES {
            std::fs::write(release.join(binary), binary).unwrap();
        }
        lay_out(&release, &dist).unwrap();
        let check = std::process::Command::new("sha256sum")
            .args(["--check", "--status", "SHA256SUMS"])
            .current_dir(&dist)
            .status()
            .unwrap();
        assert!(check.success());
        std::fs::remove_dir_all(base).unwrap();
    }
}
