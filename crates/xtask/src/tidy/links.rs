//! Links between our own Markdown files lead somewhere.

use super::Finding;
use super::rules::Rules;
use super::tree::{File, Tree};

/// Checks every relative link, with its anchor.
pub(super) fn check(tree: &Tree, _rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| file.is_one_of(&["md"])) {
        for (line, target) in links(file) {
            if let Some(message) = fault(tree, file, target) {
                findings.push(Finding::new(&file.path, line, message));
            }
        }
    }
    findings
}

/// Targets outside of code, with their lines.
fn links(file: &File) -> Vec<(usize, &str)> {
    let mut is_code = false;
    let mut links = Vec::new();
    for (number, line) in file.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        if is_code {
            continue;
        }
        let prose: Vec<&str> = line.split('`').step_by(2).collect();
        // A link's text may hold code; its target does not.
        let parts = if line.contains("`](") {
            vec![line]
        } else {
            prose
        };
        for part in parts {
            let targets = part
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next());
            links.extend(targets.map(|target| (number, target)));
        }
    }
    links
}

fn fault(tree: &Tree, file: &File, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if path.is_empty() {
        file.path.clone()
    } else {
        resolve(&file.path, path)
    };
    if !tree.has(&path) {
        return Some(format!("the link to {target} leads nowhere"));
    }
    let goal = tree
        .files
        .iter()
        .find(|goal| goal.path == path && goal.is_one_of(&["md"]));
    let has_anchor = goal.is_none_or(|goal| {
        goal.text
            .lines()
            .filter(|line| line.starts_with('#'))
            .any(|line| slug(line) == anchor)
    });
    (!anchor.is_empty() && !has_anchor).then(|| format!("{path} has no heading #{anchor}"))
}

/// The path of a target seen from the directory of a file.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if let Some(from_root) = target.strip_prefix('/') {
        return from_root.to_owned();
    }
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// A heading's anchor, as hosts of Markdown make it.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        let samples = [
            ("docs/a.md", text),
            ("docs/b/c.md", "# Two words\n"),
            ("README.md", ""),
        ];
        check(&Tree::of(&samples), &Rules::default()).len()
    }

    #[test]
    fn accepts_links_that_lead_somewhere() {
        let text = "# Here\n[c](b/c.md#two-words) [dir](b/) [up](../README.md) [x](https://a.id/b) [h](#here)\n\
            ```\n[no](gone.md)\n```\n`[no](gone.md)`";
        assert_eq!(count(text), 0);
    }

    #[test]
    fn finds_links_that_lead_nowhere() {
        assert_eq!(count("[c](b/d.md)"), 1);
        assert_eq!(count("[c](b/c.md#three)"), 1);
        assert_eq!(count("[`code`](gone.md)"), 1);
        assert_eq!(count("[h](#nowhere)"), 1);
    }
}
