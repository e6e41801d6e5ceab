//! `cargo xtask test`: the whole suite, cheapest first; the only gate.

use std::path::PathBuf;

use anyhow::bail;

use crate::packages::{self, Need};
use crate::postgres::Postgres;
use crate::steps::{Steps, say};
use crate::tally::Tally;
use crate::{node, place, process, tidy, tools};

/// What is left out on request.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Scope {
    without_postgres: bool,
    without_browser: bool,
}

/// One kind of check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Format,
    Tidy,
    Pages,
    Lints,
    Dependencies,
    Sqlite,
    Postgres,
    Browser,
}

impl Part {
    fn title(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Tidy => "tidy: the house rules",
            Self::Pages => "scripts and styles: build and tests",
            Self::Lints => "lints",
            Self::Dependencies => "dependencies: licences, sources, advisories",
            Self::Sqlite => "tests on SQLite",
            Self::Postgres => "tests on PostgreSQL",
            Self::Browser => "journeys in a real browser",
        }
    }
}

/// Runs every part in order and stops at the first that fails.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    let parts = parts(scope(arguments)?);
    let mut steps = Steps::of(parts.len());
    let mut tally = Tally::default();
    let mut outcome = Ok(());
    for part in parts {
        outcome = steps.step(part.title(), || run_part(part, &mut tally));
        if outcome.is_err() {
            break;
        }
    }
    say("");
    say(&format!(
        "{} of {} steps in {}",
        steps.done(),
        steps.total(),
        steps.elapsed()
    ));
    say(&format!("{} passed, {} failed", tally.passed, tally.failed));
    outcome
}

fn scope(arguments: &[String]) -> anyhow::Result<Scope> {
    let mut scope = Scope::default();
    for argument in arguments {
        match argument.as_str() {
            "--sqlite-only" => scope.without_postgres = true,
            "--quick" => {
                scope.without_postgres = true;
                scope.without_browser = true;
            }
            other => bail!("`test` does not know {other}; it takes --sqlite-only and --quick"),
        }
    }
    Ok(scope)
}

fn parts(scope: Scope) -> Vec<Part> {
    use Part::{Browser, Dependencies, Format, Lints, Pages, Sqlite, Tidy};
    let all = [
        Format,
        Tidy,
        Pages,
        Lints,
        Dependencies,
        Sqlite,
        Part::Postgres,
        Browser,
    ];
    all.into_iter()
        .filter(|part| !(scope.without_postgres && *part == Part::Postgres))
        .filter(|part| !(scope.without_browser && *part == Browser))
        .collect()
}

fn run_part(part: Part, tally: &mut Tally) -> anyhow::Result<()> {
    match part {
        Part::Format => process::succeed(
            process::cargo()?.args(["fmt", "--all", "--check"]),
            "Run `cargo xtask fmt`.",
        ),
        Part::Tidy => tidy::run(),
        Part::Pages => pages(),
        Part::Lints => process::succeed(
            process::cargo()?.args([
                "clippy",
                "--quiet",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]),
            "Each line above names a place and a lint; STYLE.md has the reasons.",
        ),
        Part::Dependencies => dependencies(),
        Part::Sqlite => rust_tests("sqlite", None, tally),
        Part::Postgres => {
            let server = Postgres::start()?;
            rust_tests("postgres", Some(&server.url()), tally)
        }
        Part::Browser => browser(),
    }
}

fn pages() -> anyhow::Result<()> {
    let web = place::root()?.join("web");
    if !web.join("package.json").is_file() {
        say("  there is no web/package.json: nothing to do");
        return Ok(());
    }
    node::install(&web)?;
    node::build(&web)?;
    node::script(&web, "test")?;
    node::script(&web, "budget")
}

fn dependencies() -> anyhow::Result<()> {
    let Some(deny) = tools::find_or_install("cargo-deny")? else {
        say("  skipped: cargo-deny is not here and cannot be built");
        return Ok(());
    };
    let root = place::root()?;
    process::succeed(
        process::program(&deny, &root).args([
            "--log-level",
            "warn",
            "check",
            "bans",
            "licenses",
            "sources",
        ]),
        "deny.toml says what is allowed; a new dependency needs a decision record.",
    )?;
    if advisories_are_at_hand(&deny) {
        return process::succeed(
            process::program(&deny, &root).args([
                "--log-level",
                "warn",
                "--offline",
                "check",
                "advisories",
            ]),
            "Update the dependency that the advisory names.",
        );
    }
    say("  advisories not checked: their database cannot be fetched here");
    Ok(())
}

/// Fetches the advisory database; false where there is no network for it.
fn advisories_are_at_hand(deny: &std::path::Path) -> bool {
    let Ok(root) = place::root() else {
        return false;
    };
    let mut fetch = process::program(deny, &root);
    fetch
        .args(["--log-level", "off", "fetch", "db"])
        .env("GIT_TERMINAL_PROMPT", "0");
    process::output(&mut fetch).is_ok()
}

/// All Rust tests with one nextest profile; `.config/nextest.toml` says which tests it holds.
pub(crate) fn rust_tests(
    profile: &str,
    postgres: Option<&str>,
    tally: &mut Tally,
) -> anyhow::Result<()> {
    let mut command = match tools::find_or_install("cargo-nextest")? {
        Some(nextest) => {
            let mut command = process::program(nextest, &place::root()?);
            command.args(["nextest", "run", "--workspace", "--profile", profile]);
            command.env("CARGO_TARGET_DIR", place::target_dir()?);
            command
        }
        None => plain_tests(profile)?,
    };
    match postgres {
        Some(url) => command.env("SIHEBAT_TEST_POSTGRES", url),
        None => command.env_remove("SIHEBAT_TEST_POSTGRES"),
    };
    if profile == "soak" {
        command.env("SIHEBAT_SOAK", "1");
    }
    let report = report(profile)?;
    if report.exists() {
        std::fs::remove_file(&report)?;
    }
    let outcome = process::succeed(&mut command, "The failing tests are named above.");
    tally.add_report(&report);
    outcome
}

/// Without nextest: the same choice of tests by name.
fn plain_tests(profile: &str) -> anyhow::Result<std::process::Command> {
    let mut command = process::cargo()?;
    command.args(["test", "--quiet", "--workspace", "--all-targets", "--"]);
    match profile {
        "postgres" => command.args(["postgres", "--skip", "soak_"]),
        "soak" => command.arg("soak_"),
        _ => command.args(["--skip", "postgres", "--skip", "soak_"]),
    };
    Ok(command)
}

fn report(profile: &str) -> anyhow::Result<PathBuf> {
    Ok(place::target_dir()?
        .join("nextest")
        .join(profile)
        .join("report.xml"))
}

fn browser() -> anyhow::Result<()> {
    let journeys = place::root()?.join("e2e");
    if !journeys.join("package.json").is_file() {
        say("  there is no e2e/package.json: nothing to do");
        return Ok(());
    }
    let is_present = ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .any(|name| place::find_program(name).is_some());
    packages::ensure(&[Need {
        what: "Chromium",
        package: "chromium",
        is_present,
    }])?;
    process::succeed(
        process::cargo()?.args(["build", "--quiet", "--package", "sihebat"]),
        "The server must build before a browser can visit it.",
    )?;
    node::install(&journeys)?;
    let mut npm = process::program("npm", &journeys);
    npm.args(["run", "--silent", "test"]);
    npm.env("SIHEBAT_BINARY", place::target_dir()?.join("debug/sihebat"));
    process::succeed(&mut npm, "Run `npm test` in e2e/ to see it alone.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arguments: &[&str]) -> Vec<Part> {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        parts(scope(&arguments).unwrap())
    }

    #[test]
    fn runs_everything_cheapest_first_unless_told_otherwise() {
        let all = of(&[]);
        assert_eq!(all.len(), 8);
        assert_eq!(all.first(), Some(&Part::Format));
        assert_eq!(all.last(), Some(&Part::Browser));
    }

    #[test]
    fn leaves_out_only_what_was_asked() {
        assert!(!of(&["--sqlite-only"]).contains(&Part::Postgres));
        assert!(of(&["--sqlite-only"]).contains(&Part::Browser));
        assert!(!of(&["--quick"]).contains(&Part::Browser));
    }

    #[test]
    fn refuses_a_word_it_does_not_know() {
        assert!(scope(&["--pg".to_owned()]).is_err());
    }
}
