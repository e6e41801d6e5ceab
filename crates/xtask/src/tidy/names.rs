//! Modules have names that say what is in them.

use super::Finding;
use super::rules::Rules;
use super::tree::Tree;

/// Names that anything fits under.
const EMPTY_NAMES: [&str; 10] = [
    "util", "utils", "helper", "helpers", "manager", "managers", "service", "services", "common",
    "misc",
];

/// Checks the names of source files and of their directories.
pub(super) fn check(tree: &Tree, _rules: &Rules) -> Vec<Finding> {
    let is_source = |path: &str| path.contains("/src/") || path.contains("/tests/");
    let sources = tree.files.iter().filter(|file| {
        file.is_one_of(&["rs", "ts", "mjs", "js"]) && is_source(&format!("/{}", file.path))
    });
    sources
        .filter_map(|file| {
            let mut parts = file
                .path
                .split('/')
                .map(|part| part.split('.').next().unwrap_or(part));
            let name = parts.find(|part| EMPTY_NAMES.contains(part))?;
            let message = format!("“{name}” says nothing: name the noun or the act");
            Some(Finding::new(&file.path, 0, message))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str) -> usize {
        check(&Tree::of(&[(path, "")]), &Rules::default()).len()
    }

    #[test]
    fn finds_names_that_say_nothing() {
        assert_eq!(count("crates/fuel/src/utils.rs"), 1);
        assert_eq!(count("crates/fuel/src/helpers/price.rs"), 1);
        assert_eq!(count("web/src/common.ts"), 1);
    }

    #[test]
    fn accepts_the_words_of_the_field() {
        assert_eq!(count("crates/fuel/src/store/voucher.rs"), 0);
        assert_eq!(count("docs/common.md"), 0);
    }
}
