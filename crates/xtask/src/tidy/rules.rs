//! The rules as data: `tidy.toml`.

use std::collections::BTreeMap;

use anyhow::Context;
use toml::{Table, Value};

/// What `tidy.toml` says.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// Crates that each crate may use.
    pub(super) arrows: BTreeMap<String, Vec<String>>,
    /// Crates that any crate may use in its tests.
    pub(super) test_arrows: Vec<String>,
    /// The crates that are areas of the city's work.
    pub(super) areas: Vec<String>,
    /// Files over the size limit and the most lines they may have; may only shrink.
    pub(super) oversized: BTreeMap<String, usize>,
    /// Tables that belong to no tenant.
    pub(super) tables_without_tenant: Vec<String>,
    /// Crates whose statements are not about the product's tables.
    pub(super) crates_without_statements: Vec<String>,
    /// Beginnings of text keys that the code puts together.
    pub(super) built_text_keys: Vec<String>,
    /// Templates that may carry their style and script inside.
    pub(super) inline_templates: Vec<String>,
}

impl Rules {
    /// Reads the rules; an unknown section is an error, so that none is misspelt.
    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        let table: Table = text.parse().context("tidy.toml does not parse")?;
        let mut rules = Self::default();
        for (key, value) in &table {
            match key.as_str() {
                "areas" => rules.areas = words(value)?,
                "test_arrows" => rules.test_arrows = words(value)?,
                "tables_without_tenant" => rules.tables_without_tenant = words(value)?,
                "crates_without_statements" => rules.crates_without_statements = words(value)?,
                "built_text_keys" => rules.built_text_keys = words(value)?,
                "inline_templates" => rules.inline_templates = words(value)?,
                "arrows" => rules.arrows = arrows(value)?,
                "oversized" => rules.oversized = sizes(value)?,
                other => anyhow::bail!("tidy.toml has an unknown section `{other}`"),
            }
        }
        rules.expand_groups();
        Ok(rules)
    }

    /// Replaces the word `areas` by the areas.
    fn expand_groups(&mut self) {
        for (from, to) in &mut self.arrows {
            if to.iter().any(|name| name == "areas") {
                to.retain(|name| name != "areas");
                to.extend(self.areas.iter().filter(|area| *area != from).cloned());
            }
        }
    }

    /// True when the table belongs to no tenant.
    pub(super) fn is_tenant_free(&self, table: &str) -> bool {
        self.tables_without_tenant.iter().any(|name| name == table)
    }
}

fn words(value: &Value) -> anyhow::Result<Vec<String>> {
    let list = value
        .as_array()
        .context("tidy.toml: a list of words is expected")?;
    let word = |item: &Value| {
        item.as_str()
            .map(str::to_owned)
            .context("tidy.toml: not a word")
    };
    list.iter().map(word).collect()
}

fn arrows(value: &Value) -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let table = value.as_table().context("tidy.toml: [arrows] is a table")?;
    table
        .iter()
        .map(|(from, to)| Ok((from.clone(), words(to)?)))
        .collect()
}

fn sizes(value: &Value) -> anyhow::Result<BTreeMap<String, usize>> {
    let table = value
        .as_table()
        .context("tidy.toml: [oversized] is a table")?;
    let line_count = |value: &Value| {
        value
            .as_integer()
            .and_then(|count| usize::try_from(count).ok())
            .context("not a line count")
    };
    table
        .iter()
        .map(|(path, count)| Ok((path.clone(), line_count(count)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_rules_parse() {
        let rules = Rules::parse(include_str!("../../tidy.toml")).unwrap();
        assert!(rules.arrows.contains_key("xtask"));
        assert!(rules.areas.iter().any(|area| area == "fuel"));
    }

    #[test]
    fn a_group_stands_for_its_members() {
        let rules = Rules::parse("areas = ['fuel']\n[arrows]\nsim = ['base', 'areas']").unwrap();
        assert_eq!(rules.arrows.get("sim").unwrap(), &["base", "fuel"]);
    }

    #[test]
    fn refuses_a_misspelt_section() {
        assert!(Rules::parse("arows = []").is_err());
    }
}
