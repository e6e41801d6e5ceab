//! The order of tables in which each stands after those it refers to.

use std::collections::{BTreeMap, BTreeSet};

use db::Step;

/// Which tables a table refers to, read from the migrations.
fn references(steps: &[Step]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    // Comments first: a semicolon in one ends no statement.
    let sql: String = steps
        .iter()
        .flat_map(|step| step.sql.lines())
        .map(|line| line.split("--").next().unwrap_or_default())
        .flat_map(|line| [line, "\n"])
        .collect();
    for statement in sql.split(';') {
        let words: Vec<&str> = statement
            .split(|c: char| c.is_whitespace() || c == '(' || c == ',')
            .filter(|word| !word.is_empty())
            .collect();
        let Some(table) = words
            .windows(3)
            .find(|three| {
                three.starts_with(&["CREATE", "TABLE"]) || three.starts_with(&["ALTER", "TABLE"])
            })
            .and_then(|three| three.last())
        else {
            continue;
        };
        let targets = words
            .windows(2)
            .filter(|two| two.first() == Some(&"REFERENCES"));
        let targets = targets
            .filter_map(|two| two.last())
            .filter(|target| *target != table);
        found
            .entry((*table).to_owned())
            .or_default()
            .extend(targets.map(|t| (*t).to_owned()));
    }
    found
}

/// Sorts tables so that a row's references are there before it; otherwise by name.
pub(super) fn in_order(tables: Vec<String>, steps: &[Step]) -> Vec<String> {
    let references = references(steps);
    let mut left: BTreeSet<String> = tables.into_iter().collect();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let ready = |table: &&String| {
            references
                .get(*table)
                .is_none_or(|targets| targets.is_disjoint(&left))
        };
        let mut next: Vec<String> = left.iter().filter(ready).cloned().collect();
        if next.is_empty() {
            // Tables that refer to each other in a circle: their rows wait for one another.
            next = left.iter().cloned().collect();
        }
        left.retain(|table| !next.contains(table));
        order.append(&mut next);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas;

    #[test]
    fn every_table_of_this_program_comes_after_what_it_refers_to() {
        let steps = areas::steps();
        let references = references(&steps);
        let tables: Vec<String> = references.keys().cloned().collect();
        let order = in_order(tables, &steps);
        let place = |table: &String| order.iter().position(|other| other == table).unwrap();
        let mut count = 0;
        for (table, targets) in &references {
            for target in targets {
                assert!(place(target) < place(table), "{target} before {table}");
                count += 1;
            }
        }
        assert!(count > 10, "the migrations were read");
    }
}
