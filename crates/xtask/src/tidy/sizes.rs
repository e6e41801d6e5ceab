//! Source files stay small; existing overruns are listed and may only shrink.

use super::Finding;
use super::rules::Rules;
use super::tree::{File, Tree};

const SOURCE_LINES: usize = 600;
const TEMPLATE_LINES: usize = 120;

/// Checks the length of every source file and template.
pub(super) fn check(tree: &Tree, rules: &Rules) -> Vec<Finding> {
    let mut findings: Vec<Finding> = tree
        .files
        .iter()
        .filter_map(|file| check_file(file, rules))
        .collect();
    for path in rules.oversized.keys().filter(|path| !tree.has(path)) {
        findings.push(Finding::new(
            path,
            0,
            "is gone: take it off [oversized] in tidy.toml",
        ));
    }
    findings
}

fn check_file(file: &File, rules: &Rules) -> Option<Finding> {
    let limit = limit(file)?;
    let lines = line_count(file);
    let message = match rules.oversized.get(&file.path) {
        Some(&listed) if lines > listed => {
            format!("{lines} lines; listed with {listed}, and may only shrink: split it")
        }
        Some(_) if lines <= limit => {
            format!("{lines} lines: within the limit now, take it off [oversized] in tidy.toml")
        }
        Some(&listed) if lines < listed => {
            format!("{lines} lines: lower its number in [oversized] from {listed}")
        }
        None if lines > limit => format!("{lines} lines, the limit is {limit}: split it"),
        Some(_) | None => return None,
    };
    Some(Finding::new(&file.path, 0, message))
}

fn limit(file: &File) -> Option<usize> {
    if file.path.contains("/templates/") && file.is_one_of(&["html", "txt", "xml"]) {
        return Some(TEMPLATE_LINES);
    }
    file.is_one_of(&["rs", "ts", "tsx", "js", "mjs", "css", "sh"])
        .then_some(SOURCE_LINES)
}

/// Lines without the unit tests at the bottom of a Rust file.
fn line_count(file: &File) -> usize {
    let tests = file
        .lines()
        .find(|(_, line)| *line == "#[cfg(test)]")
        .map(|(number, _)| number);
    match tests {
        Some(number) if file.is_one_of(&["rs"]) => number.saturating_sub(1),
        _ => file.text.lines().count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, lines: usize, oversized: &str) -> usize {
        let rules = Rules::parse(&format!("[oversized]\n{oversized}")).unwrap();
        check(&Tree::of(&[(path, &"x\n".repeat(lines))]), &rules).len()
    }

    #[test]
    fn finds_a_file_one_line_over_the_limit() {
        assert_eq!(findings("crates/fuel/src/a.rs", 600, ""), 0);
        assert_eq!(findings("crates/fuel/src/a.rs", 601, ""), 1);
        assert_eq!(findings("crates/fuel/templates/a.html", 121, ""), 1);
        assert_eq!(findings("crates/fuel/i18n/id/a.ftl", 900, ""), 0);
    }

    #[test]
    fn a_listed_file_may_only_shrink() {
        let path = "crates/fuel/src/a.rs";
        assert_eq!(findings(path, 700, "'crates/fuel/src/a.rs' = 700"), 0);
        assert_eq!(findings(path, 701, "'crates/fuel/src/a.rs' = 700"), 1);
        assert_eq!(findings(path, 650, "'crates/fuel/src/a.rs' = 700"), 1);
        assert_eq!(findings(path, 500, "'crates/fuel/src/a.rs' = 700"), 1);
        assert_eq!(findings(path, 10, "'crates/fuel/src/gone.rs' = 700"), 1);
    }

    #[test]
    fn does_not_count_unit_tests() {
        let text = format!("{}#[cfg(test)]\n{}", "x\n".repeat(600), "y\n".repeat(300));
        let tree = Tree::of(&[("crates/fuel/src/a.rs", &text)]);
        assert!(check(&tree, &Rules::default()).is_empty());
    }
}
