//! Tables as data-rules ask: few types, the tenant first in every key, no triggers.

use super::Finding;
use super::rules::Rules;
use super::rust_text;
use super::sql::{self, Token};
use super::tree::Tree;

/// The only types; `db` translates them for each engine.
const TYPES: [&str; 5] = ["ID", "BIGINT", "TEXT", "BYTES", "BOOL"];

/// Checks `crates/*/src/migrations/*.sql` and definitions of tables in Rust strings.
pub(super) fn check(tree: &Tree, rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        let Some(name) = file.crate_name() else {
            continue;
        };
        if file.path.contains("/src/migrations/") && file.is_one_of(&["sql"]) {
            check_sql(&file.path, 1, &file.text, rules, &mut findings);
        }
        if rules
            .crates_without_statements
            .iter()
            .any(|skipped| skipped == name)
        {
            continue;
        }
        for literal in rust_text::literals(file) {
            let start = literal.text.trim_start();
            if start.starts_with("CREATE ") || start.starts_with("ALTER TABLE ") {
                check_sql(
                    &file.path,
                    literal.line,
                    &literal.text,
                    rules,
                    &mut findings,
                );
            }
        }
    }
    findings
}

/// The statements of one text whose first line is `first_line` of the file.
fn check_sql(path: &str, first_line: usize, text: &str, rules: &Rules, out: &mut Vec<Finding>) {
    for statement in sql::split_at(&sql::tokens(text), ";") {
        for (line, message) in check_statement(&statement, rules) {
            out.push(Finding::new(path, first_line + line - 1, message));
        }
    }
}

type Remark = (usize, String);

fn check_statement(statement: &[Token], rules: &Rules) -> Vec<Remark> {
    let words: Vec<String> = statement
        .iter()
        .map(|t| t.text.to_ascii_uppercase())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let line = statement.first().map_or(1, |token| token.line);
    match words.as_slice() {
        ["CREATE", "TABLE", ..] => check_table(statement, rules),
        ["CREATE", "UNIQUE", "INDEX", ..] => {
            let columns = sql::bracketed(statement, Some("ON"));
            let table = after(statement, "ON").unwrap_or_default();
            tenant_first(
                &columns,
                line,
                &format!("the unique index on {table}"),
                &table,
                rules,
            )
        }
        ["ALTER", "TABLE", _, "ADD", rest @ ..] => {
            let is_constraint = matches!(rest.first(), Some(&("CONSTRAINT" | "CHECK" | "FOREIGN")));
            if is_constraint {
                return vec![(
                    line,
                    "constraints are declared when a table is created".into(),
                )];
            }
            let skipped = if rest.first() == Some(&"COLUMN") {
                5
            } else {
                4
            };
            check_column(statement.get(skipped..).unwrap_or_default(), false, rules)
        }
        [
            "CREATE",
            what @ ("TRIGGER" | "FUNCTION" | "PROCEDURE" | "TYPE" | "VIEW" | "EXTENSION"),
            ..,
        ] => {
            let what = what.to_lowercase();
            vec![(
                line,
                format!("no {what}: the rule belongs in the statement or in code"),
            )]
        }
        _ => Vec::new(),
    }
}

fn check_table(statement: &[Token], rules: &Rules) -> Vec<Remark> {
    let line = statement.first().map_or(1, |token| token.line);
    let name = statement
        .iter()
        .skip(2)
        .find(|token| !["IF", "NOT", "EXISTS"].iter().any(|word| token.is(word)));
    let table = name.map(|token| token.text.clone()).unwrap_or_default();
    let mut remarks = Vec::new();
    let mut has_primary_key = false;
    for item in sql::split_at(&sql::bracketed(statement, None), ",") {
        let is_named = item.first().is_some_and(|token| token.is("CONSTRAINT"));
        let item = item.get(if is_named { 2 } else { 0 }..).unwrap_or_default();
        let line = item.first().map_or(line, |token| token.line);
        match item
            .first()
            .map(|token| token.text.to_ascii_uppercase())
            .as_deref()
        {
            Some("PRIMARY") => {
                has_primary_key = true;
                let columns = sql::bracketed(item, None);
                remarks.extend(tenant_first(
                    &columns,
                    line,
                    "the primary key",
                    &table,
                    rules,
                ));
            }
            Some("UNIQUE") => {
                let columns = sql::bracketed(item, None);
                remarks.extend(tenant_first(
                    &columns,
                    line,
                    "the unique key",
                    &table,
                    rules,
                ));
            }
            Some("FOREIGN") => remarks.extend(check_foreign_key(item, line, &table, rules)),
            Some("CHECK" | "EXCLUDE") | None => {}
            Some(_) => {
                has_primary_key |= item.iter().any(|token| token.is("PRIMARY"));
                remarks.extend(check_column(item, rules.is_tenant_free(&table), rules));
            }
        }
    }
    if !has_primary_key {
        remarks.push((line, format!("the table {table} has no primary key")));
    }
    remarks
}

/// `is_free`: the table belongs to no tenant, so its keys may stand in the column.
fn check_column(column: &[Token], is_free: bool, rules: &Rules) -> Vec<Remark> {
    let mut words = column.iter();
    let (Some(name), kind) = (words.next(), words.next()) else {
        return Vec::new();
    };
    let mut remarks = Vec::new();
    let kind = kind.map(|token| token.text.as_str()).unwrap_or_default();
    if !TYPES.contains(&kind) {
        let message = format!(
            "{} has the type “{kind}”; only {} exist",
            name.text,
            TYPES.join(", ")
        );
        remarks.push((name.line, message));
    }
    for token in words {
        let is_key = token.is("PRIMARY") || token.is("UNIQUE");
        if is_key && !is_free && name.text != "tenant_id" {
            let message = format!(
                "{}: write keys in a line of its own, tenant_id first",
                name.text
            );
            remarks.push((token.line, message));
        }
    }
    if let Some(target) = after(column, "REFERENCES")
        && !is_free
        && !rules.is_tenant_free(&target)
    {
        let message = format!(
            "{}: write the foreign key in a line of its own, tenant_id first",
            name.text
        );
        remarks.push((name.line, message));
    }
    remarks
}

fn check_foreign_key(item: &[Token], line: usize, table: &str, rules: &Rules) -> Vec<Remark> {
    let target = after(item, "REFERENCES").unwrap_or_default();
    if rules.is_tenant_free(&target) {
        return Vec::new();
    }
    let what = format!("the foreign key to {target}");
    let own = sql::bracketed(item, None);
    let mut remarks = tenant_first(&own, line, &what, table, rules);
    let their = sql::bracketed(item, Some("REFERENCES"));
    if remarks.is_empty() && their.first().is_none_or(|token| token.text != "tenant_id") {
        remarks.push((
            line,
            format!("{what} must name tenant_id first on both sides"),
        ));
    }
    remarks
}

fn tenant_first(
    cols: &[Token],
    line: usize,
    what: &str,
    table: &str,
    rules: &Rules,
) -> Vec<Remark> {
    let is_first = cols.first().is_some_and(|token| token.text == "tenant_id");
    if is_first || rules.is_tenant_free(table) {
        return Vec::new();
    }
    vec![(line, format!("{what} of {table} must name tenant_id first"))]
}

/// The token after a word.
fn after(tokens: &[Token], word: &str) -> Option<String> {
    let mut rest = tokens.iter().skip_while(|token| !token.is(word));
    rest.nth(1).map(|token| token.text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sql: &str) -> Vec<Finding> {
        let rules = Rules::parse("tables_without_tenant = ['tenant', 'product']").unwrap();
        check(
            &Tree::of(&[("crates/fuel/src/migrations/0001.sql", sql)]),
            &rules,
        )
    }

    fn first(sql: &str) -> String {
        found(sql)
            .first()
            .map(|finding| finding.message.clone())
            .unwrap_or_default()
    }

    const GOOD: &str = "-- vouchers\nCREATE TABLE voucher (\n  tenant_id ID NOT NULL,\n  id ID NOT NULL,\n  \
        litres_ml BIGINT NOT NULL CHECK (litres_ml > 0),\n  product TEXT REFERENCES product (code),\n  \
        PRIMARY KEY (tenant_id, id),\n  UNIQUE (tenant_id, litres_ml),\n  \
        CONSTRAINT line FOREIGN KEY (tenant_id, id) REFERENCES line (tenant_id, id)\n) STRICT;\n\
        CREATE UNIQUE INDEX one ON voucher (tenant_id, id) WHERE litres_ml > 1;\n\
        CREATE INDEX two ON voucher (litres_ml);\nALTER TABLE voucher ADD COLUMN note TEXT;\n";

    #[test]
    fn accepts_tables_in_good_order() {
        assert_eq!(found(GOOD), []);
    }

    #[test]
    fn finds_a_type_outside_the_vocabulary_and_its_line() {
        let findings = found(&GOOD.replace("litres_ml BIGINT", "litres_ml NUMERIC"));
        assert_eq!(findings.first().map(|finding| finding.line), Some(5));
        assert!(first("ALTER TABLE v ADD COLUMN x UUID;").contains("“UUID”"));
    }

    #[test]
    fn finds_a_key_without_the_tenant_in_front() {
        assert!(
            first(&GOOD.replace("PRIMARY KEY (tenant_id, id)", "PRIMARY KEY (id, tenant_id)"))
                .contains("the primary key of voucher")
        );
        assert!(first(&GOOD.replace("UNIQUE (tenant_id, l", "UNIQUE (l")).contains("unique key"));
        assert!(
            first(&GOOD.replace("ON voucher (tenant_id, id)", "ON voucher (id)"))
                .contains("unique index")
        );
        assert!(
            first(&GOOD.replace("KEY (tenant_id, id) REF", "KEY (id) REF"))
                .contains("foreign key to line")
        );
        assert!(first(&GOOD.replace("line (tenant_id, id)", "line (id)")).contains("both sides"));
        assert!(first("CREATE TABLE a (id ID PRIMARY KEY);").contains("a line of its own"));
        assert!(first("CREATE TABLE a (tenant_id ID);").contains("no primary key"));
    }

    #[test]
    fn a_table_with_one_row_per_tenant_may_have_its_key_in_the_column() {
        assert_eq!(
            found("CREATE TABLE a (tenant_id ID NOT NULL PRIMARY KEY, name TEXT);"),
            []
        );
    }

    #[test]
    fn leaves_reference_tables_alone() {
        assert_eq!(
            found("CREATE TABLE product (code TEXT PRIMARY KEY, name TEXT) STRICT;"),
            []
        );
    }

    #[test]
    fn finds_triggers_and_late_constraints() {
        assert!(first("CREATE TRIGGER t AFTER INSERT ON v;").contains("no trigger"));
        assert!(first("ALTER TABLE v ADD CONSTRAINT c CHECK (x > 0);").contains("when a table"));
    }

    #[test]
    fn finds_tables_defined_in_rust() {
        let tree = Tree::of(&[("crates/fuel/src/a.rs", "\nx(\"CREATE TABLE a (id UUID)\")")]);
        assert_eq!(
            check(&tree, &Rules::default())
                .first()
                .map(|finding| finding.line),
            Some(2)
        );
    }
}
