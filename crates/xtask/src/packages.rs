//! Debian packages: installed only when missing, and only where we may.

use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::steps::say;
use crate::{place, process};

/// Something the machine must have, and the package that brings it.
pub(crate) struct Need {
    /// What a person calls it.
    pub(crate) what: &'static str,
    /// The Debian package.
    pub(crate) package: &'static str,
    /// Whether it is there.
    pub(crate) is_present: bool,
}

/// Sees to it that every need is met, or says which packages a person must install.
pub(crate) fn ensure(needs: &[Need]) -> anyhow::Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !need.is_present).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if place::find_program("apt-get").is_none() || !place::is_root() {
        bail!("{}", request(&missing));
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    say(&format!(
        "  installing Debian packages: {}",
        packages.join(", ")
    ));
    apt(&["update"])?;
    if packages.contains(&"postgresql") {
        without_a_standing_cluster()?;
    }
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)
}

fn apt(arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        // A server that a package brings is not started by itself, where init scripts do that.
        .env("RUNLEVEL", "1")
        .arg("--quiet")
        .args(arguments);
    process::succeed(
        &mut command,
        "Check the network and the package sources, then try again.",
    )
}

/// The tests start their own private server; the package shall not leave another one running.
fn without_a_standing_cluster() -> anyhow::Result<()> {
    apt(&[
        "install",
        "--yes",
        "--no-install-recommends",
        "postgresql-common",
    ])?;
    let settings = Path::new("/etc/postgresql-common/createcluster.conf");
    let text = std::fs::read_to_string(settings).unwrap_or_default();
    if !text
        .lines()
        .any(|line| line.trim_start().starts_with("create_main_cluster"))
    {
        std::fs::write(settings, text + "\ncreate_main_cluster = false\n")?;
    }
    Ok(())
}

fn request(missing: &[&Need]) -> String {
    let what: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    format!(
        "this machine lacks {}, and this user may not install it. Ask an administrator for the \
         Debian packages {} (on other systems: the packages of the same name), then try again.",
        what.join(", "),
        packages.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn installs_nothing_when_all_is_there() {
        let need = Need {
            what: "a shell",
            package: "dash",
            is_present: true,
        };
        assert!(ensure(&[need]).is_ok());
    }

    #[test]
    fn names_the_packages_a_person_must_install() {
        let need = Need {
            what: "Chromium",
            package: "chromium",
            is_present: false,
        };
        let text = request(&[&need]);
        assert!(
            text.contains("lacks Chromium") && text.contains("packages chromium"),
            "{text}"
        );
    }
}
