//! Nothing that is written down may be without words, and no step without its page.

use std::collections::BTreeSet;
use std::path::Path;

use db::Access;
use register::{AuditBook, AuditRow, Shape};
use testkit::{TENANT, TestDb, morning};
use web::Locale;

use super::{areas, audit_words, outside_tables, start_steps, steps};

/// Codes that write nothing into the journal, each for its reason.
const UNJOURNALED: [&str; 4] = [
    "budget.month.freeze",     // a command's key; the journal says budget.line.edit
    "budget.month.unfreeze",   // a command's key; the journal says budget.line.edit
    "identity.session.revoke", // sessions stand outside the journal
    "register.import.run",     // staging stands outside the journal; rows say what they change
];

fn book() -> AuditBook {
    AuditBook::new(audit_words())
}

/// What is journaled: tables with their columns.
fn journaled() -> Vec<(String, Vec<String>)> {
    let db = TestDb::sqlite(&steps());
    let tables = db
        .db
        .read_blocking(TENANT, Access::ReadOwn, db::tables)
        .unwrap();
    let outside = outside_tables();
    tables
        .into_iter()
        .filter(|table| !outside.contains(&table.name))
        .map(|table| {
            let columns = table.columns.into_iter().map(|(name, _)| name);
            (table.name, columns.collect())
        })
        .collect()
}

#[test]
fn every_journaled_column_has_a_name_in_both_languages() {
    let (book, row) = (book(), AuditRow::new());
    let mut nameless = Vec::new();
    for (table, columns) in journaled() {
        let Some(words) = book.of_table(&table) else {
            nameless.push(table);
            continue;
        };
        for column in columns {
            if words.shape(&table, &column, &row) == Shape::Hidden {
                continue;
            }
            for locale in Locale::ALL {
                if words.field(locale, &table, &column).is_none() {
                    nameless.push(format!("{table}.{column} ({})", locale.code()));
                }
            }
        }
    }
    assert_eq!(nameless, Vec::<String>::new());
}

/// Dotted codes between quotes in a source text, `area.noun.verb`, but for keys of commands.
fn codes_in(text: &str) -> Vec<&str> {
    let is_word = |piece: &str| {
        !piece.is_empty()
            && piece
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    let mut codes = Vec::new();
    let mut before = "";
    for part in text.split('"') {
        let is_code = part.split('.').count() == 3 && part.split('.').all(is_word);
        // `.keyed(form.key.as_str(), "budget.line.add", …)` names a command.
        let is_key = before
            .rsplit(';')
            .next()
            .is_some_and(|call| call.contains("keyed("));
        if is_code && !is_key {
            codes.push(part);
        }
        before = part;
    }
    codes
}

fn sources(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, texts);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !path.ends_with("areas_tests.rs")
        {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

/// Every code that an area's actions, or its sources beside them, can write.
fn written_codes() -> BTreeSet<String> {
    let areas = areas();
    let rights = areas.iter().flat_map(|area| area.actions.iter());
    let rights = rights.filter(|action| !action.only_looks());
    let mut codes: BTreeSet<String> = rights.map(|action| action.code().to_owned()).collect();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut texts = Vec::new();
    for area in areas.iter().map(|area| area.name).chain(["sihebat"]) {
        sources(&crates.join(area).join("src"), &mut texts);
    }
    let known: BTreeSet<&str> = areas
        .iter()
        .map(|area| area.name)
        .chain(["sihebat"])
        .collect();
    for text in &texts {
        for code in codes_in(text) {
            let area = code.split('.').next().unwrap_or_default();
            let looks = code.rsplit('.').next() == Some("view");
            if known.contains(area) && !looks {
                codes.insert(code.to_owned());
            }
        }
    }
    codes.retain(|code| !UNJOURNALED.contains(&code.as_str()));
    codes
}

#[test]
fn every_action_that_writes_has_words_in_both_languages() {
    let (book, codes) = (book(), written_codes());
    assert!(codes.len() > 40, "only {} codes were found", codes.len());
    let silent: Vec<String> = codes
        .into_iter()
        .filter(|code| {
            Locale::ALL
                .iter()
                .any(|locale| book.action(*locale, code).is_none())
        })
        .collect();
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn every_step_of_an_empty_city_is_missing_and_leads_somewhere() {
    let db = TestDb::sqlite(&steps());
    let steps = register::StartSteps::new(start_steps());
    let read = move |tx: &mut db::Tx<'_>| steps.states(tx, (TENANT, morning()), Locale::Id);
    let states = db.db.read_blocking(TENANT, Access::ReadOwn, read).unwrap();
    assert!(states.len() >= 12);
    for step in states {
        assert!(!step.is_done, "{} is done in an empty city", step.title);
        assert!(step.href.starts_with('/'), "{} leads nowhere", step.title);
        assert!(!step.why.is_empty(), "{} costs nothing", step.title);
    }
}
