//! Decision records have a number of their own, also in the heading.

use std::collections::BTreeMap;

use super::Finding;
use super::rules::Rules;
use super::tree::Tree;

/// Checks `docs/decisions/NNNN-title.md`.
pub(super) fn check(tree: &Tree, _rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for file in &tree.files {
        let Some(name) = file.path.strip_prefix("docs/decisions/") else {
            continue;
        };
        if name == "README.md" {
            continue;
        }
        let Some(number) = number(name) else {
            findings.push(Finding::new(&file.path, 0, "must be called NNNN-title.md"));
            continue;
        };
        if let Some(other) = seen.insert(number.clone(), file.path.clone()) {
            findings.push(Finding::new(
                &file.path,
                0,
                format!("has the number of {other}"),
            ));
        }
        let heading = file.text.lines().next().unwrap_or_default();
        let after = heading.strip_prefix(&format!("# {number}"));
        if !after.is_some_and(|title| title.starts_with([':', '.', ' '])) {
            findings.push(Finding::new(
                &file.path,
                1,
                format!("must begin with “# {number}: ”"),
            ));
        }
    }
    findings
}

/// The four digits at the beginning of `NNNN-words-of-the-title.md`.
fn number(name: &str) -> Option<String> {
    let (number, title) = name.strip_suffix(".md")?.split_once('-')?;
    let is_number = number.len() == 4 && number.chars().all(|c| c.is_ascii_digit());
    let is_title = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (is_number && !title.is_empty() && title.chars().all(is_title)).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(samples: &[(&str, &str)]) -> usize {
        check(&Tree::of(samples), &Rules::default()).len()
    }

    #[test]
    fn accepts_numbered_records() {
        assert_eq!(
            count(&[("docs/decisions/0001-one-program.md", "# 0001: One program")]),
            0
        );
    }

    #[test]
    fn finds_a_number_used_twice_a_wrong_heading_and_a_wrong_name() {
        let twice = [
            ("docs/decisions/0001-one.md", "# 0001: One"),
            ("docs/decisions/0001-two.md", "# 0001: Two"),
        ];
        assert_eq!(count(&twice), 1);
        assert_eq!(count(&[("docs/decisions/0001-one.md", "# One")]), 1);
        assert_eq!(count(&[("docs/decisions/0001-one.md", "# 00012: One")]), 1);
        assert_eq!(count(&[("docs/decisions/one.md", "# One")]), 1);
    }
}
