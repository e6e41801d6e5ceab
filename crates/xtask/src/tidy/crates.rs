//! Each crate opts into the lint table, bears its directory's name and, as an area, has a README.

use super::Finding;
use super::rules::Rules;
use super::tree::Tree;

/// Checks every manifest under `crates/`.
pub(super) fn check(tree: &Tree, rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        let Some(name) = file.crate_name() else {
            continue;
        };
        if file.path != format!("crates/{name}/Cargo.toml") {
            continue;
        }
        let manifest: toml::Table = file.text.parse().unwrap_or_default();
        let opts_in = manifest
            .get("lints")
            .and_then(|lints| lints.get("workspace"));
        if opts_in.and_then(toml::Value::as_bool) != Some(true) {
            let message = "does not opt into the lint table: add [lints] workspace = true";
            findings.push(Finding::new(&file.path, 0, message));
        }
        let package = manifest.get("package");
        let field = |key| {
            package
                .and_then(|package| package.get(key))
                .and_then(|v| v.as_str())
        };
        if field("name") != Some(name) {
            let message = format!("the package must bear its directory's name, `{name}`");
            findings.push(Finding::new(&file.path, 0, message));
        }
        if field("description").is_none_or(str::is_empty) {
            findings.push(Finding::new(&file.path, 0, "has no description"));
        }
        let readme = format!("crates/{name}/README.md");
        if rules.areas.iter().any(|area| area == name) && !tree.has(&readme) {
            let message = "is missing: one page of nouns, states, invariants, who may do what";
            findings.push(Finding::new(&readme, 0, message));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        "[package]\nname = 'fuel'\ndescription = 'Fuel'\n[lints]\nworkspace = true\n";

    fn findings(samples: &[(&str, &str)]) -> Vec<String> {
        let rules = Rules::parse("areas = ['fuel']").unwrap();
        check(&Tree::of(samples), &rules)
            .into_iter()
            .map(|found| found.message)
            .collect()
    }

    #[test]
    fn accepts_a_crate_in_good_order() {
        let samples = [
            ("crates/fuel/Cargo.toml", GOOD),
            ("crates/fuel/README.md", "# Fuel"),
        ];
        assert_eq!(findings(&samples), Vec::<String>::new());
    }

    #[test]
    fn finds_a_crate_without_lints_name_description_and_readme() {
        let found = findings(&[("crates/fuel/Cargo.toml", "[package]\nname = 'petrol'\n")]);
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found.iter().any(|message| message.contains("lint table")));
    }
}
