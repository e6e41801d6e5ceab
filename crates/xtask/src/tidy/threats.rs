//! The threat model claims only tests that exist.

use std::collections::BTreeSet;

use super::Finding;
use super::rules::Rules;
use super::tree::{File, Tree};

const PAGE: &str = "docs/threats.md";

/// Checks the last column of the tables that are headed “tested by”.
pub(super) fn check(tree: &Tree, _rules: &Rules) -> Vec<Finding> {
    let Some(page) = tree.files.iter().find(|file| file.path == PAGE) else {
        return Vec::new();
    };
    let tests = test_names(tree);
    let mut findings = Vec::new();
    for (line, claim) in claims(page) {
        let names: Vec<&str> = claim.split('`').skip(1).step_by(2).collect();
        let is_known = |name: &&str| tests.contains(name) || tree.has(name) || name.contains(' ');
        for name in names.iter().filter(|name| !is_known(name)) {
            findings.push(Finding::new(
                PAGE,
                line,
                format!("there is no test `{name}`"),
            ));
        }
        if names.is_empty() && !claim.contains("not yet") {
            findings.push(Finding::new(PAGE, line, "name a test or say “not yet”"));
        }
    }
    findings
}

/// The last cell of each row below a heading row that ends with “tested by”.
fn claims(page: &File) -> Vec<(usize, &str)> {
    let mut is_in_table = false;
    let mut claims = Vec::new();
    for (number, line) in page.lines() {
        let Some(row) = line.strip_prefix('|') else {
            is_in_table = false;
            continue;
        };
        let last = row
            .trim_end()
            .trim_end_matches('|')
            .rsplit(" | ")
            .next()
            .unwrap_or_default()
            .trim();
        if last == "tested by" {
            is_in_table = true;
        } else if is_in_table && !last.starts_with("---") {
            claims.push((number, last));
        }
    }
    claims
}

/// The names of all functions in Rust code that holds tests.
fn test_names(tree: &Tree) -> BTreeSet<&str> {
    let with_tests = tree.files.iter().filter(|file| {
        file.is_one_of(&["rs"])
            && (file.text.contains("test]") || file.text.contains("both_databases!"))
    });
    let functions = with_tests.flat_map(|file| file.text.split("fn ").skip(1));
    functions
        .filter_map(|rest| rest.split(['(', '<']).next())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(claim: &str) -> usize {
        let page = format!("| threat | tested by |\n| --- | --- |\n| forge | {claim} |\n");
        let code = "#[test]\nfn refuses_forgery() {}";
        let tree = Tree::of(&[(PAGE, &page), ("crates/fuel/tests/it/a.rs", code)]);
        check(&tree, &Rules::default()).len()
    }

    #[test]
    fn accepts_a_test_that_exists_and_an_honest_gap() {
        assert_eq!(count("`refuses_forgery`"), 0);
        assert_eq!(count("`crates/fuel/tests/it/a.rs`"), 0);
        assert_eq!(count("not yet"), 0);
    }

    #[test]
    fn finds_a_test_that_does_not_exist() {
        assert_eq!(count("`refuses_forgery`, `refuses_theft`"), 1);
        assert_eq!(count("yes"), 1);
    }
}
