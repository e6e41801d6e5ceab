//! `cargo xtask soak`: the long tests, named `soak_…`, on both databases.

use crate::postgres::Postgres;
use crate::rust_tests::{self, Profile};
use crate::steps::{Steps, say};
use crate::tally::Tally;

/// Runs all long tests.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    anyhow::ensure!(arguments.is_empty(), "`soak` takes no arguments");
    let mut steps = Steps::of(2);
    let mut tally = Tally::default();
    let server = steps.step("a private PostgreSQL", Postgres::start)?;
    let outcome = steps.step("long tests on both databases", || {
        rust_tests::run(Profile::Soak, Some(&server.url()), &mut tally)
    });
    say(&format!(
        "{} passed, {} failed in {}",
        tally.passed,
        tally.failed,
        steps.elapsed()
    ));
    outcome
}
