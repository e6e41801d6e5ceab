//! `cargo xtask soak`: what takes too long for every change. Not part of the gate.
//!
//! Every part runs, also after one that failed; a table at the end says what ran.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::ensure;

use crate::packages::{self, Need};
use crate::postgres::Postgres;
use crate::rust_tests::{self, Profile};
use crate::steps::{in_words, say};
use crate::tally::Tally;
use crate::{journeys, place, process, suite};

/// One kind of long test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Programs,
    Long,
    Fuzz,
    Lighthouse,
    Deploy,
}

/// What a part did.
struct Line {
    title: &'static str,
    tally: Tally,
    took: Duration,
    problem: Option<anyhow::Error>,
}

impl Part {
    const ALL: [Self; 5] = [
        Self::Programs,
        Self::Long,
        Self::Fuzz,
        Self::Lighthouse,
        Self::Deploy,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Programs => "programs and pages",
            Self::Long => "kill rounds, full disks, odd requests, many seeds",
            Self::Fuzz => "readers of outside bytes, 20,000 cases each",
            Self::Lighthouse => "Lighthouse on four pages",
            Self::Deploy => "a city behind nginx, as deploy/ shows it",
        }
    }
}

/// Runs all parts and prints what ran.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    ensure!(arguments.is_empty(), "`soak` takes no arguments");
    let mut lines = Vec::new();
    for part in Part::ALL {
        say(&format!("{} …", part.title()));
        let begun = Instant::now();
        let mut tally = Tally::default();
        let problem = run_part(part, &mut tally).err();
        lines.push(Line {
            title: part.title(),
            tally,
            took: begun.elapsed(),
            problem,
        });
    }
    say("");
    for line in &lines {
        say(&row(line));
    }
    let failed = lines.iter().filter(|line| line.problem.is_some()).count();
    ensure!(failed == 0, "{failed} parts of the soak failed");
    Ok(())
}

fn run_part(part: Part, tally: &mut Tally) -> anyhow::Result<()> {
    match part {
        Part::Programs => {
            suite::pages()?;
            suite::programs()
        }
        Part::Long => {
            // A server of our own: some tests kill its processes.
            let server = Postgres::start()?;
            rust_tests::run(Profile::Soak, Some(&server.url()), tally)
        }
        Part::Fuzz => rust_tests::run(Profile::Fuzz, None, tally),
        Part::Lighthouse => journeys::run_lighthouse(),
        Part::Deploy => try_deploy(),
    }
}

/// Tries the examples of `deploy/` against the program built before.
fn try_deploy() -> anyhow::Result<()> {
    let present = |name| place::find_program(name).is_some();
    packages::ensure(&[
        Need {
            what: "nginx",
            package: "nginx-light",
            is_present: present("nginx"),
        },
        Need {
            what: "curl",
            package: "curl",
            is_present: present("curl"),
        },
        Need {
            what: "OpenSSL",
            package: "openssl",
            is_present: present("openssl"),
        },
    ])?;
    let mut script = Command::new(place::root()?.join("deploy/test"));
    script.env("SIHEBAT", place::target_dir()?.join("debug/sihebat"));
    process::succeed(&mut script, "Run deploy/test to see it alone.")
}

/// One line of the table: what, how many tests, how long, and the problem.
fn row(line: &Line) -> String {
    let Tally { passed, failed } = line.tally;
    let outcome = match &line.problem {
        None => "passed".to_owned(),
        Some(problem) => format!("FAILED: {problem:#}"),
    };
    let counted = match passed + failed {
        0 => String::new(),
        _ => format!("{passed} passed, {failed} failed"),
    };
    let (title, took) = (line.title, in_words(line.took));
    format!("{title:50} {counted:22} {took:>12}  {outcome}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_what_ran_how_often_how_long_and_why_not() {
        let mut line = Line {
            title: "kill rounds",
            tally: Tally {
                passed: 9,
                failed: 1,
            },
            took: Duration::from_secs(185),
            problem: None,
        };
        let shown = row(&line);
        assert!(shown.starts_with("kill rounds "), "{shown}");
        assert!(shown.contains("9 passed, 1 failed"), "{shown}");
        assert!(shown.ends_with("3 min 5 s  passed"), "{shown}");
        line.problem = Some(anyhow::anyhow!("lost one"));
        assert!(row(&line).ends_with("FAILED: lost one"));
    }
}
