//! Templates obey the strict policy of the pages: no style, script or handler inside.

use super::Finding;
use super::rules::Rules;
use super::tree::{File, Tree};

/// Checks `crates/*/templates/**`.
pub(super) fn check(tree: &Tree, rules: &Rules) -> Vec<Finding> {
    let is_template =
        |file: &&File| file.path.contains("/templates/") && file.is_one_of(&["html", "svg"]);
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(is_template) {
        let may_inline = rules.inline_templates.contains(&file.path);
        for (line, tag) in tags(&file.text) {
            if let Some(message) = fault(&tag, may_inline) {
                findings.push(Finding::new(&file.path, line, message));
            }
        }
    }
    findings
}

/// Every opening tag with the line where it begins, in lower case and on one line.
fn tags(html: &str) -> Vec<(usize, String)> {
    let mut line = 1;
    let mut tags = Vec::new();
    let mut parts = html.split('<');
    line += parts.next().unwrap_or_default().matches('\n').count();
    for part in parts {
        let tag = part.split_once('>').map_or(part, |(tag, _)| tag);
        let tag = tag
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        tags.push((line, tag));
        line += part.matches('\n').count();
    }
    tags
}

fn fault(tag: &str, may_inline: bool) -> Option<String> {
    let name = tag.split(' ').next().unwrap_or_default();
    if name == "script" && !tag.contains(" src=") && !tag.contains("application/json") {
        return Some("script inside the page: it belongs in web/".to_owned());
    }
    if name == "style" && !may_inline {
        return Some("style inside the page: it belongs in the style sheet".to_owned());
    }
    if tag.contains("javascript:") {
        return Some("a javascript: address does not work under the pages' policy".to_owned());
    }
    let attributes = tag
        .split(' ')
        .skip(1)
        .filter_map(|part| part.split_once('='));
    for (attribute, _) in attributes {
        if attribute == "style" && !may_inline {
            return Some("style=: give it a class".to_owned());
        }
        let is_handler = attribute.strip_prefix("on").is_some_and(is_event);
        if is_handler || attribute.starts_with("hx-on") {
            return Some(format!("{attribute}=: handlers belong in web/"));
        }
    }
    None
}

fn is_event(rest: &str) -> bool {
    rest.len() > 2 && rest.chars().all(|c| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(html: &str) -> usize {
        check(
            &Tree::of(&[("crates/web/templates/a.html", html)]),
            &Rules::default(),
        )
        .len()
    }

    #[test]
    fn accepts_a_clean_page() {
        let html = "<p class=\"on\">style=x onclick=</p><script src=\"/a.js\"></script>\
            <script type=\"application/json\">{}</script><a href=\"/b\" hx-get=\"/b\">b</a>";
        assert_eq!(count(html), 0);
    }

    #[test]
    fn finds_what_the_policy_refuses() {
        for html in [
            "<p style=\"x\">",
            "<script>f()</script>",
            "<style>p{}</style>",
            "<button\n  type=\"button\"\n  onclick=\"f()\">",
            "<a href=\"javascript:f()\">",
            "<a hx-on:click=\"f()\">",
        ] {
            assert_eq!(count(html), 1, "{html}");
        }
    }

    #[test]
    fn a_listed_page_may_carry_its_style() {
        let rules = Rules::parse("inline_templates = ['crates/wifi/templates/p.html']").unwrap();
        let tree = Tree::of(&[("crates/wifi/templates/p.html", "<style>p{}</style>")]);
        assert!(check(&tree, &rules).is_empty());
    }
}
