//! Every text exists in Indonesian and English, once, and is used.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::rules::Rules;
use super::tree::{File, Tree};

const LOCALES: [&str; 2] = ["id", "en"];

/// Checks `i18n/{id,en}/*.ftl` of every crate.
pub(super) fn check(tree: &Tree, rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    let used = words_in_use(tree);
    let texts = || tree.files.iter().filter(|file| file.is_one_of(&["ftl"]));
    let by_path: BTreeMap<&str, BTreeSet<&str>> = texts()
        .map(|file| (file.path.as_str(), keys(file).map(|(_, key)| key).collect()))
        .collect();
    for file in texts() {
        let mut seen = BTreeSet::new();
        for (line, key) in keys(file) {
            if !seen.insert(key) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("`{key}` stands here twice"),
                ));
            }
            if !is_used(key, &used, rules) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("`{key}` is used nowhere"),
                ));
            }
            for (locale, path) in siblings(&file.path) {
                let has_key = by_path
                    .get(path.as_str())
                    .is_some_and(|keys| keys.contains(key));
                if !has_key {
                    let message = format!("`{key}` is missing in “{locale}” ({path})");
                    findings.push(Finding::new(&file.path, line, message));
                }
            }
        }
    }
    findings
}

/// Messages with their line; terms (`-name`), attributes and comments are none.
fn keys(file: &File) -> impl Iterator<Item = (usize, &str)> {
    file.lines().filter_map(|(number, line)| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let is_key =
            line.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(is_word);
        is_key.then_some((number, key))
    })
}

/// The same file in the other locales.
fn siblings(path: &str) -> Vec<(&'static str, String)> {
    let own = LOCALES
        .iter()
        .find(|locale| path.contains(&format!("/i18n/{locale}/")));
    let Some(own) = own else { return Vec::new() };
    let others = LOCALES.iter().filter(|locale| *locale != own);
    let other_path =
        |other: &str| path.replace(&format!("/i18n/{own}/"), &format!("/i18n/{other}/"));
    others.map(|other| (*other, other_path(other))).collect()
}

fn is_used(key: &str, used: &BTreeSet<&str>, rules: &Rules) -> bool {
    used.contains(key)
        || rules
            .built_text_keys
            .iter()
            .any(|start| key.starts_with(start.as_str()))
}

/// All words of code and templates, and those that texts refer to.
fn words_in_use(tree: &Tree) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    for file in &tree.files {
        if file.is_one_of(&["rs", "html", "ts", "js", "mjs", "xml", "txt", "typ"]) {
            used.extend(file.text.split(|c: char| !is_word(c)));
        } else if file.is_one_of(&["ftl"]) {
            let placed = file
                .text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split('}').next());
            used.extend(placed.map(str::trim));
        }
    }
    used
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: (&str, &str) = ("crates/fuel/src/a.rs", "fl!(i18n, \"voucher-title\")");

    fn found(id: &str, en: &str) -> Vec<String> {
        let samples = [
            CODE,
            ("crates/fuel/i18n/id/fuel.ftl", id),
            ("crates/fuel/i18n/en/fuel.ftl", en),
        ];
        let findings = check(&Tree::of(&samples), &Rules::default());
        findings
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn accepts_texts_in_both_languages() {
        let text = "# Judul\nvoucher-title = Voucer { unit }\n    .hint = Petunjuk\n-city = Kupang\nunit = l\n";
        assert_eq!(found(text, text), Vec::<String>::new());
    }

    #[test]
    fn finds_a_text_that_one_language_lacks() {
        assert!(
            found("voucher-title = a", "")
                .concat()
                .contains("missing in “en”")
        );
        assert!(
            found("", "voucher-title = a")
                .concat()
                .contains("missing in “id”")
        );
    }

    #[test]
    fn finds_a_text_that_nobody_uses() {
        let text = "voucher-title = a\nvoucher-old = b";
        assert_eq!(found(text, text).len(), 2);
    }

    #[test]
    fn finds_a_text_that_stands_twice() {
        let twice = "voucher-title = a\nvoucher-title = b";
        assert!(found(twice, "voucher-title = a").concat().contains("twice"));
    }

    #[test]
    fn a_key_that_is_built_from_a_code_counts_as_used() {
        let rules = Rules::parse("built_text_keys = ['refusal-']").unwrap();
        let samples = [
            ("crates/fuel/i18n/id/fuel.ftl", "refusal-budget = a"),
            ("crates/fuel/i18n/en/fuel.ftl", "refusal-budget = a"),
        ];
        assert!(check(&Tree::of(&samples), &rules).is_empty());
    }
}
