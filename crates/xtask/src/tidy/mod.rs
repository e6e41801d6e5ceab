//! `cargo xtask tidy`: what a machine can check about the house rules.
//!
//! Each check is one file with a function from the tree (and the rules in `tidy.toml`) to
//! findings, and with a test that fails when the check stops finding.

mod arrows;
mod crates;
mod decisions;
mod links;
mod machine;
mod migrations;
mod names;
mod rules;
mod rust_text;
mod sizes;
mod sql;
mod statements;
mod templates;
mod texts;
mod threats;
mod todos;
mod tree;

use anyhow::bail;

use crate::steps::say;
use crate::{place, process};
use rules::Rules;
use tree::Tree;

/// One breach of a rule, at a place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    /// Counted from 1; 0 when the whole file is meant.
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

/// A named check.
type Check = (&'static str, fn(&Tree, &Rules) -> Vec<Finding>);

const CHECKS: [Check; 12] = [
    ("crates opt in and describe themselves", crates::check),
    ("file sizes", sizes::check),
    ("names of modules", names::check),
    ("migrations", migrations::check),
    ("statements", statements::check),
    ("templates", templates::check),
    ("texts", texts::check),
    ("notes to do", todos::check),
    ("nothing of one machine", machine::check),
    ("decision records", decisions::check),
    ("links", links::check),
    ("threats", threats::check),
];

/// Runs every check on the work tree and prints each finding with its place.
pub(crate) fn run() -> anyhow::Result<()> {
    let root = place::root()?;
    let rules = Rules::parse(&std::fs::read_to_string(
        root.join("crates/xtask/tidy.toml"),
    )?)?;
    let tree = Tree::read(&root)?;
    let metadata = process::output(process::cargo()?.args([
        "metadata",
        "--format-version=1",
        "--no-deps",
        "--offline",
    ]))?;
    let mut found = report("arrows between crates", arrows::check(&metadata, &rules)?);
    for (name, check) in CHECKS {
        found += report(name, check(&tree, &rules));
    }
    if found > 0 {
        bail!("{found} findings; each line above names a place and what to do");
    }
    Ok(())
}

fn report(name: &str, mut findings: Vec<Finding>) -> usize {
    findings.sort();
    for finding in &findings {
        let place = match finding.line {
            0 => finding.path.clone(),
            line => format!("{}:{line}", finding.path),
        };
        say(&format!("  {place}: {}", finding.message));
    }
    let state = if findings.is_empty() {
        "ok".to_owned()
    } else {
        findings.len().to_string()
    };
    say(&format!("  {name}: {state}"));
    findings.len()
}
