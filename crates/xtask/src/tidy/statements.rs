//! Statements name the tenant, stay within what both engines know, and stand in a store.

use super::Finding;
use super::rules::Rules;
use super::rust_text::{self, Literal};
use super::sql::{self, Token};
use super::tree::{File, Tree};

/// A comment with these words, up to three lines above a statement, names a reason to work
/// across tenants.
const ACROSS_TENANTS: &str = "tidy: across tenants";

/// Words that one engine lacks, or that break a data rule, with what to do instead.
const FORBIDDEN: [(&[&str], &str); 10] = [
    (
        &["NOW", "("],
        "now() is not in both engines: pass the instant as a parameter",
    ),
    (&["CURRENT_TIMESTAMP"], "pass the instant as a parameter"),
    (&["RANDOM", "("], "pass randomness as a parameter"),
    (
        &["FOR", "UPDATE"],
        "FOR UPDATE: write a conditional UPDATE and check for exactly one row",
    ),
    (
        &["ILIKE"],
        "ILIKE is not in both engines: keep a folded column",
    ),
    (&["ARRAY"], "arrays are not in both engines: use rows"),
    (
        &["ANY", "("],
        "arrays are not in both engines: use IN with parameters, or a join",
    ),
    (&[":", ":"], "write CAST(… AS …)"),
    (&["?"], "number parameters: $1"),
    (&["SET", "TENANT_ID"], "the tenant of a row never changes"),
];

/// Checks every statement in the crates' sources.
pub(super) fn check(tree: &Tree, rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        let Some(name) = file.crate_name() else {
            continue;
        };
        if rules
            .crates_without_statements
            .iter()
            .any(|skipped| skipped == name)
        {
            continue;
        }
        let is_area = rules.areas.iter().any(|area| area == name);
        for literal in rust_text::literals(file) {
            let tokens = sql::tokens(&literal.text);
            if !is_statement(&tokens) {
                continue;
            }
            if is_area && !is_store(file) {
                let message = "a statement outside of store/: handlers, jobs and rules hold no SQL";
                findings.push(Finding::new(&file.path, literal.line, message));
            }
            findings.extend(check_words(file, &literal, &tokens));
            findings.extend(check_tenant(file, &literal, &tokens, rules));
        }
    }
    findings
}

/// True when the text begins like a statement on rows.
fn is_statement(tokens: &[Token]) -> bool {
    let words: Vec<&str> = tokens
        .iter()
        .map(|token| token.text.as_str())
        .take(3)
        .collect();
    matches!(
        words.as_slice(),
        ["SELECT" | "WITH", _, ..]
            | ["INSERT", "INTO", _]
            | ["DELETE", "FROM", _]
            | ["UPDATE", _, "SET" | "AS"]
    )
}

fn is_store(file: &File) -> bool {
    file.path.contains("/src/store/")
        || file.path.ends_with("/store.rs")
        || file.path.contains("/examples/")
}

fn check_words(file: &File, literal: &Literal, tokens: &[Token]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, token) in tokens.iter().enumerate() {
        let line = literal.line + token.line - 1;
        let rest = tokens.get(number..).unwrap_or_default();
        for (words, advice) in FORBIDDEN {
            if rest.len() >= words.len()
                && rest.iter().zip(words).all(|(token, word)| token.is(word))
            {
                findings.push(Finding::new(&file.path, line, advice));
            }
        }
        let is_sum = token.is("SUM") && rest.get(1).is_some_and(|next| next.text == "(");
        if is_sum && !is_cast(tokens.get(..number).unwrap_or_default()) {
            let message = "SUM of a BIGINT is NUMERIC on PostgreSQL: CAST(SUM(…) AS BIGINT)";
            findings.push(Finding::new(&file.path, line, message));
        }
    }
    findings
}

/// True when a SUM after these tokens stands in an open CAST.
fn is_cast(before: &[Token]) -> bool {
    let mut depth = 0_i32;
    for (number, token) in before.iter().enumerate().rev() {
        match token.text.as_str() {
            ")" => depth += 1,
            "(" => depth -= 1,
            _ => {}
        }
        let opened_by = number.checked_sub(1).and_then(|at| before.get(at));
        if depth < 0 && token.text == "(" && opened_by.is_some_and(|word| word.is("CAST")) {
            return true;
        }
    }
    false
}

fn check_tenant(
    file: &File,
    literal: &Literal,
    tokens: &[Token],
    rules: &Rules,
) -> Option<Finding> {
    let names_tenant = tokens.iter().any(|token| token.text == "tenant_id")
        || (has_composed_condition(tokens) && function_names_tenant(file, literal.line));
    let tables = tables(tokens);
    if names_tenant || tables.iter().all(|table| rules.is_tenant_free(table)) {
        return None;
    }
    let first = literal.line.saturating_sub(3);
    let is_explained = file
        .lines()
        .any(|(at, line)| (first..=literal.line).contains(&at) && line.contains(ACROSS_TENANTS));
    if is_explained {
        return None;
    }
    let message = format!(
        "the statement on {} does not name tenant_id (or explain it above: // {ACROSS_TENANTS}: …)",
        tables.join(", ")
    );
    Some(Finding::new(&file.path, literal.line, message))
}

/// True for `WHERE {}`: the conditions are put together before, in the same function.
fn has_composed_condition(tokens: &[Token]) -> bool {
    let followers = tokens.iter().zip(tokens.iter().skip(1));
    followers
        .into_iter()
        .any(|(word, next)| word.is("WHERE") && next.text == "{")
}

/// True when the function around this line names the tenant's column above the line.
fn function_names_tenant(file: &File, line: usize) -> bool {
    let above: Vec<&str> = file
        .lines()
        .filter(|(at, _)| *at < line)
        .map(|(_, text)| text.trim_start())
        .collect();
    let is_beginning = |text: &str| text.starts_with("fn ") || text.starts_with("pub");
    above
        .iter()
        .rev()
        .take_while(|text| !is_beginning(text))
        .any(|text| text.contains("tenant_id\""))
}

/// The tables that a statement reads or writes.
fn tables(tokens: &[Token]) -> Vec<String> {
    let mut tables = Vec::new();
    let mut previous: Option<&Token> = None;
    let mut is_after_table_word = false;
    for token in tokens {
        let is_name = token
            .text
            .starts_with(|c: char| c.is_alphabetic() || c == '{');
        if is_after_table_word && is_name {
            tables.push(token.text.clone());
        }
        let is_update = token.is("UPDATE") && !previous.is_some_and(|word| word.is("DO"));
        is_after_table_word = token.is("FROM") || token.is("JOIN") || token.is("INTO") || is_update;
        previous = Some(token);
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found_in(path: &str, code: &str) -> Vec<Finding> {
        let rules = Rules::parse("areas = ['fuel']\ntables_without_tenant = ['lease']").unwrap();
        check(&Tree::of(&[(path, code)]), &rules)
    }

    fn found(sql: &str) -> Vec<String> {
        let code = format!("fn f() {{ tx.all(\"{sql}\") }}");
        let findings = found_in("crates/fuel/src/store/voucher.rs", &code);
        findings
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn accepts_a_statement_in_good_order() {
        let sql = "SELECT CAST(COALESCE(SUM(a), 0) AS BIGINT) FROM v WHERE tenant_id = $1";
        assert_eq!(found(sql), Vec::<String>::new());
        assert_eq!(
            found("SELECT name FROM lease WHERE name = $1"),
            Vec::<String>::new()
        );
        assert_eq!(
            found("Select a voucher from the list"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn finds_a_statement_without_the_tenant() {
        for sql in [
            "SELECT id FROM voucher WHERE id = $1",
            "UPDATE voucher SET state = $1 WHERE id = $2",
            "INSERT INTO voucher (id) VALUES ($1)",
            "DELETE FROM voucher WHERE id = $1",
        ] {
            assert!(
                found(sql)
                    .iter()
                    .any(|message| message.contains("tenant_id")),
                "{sql}"
            );
        }
    }

    #[test]
    fn composed_conditions_must_name_the_tenant_in_the_same_function() {
        let path = "crates/fuel/src/store/voucher.rs";
        let select = "q(format!(\"SELECT a FROM voucher v WHERE {} LIMIT 5\"));";
        let good = format!("fn f() {{\n  let c = of(\"v.tenant_id\");\n  {select}\n}}");
        assert_eq!(found_in(path, &good), []);
        let bad = format!("fn e() {{ of(\"v.tenant_id\") }}\nfn f() {{\n  {select}\n}}");
        assert_eq!(found_in(path, &bad).len(), 1);
    }

    #[test]
    fn an_explained_statement_may_cross_tenants() {
        let code = "// tidy: across tenants: the sealer looks for work\nq(\"SELECT id FROM v\")";
        assert_eq!(found_in("crates/journal/src/seal.rs", code), []);
    }

    #[test]
    fn finds_each_forbidden_word() {
        for end in [
            "now()",
            "current_timestamp",
            "random()",
            "x ILIKE y",
            "ARRAY[1]",
            "a = ANY($2)",
            "a::text",
            "a = ?",
        ] {
            let sql = format!("SELECT a FROM v WHERE tenant_id = $1 AND {end}");
            assert_eq!(found(&sql).len(), 1, "{sql}");
        }
        assert_eq!(
            found("SELECT a FROM v WHERE tenant_id = $1 FOR UPDATE").len(),
            1
        );
        assert_eq!(found("UPDATE v SET tenant_id = $1").len(), 1);
    }

    #[test]
    fn finds_a_sum_that_is_not_cast_also_after_one_that_is() {
        let sql = "SELECT CAST(SUM(a) AS BIGINT), SUM(b) FROM v WHERE tenant_id = $1";
        assert_eq!(found(sql).len(), 1);
    }

    #[test]
    fn finds_sql_outside_of_an_areas_store() {
        let code = "q(\"SELECT a FROM v WHERE tenant_id = $1\")";
        assert_eq!(found_in("crates/fuel/src/pages/vouchers.rs", code).len(), 1);
        assert_eq!(found_in("crates/ledger/src/post.rs", code).len(), 0);
    }

    #[test]
    fn gives_the_line_within_the_statement() {
        let code = "q(\"SELECT a\n  FROM v\n  WHERE tenant_id = $1 AND b ILIKE $2\")";
        let line = found_in("crates/ledger/src/post.rs", code)
            .first()
            .map(|finding| finding.line);
        assert_eq!(line, Some(3));
    }
}
