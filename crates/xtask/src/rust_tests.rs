//! All Rust tests, by profile; `.config/nextest.toml` says which tests a profile holds.

use std::path::PathBuf;
use std::process::Command;

use crate::tally::Tally;
use crate::{place, process, tools};

/// Which tests run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Everything that needs no server.
    Sqlite,
    /// Tests with `postgres` in their name.
    Postgres,
    /// The long ones, named `soak_…`, on both databases.
    Soak,
    /// Readers of outside bytes, with many cases.
    Fuzz,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Soak => "soak",
            Self::Fuzz => "fuzz",
        }
    }
}

/// How often each reader of outside bytes is tried in the soak; by itself it is 256 times.
const FUZZ_CASES: &str = "20000";

/// Runs the tests of a profile and adds them to the tally; `server` is the address of PostgreSQL.
pub(crate) fn run(profile: Profile, server: Option<&str>, tally: &mut Tally) -> anyhow::Result<()> {
    let mut command = match tools::find_or_install("cargo-nextest")? {
        Some(nextest) => with_nextest(nextest, profile)?,
        None => with_cargo(profile)?,
    };
    match server {
        Some(url) => command.env("SIHEBAT_TEST_POSTGRES", url),
        None => command.env_remove("SIHEBAT_TEST_POSTGRES"),
    };
    match profile {
        Profile::Soak => command.env("SIHEBAT_SOAK", "1"),
        Profile::Fuzz => command.env("PROPTEST_CASES", FUZZ_CASES),
        Profile::Sqlite | Profile::Postgres => &mut command,
    };
    let report = report(profile)?;
    if report.exists() {
        std::fs::remove_file(&report)?;
    }
    let outcome = process::succeed(&mut command, "The failing tests are named above.");
    tally.add_report(&report);
    outcome
}

fn with_nextest(nextest: PathBuf, profile: Profile) -> anyhow::Result<Command> {
    let mut command = process::program(nextest, &place::root()?);
    command.args(["nextest", "run", "--workspace", "--profile", profile.name()]);
    if !process::is_watched() {
        command.arg("--cargo-quiet");
    }
    command.env("CARGO_TARGET_DIR", place::target_dir()?);
    Ok(command)
}

/// Without nextest: the same choice of tests by name.
fn with_cargo(profile: Profile) -> anyhow::Result<Command> {
    let mut command = process::cargo()?;
    command.args(["test", "--quiet", "--workspace", "--all-targets", "--"]);
    match profile {
        Profile::Sqlite => command.args(["--skip", "postgres", "--skip", "soak_"]),
        Profile::Postgres => command.args(["postgres", "--skip", "soak_"]),
        Profile::Soak => command.arg("soak_"),
        Profile::Fuzz => command.args(["any_bytes::", "properties::"]),
    };
    Ok(command)
}

/// Where the runner writes its report.
fn report(profile: Profile) -> anyhow::Result<PathBuf> {
    Ok(place::root()?
        .join("target/nextest")
        .join(profile.name())
        .join("report.xml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_stands_in_the_runners_settings_and_writes_the_report() {
        let settings = include_str!("../../../.config/nextest.toml");
        let settings: toml::Table = settings.parse().unwrap();
        for profile in [
            Profile::Sqlite,
            Profile::Postgres,
            Profile::Soak,
            Profile::Fuzz,
        ] {
            let section = settings
                .get("profile")
                .unwrap()
                .get(profile.name())
                .unwrap();
            assert_eq!(
                section.get("junit").unwrap().get("path").unwrap().as_str(),
                Some("report.xml")
            );
        }
    }

    #[test]
    fn cargo_alone_leaves_the_same_tests_out() {
        let arguments = |profile| {
            let command = with_cargo(profile).unwrap();
            command
                .get_args()
                .map(|word| word.to_string_lossy().into_owned())
                .collect::<Vec<_>>()
        };
        assert!(arguments(Profile::Sqlite).ends_with(&[
            "--skip".into(),
            "postgres".into(),
            "--skip".into(),
            "soak_".into()
        ]));
        assert!(arguments(Profile::Soak).ends_with(&["soak_".into()]));
    }
}
