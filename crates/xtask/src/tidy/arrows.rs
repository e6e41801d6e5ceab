//! Crates use only what `tidy.toml` allows, as `cargo metadata` reports it.

use anyhow::Context;
use serde_json::Value;

use super::Finding;
use super::rules::Rules;

/// Compares the dependencies among our own crates with the table.
pub(super) fn check(metadata: &str, rules: &Rules) -> anyhow::Result<Vec<Finding>> {
    let metadata: Value = serde_json::from_str(metadata)?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let packages = packages.context("cargo metadata names no packages")?;
    Ok(packages
        .iter()
        .flat_map(|package| check_package(package, rules))
        .collect())
}

fn check_package(package: &Value, rules: &Rules) -> Vec<Finding> {
    let name = text(package, "name");
    let manifest = place_of(text(package, "manifest_path"), name);
    let Some(allowed) = rules.arrows.get(name) else {
        let message = format!("the crate `{name}` is not in the table of arrows (tidy.toml)");
        return vec![Finding::new(&manifest, 0, message)];
    };
    let dependencies = package.get("dependencies").and_then(Value::as_array);
    let own = dependencies
        .into_iter()
        .flatten()
        .filter(|found| found.get("path").is_some());
    own.filter(|found| {
        let target = text(found, "name");
        let is_optional = found.get("optional").and_then(Value::as_bool) == Some(true);
        let is_test = is_optional || text(found, "kind") == "dev";
        let is_allowed = allowed.iter().any(|name| name == target);
        // A crate may name itself in its tests, to switch on a feature of its own.
        let is_for_tests = target == name || rules.test_arrows.iter().any(|name| name == target);
        !(is_allowed || (is_test && is_for_tests))
    })
    .map(|found| {
        let target = text(found, "name");
        let message = format!("`{name}` may not use `{target}`: see the arrows in ARCHITECTURE.md");
        Finding::new(&manifest, 0, message)
    })
    .collect()
}

/// The manifest's path below the work tree.
fn place_of(manifest: &str, name: &str) -> String {
    let parts: Vec<&str> = manifest.rsplit('/').take(3).collect();
    match parts.as_slice() {
        [file, directory, above] if *directory == name => format!("{above}/{directory}/{file}"),
        _ => format!("{name}/Cargo.toml"),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(dependencies: &str) -> Vec<Finding> {
        let rules =
            Rules::parse("test_arrows=['testkit']\n[arrows]\nfuel = ['base']\nbase = []").unwrap();
        let metadata =
            format!(r#"{{"packages":[{{"name":"fuel","dependencies":[{dependencies}]}}]}}"#);
        check(&metadata, &rules).unwrap()
    }

    #[test]
    fn allows_what_the_table_allows_and_what_is_not_ours() {
        assert!(findings(r#"{"name":"base","path":"x","kind":null},{"name":"serde"}"#).is_empty());
        assert!(findings(r#"{"name":"testkit","path":"x","kind":"dev"}"#).is_empty());
        let behind_a_feature = r#"{"name":"testkit","path":"x","kind":null,"optional":true}"#;
        assert!(findings(behind_a_feature).is_empty());
    }

    #[test]
    fn finds_an_arrow_that_is_not_in_the_table() {
        let found = findings(r#"{"name":"reports","path":"x","kind":null}"#);
        assert_eq!(found.len(), 1);
        assert!(
            found
                .first()
                .unwrap()
                .message
                .contains("`fuel` may not use `reports`")
        );
    }

    #[test]
    fn finds_a_test_crate_used_outside_of_tests() {
        assert_eq!(
            findings(r#"{"name":"testkit","path":"x","kind":null}"#).len(),
            1
        );
    }

    #[test]
    fn finds_a_crate_that_the_table_does_not_know() {
        let metadata = r#"{"packages":[{"name":"new","dependencies":[]}]}"#;
        assert_eq!(check(metadata, &Rules::default()).unwrap().len(), 1);
    }
}
