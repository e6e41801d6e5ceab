//! `cargo xtask test`: the whole suite, cheapest first; the only gate.

use anyhow::bail;

use crate::postgres::Postgres;
use crate::rust_tests::{self, Profile};
use crate::steps::{Steps, say};
use crate::tally::Tally;
use crate::{dependencies, journeys, node, place, process, tidy};

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
    Programs,
    Sqlite,
    Postgres,
    Browser,
}

impl Part {
    const ALL: [Self; 9] = [
        Self::Format,
        Self::Tidy,
        Self::Pages,
        Self::Lints,
        Self::Dependencies,
        Self::Programs,
        Self::Sqlite,
        Self::Postgres,
        Self::Browser,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Tidy => "tidy: the house rules",
            Self::Pages => "scripts and styles: build and tests",
            Self::Lints => "lints",
            Self::Dependencies => "dependencies: licences, sources, advisories",
            Self::Programs => "programs",
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
    let (done, total, elapsed) = (steps.done(), steps.total(), steps.elapsed());
    say(&match outcome {
        Ok(()) => format!("All {total} steps passed in {elapsed}."),
        Err(_) => format!("Stopped at step {done} of {total} after {elapsed}."),
    });
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
    let is_wanted = |part: &Part| match part {
        Part::Postgres => !scope.without_postgres,
        Part::Browser => !scope.without_browser,
        _ => true,
    };
    Part::ALL.into_iter().filter(is_wanted).collect()
}

fn run_part(part: Part, tally: &mut Tally) -> anyhow::Result<()> {
    match part {
        Part::Format => cargo(&["fmt", "--all", "--check"], "Run `cargo xtask fmt`."),
        Part::Tidy => tidy::run(),
        Part::Pages => pages(),
        Part::Lints => cargo(
            &[
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ],
            "Each line above names a place and a lint; STYLE.md has the reasons.",
        ),
        Part::Dependencies => dependencies::check(),
        Part::Programs => programs(),
        Part::Sqlite => rust_tests::run(Profile::Sqlite, None, tally),
        Part::Postgres => {
            let server = Postgres::start()?;
            rust_tests::run(Profile::Postgres, Some(&server.url()), tally)
        }
        Part::Browser => journeys::run(),
    }
}

fn cargo(arguments: &[&str], advice: &str) -> anyhow::Result<()> {
    let mut command = process::cargo()?;
    if !process::is_watched() {
        command.env("CARGO_TERM_QUIET", "true");
    }
    process::succeed(command.args(arguments), advice)
}

/// Builds every program.
pub(crate) fn programs() -> anyhow::Result<()> {
    cargo(
        &["build", "--workspace", "--bins"],
        "The first message above that begins with “error” names the cause.",
    )
}

/// Builds and tests scripts and styles.
pub(crate) fn pages() -> anyhow::Result<()> {
    let web = place::root()?.join("web");
    node::install(&web)?;
    node::build(&web)?;
    node::script(&web, "test")?;
    node::script(&web, "budget")
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
        assert_eq!(all.len(), 9);
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
