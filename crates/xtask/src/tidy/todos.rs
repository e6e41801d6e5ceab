//! A note to do names the issue or decision it belongs to.

use super::Finding;
use super::rules::Rules;
use super::tree::Tree;

/// The words of a note, in two parts so that this file does not find itself.
const WORDS: [(&str, &str); 3] = [("TO", "DO"), ("FIX", "ME"), ("XX", "X")];

/// Finds notes in code, pages, texts and settings that carry no number.
pub(super) fn check(tree: &Tree, _rules: &Rules) -> Vec<Finding> {
    let kinds = [
        "rs", "ts", "js", "mjs", "css", "html", "sql", "sh", "toml", "ftl", "typ", "yml",
    ];
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| file.is_one_of(&kinds)) {
        for (number, line) in file.lines() {
            for (head, tail) in WORDS {
                let word = format!("{head}{tail}");
                if is_unnumbered(line, &word) {
                    let message = format!("{word} without a number: name the issue or decision");
                    findings.push(Finding::new(&file.path, number, message));
                }
            }
        }
    }
    findings
}

/// True when the line has the whole word and no digit shortly after it.
fn is_unnumbered(line: &str, word: &str) -> bool {
    let mut parts = line.split(word);
    let Some(before) = parts.next() else {
        return false;
    };
    let Some(after) = parts.next() else {
        return false;
    };
    let is_whole = !before.ends_with(is_word) && !after.starts_with(is_word);
    is_whole && !after.chars().take(8).any(|c| c.is_ascii_digit())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(line: &str) -> usize {
        let line = line.replace("NOTE", &format!("{}{}", "TO", "DO"));
        check(
            &Tree::of(&[("crates/fuel/src/a.rs", &line)]),
            &Rules::default(),
        )
        .len()
    }

    #[test]
    fn finds_a_note_without_a_number() {
        assert_eq!(count("// NOTE: later"), 1);
        assert_eq!(count("// NOTE(#12): later"), 0);
        assert_eq!(count("// NOTE 0031: later"), 0);
        assert_eq!(count("let METHODNOTES = 1;"), 0);
    }
}
