//! The schema as both databases describe it: what data-rules ask of every table, and a snapshot.

use std::collections::BTreeSet;

use db::{Access, Db, EngineKind, Failure, Tx, params};

use crate::house::{House, empty_postgres};

/// Tables that belong to no tenant: the runner's own, and the list of cities.
const WITHOUT_TENANT: [&str; 3] = ["schema_step", "lease", "tenant"];

/// Columns in order, as an index, a key or a foreign key has them.
type Columns = Vec<String>;

struct Table {
    name: String,
    columns: Vec<(String, String)>,
    key: Columns,
    /// Name, whether it is unique, columns.
    indexes: Vec<(String, bool, Columns)>,
    /// The other table, own columns, the other's columns.
    foreign: Vec<(String, Columns, Columns)>,
}

struct Catalogue {
    tables: Vec<Table>,
    /// Triggers, views and functions.
    forbidden: Vec<String>,
    text: String,
}

impl Catalogue {
    fn of(house: &House) -> Self {
        let db: Db = house.open();
        let read = db.read_blocking(testkit::TENANT, Access::ReadOwn, |tx| {
            let tables: Result<_, Failure> = db::tables(tx)?
                .into_iter()
                .map(|table| {
                    Ok(Table {
                        indexes: indexes(tx, &table.name)?,
                        foreign: foreign(tx, &table.name)?,
                        name: table.name,
                        columns: table.columns,
                        key: table.key,
                    })
                })
                .collect();
            Ok(Self {
                tables: tables?,
                forbidden: names(tx, forbidden_sql(tx.engine_kind()))?,
                text: names(tx, text_sql(tx.engine_kind()))?.join("\n"),
            })
        });
        db.close();
        read.unwrap()
    }
}

fn names(tx: &mut Tx<'_>, sql: &str) -> Result<Vec<String>, Failure> {
    tx.query(sql, &[])?
        .iter()
        .map(|row| row.get("name"))
        .collect()
}

fn indexes(tx: &mut Tx<'_>, table: &str) -> Result<Vec<(String, bool, Columns)>, Failure> {
    // tidy: across tenants: the catalogue
    let sql = match tx.engine_kind() {
        EngineKind::Sqlite => {
            "SELECT l.name AS name, l.\"unique\" AS is_unique, i.name AS part \
             FROM pragma_index_list($1) AS l JOIN pragma_index_info(l.name) AS i \
             ORDER BY l.name, i.seqno"
        }
        EngineKind::Postgres => {
            "SELECT CAST(x.relname AS TEXT) AS name, \
             CAST(CAST(i.indisunique AS INTEGER) AS BIGINT) AS is_unique, \
             CAST(a.attname AS TEXT) AS part FROM pg_index i \
             JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace \
             CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place) \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number \
             WHERE n.nspname = current_schema() AND c.relname = $1 ORDER BY x.relname, k.place"
        }
    };
    let mut found: Vec<(String, bool, Columns)> = Vec::new();
    for row in tx.query(sql, params![table])? {
        let (name, part): (String, String) = (row.get("name")?, row.get("part")?);
        let is_unique = row.get::<i64>("is_unique")? == 1;
        match found.last_mut().filter(|(last, ..)| *last == name) {
            Some((_, _, columns)) => columns.push(part),
            None => found.push((name, is_unique, vec![part])),
        }
    }
    Ok(found)
}

fn foreign(tx: &mut Tx<'_>, table: &str) -> Result<Vec<(String, Columns, Columns)>, Failure> {
    // tidy: across tenants: the catalogue
    let sql = match tx.engine_kind() {
        EngineKind::Sqlite => {
            "SELECT CAST(id AS TEXT) AS name, \"table\" AS target, \"from\" AS own, \"to\" AS other \
             FROM pragma_foreign_key_list($1) ORDER BY id, seq"
        }
        EngineKind::Postgres => {
            "SELECT CAST(o.conname AS TEXT) AS name, CAST(t.relname AS TEXT) AS target, \
             CAST(a.attname AS TEXT) AS own, CAST(b.attname AS TEXT) AS other FROM pg_constraint o \
             JOIN pg_class c ON c.oid = o.conrelid JOIN pg_class t ON t.oid = o.confrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL \
             ROWS FROM (unnest(o.conkey), unnest(o.confkey)) WITH ORDINALITY AS k(own, other, place) \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.own \
             JOIN pg_attribute b ON b.attrelid = t.oid AND b.attnum = k.other \
             WHERE o.contype = 'f' AND n.nspname = current_schema() AND c.relname = $1 \
             ORDER BY o.conname, k.place"
        }
    };
    let mut found: Vec<(String, String, Columns, Columns)> = Vec::new();
    for row in tx.query(sql, params![table])? {
        let (name, target): (String, String) = (row.get("name")?, row.get("target")?);
        let (own, other): (String, String) = (row.get("own")?, row.get("other")?);
        match found.last_mut().filter(|(last, ..)| *last == name) {
            Some((_, _, owns, others)) => {
                owns.push(own);
                others.push(other);
            }
            None => found.push((name, target, vec![own], vec![other])),
        }
    }
    let parts = found.into_iter();
    Ok(parts
        .map(|(_, target, own, other)| (target, own, other))
        .collect())
}

fn forbidden_sql(engine: EngineKind) -> &'static str {
    // tidy: across tenants: the catalogue
    match engine {
        EngineKind::Sqlite => "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')",
        EngineKind::Postgres => {
            "SELECT CAST(t.tgname AS TEXT) AS name FROM pg_trigger t \
             JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = current_schema() AND NOT t.tgisinternal \
             UNION ALL SELECT CAST(viewname AS TEXT) FROM pg_views WHERE schemaname = current_schema() \
             UNION ALL SELECT CAST(p.proname AS TEXT) FROM pg_proc p \
             JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = current_schema()"
        }
    }
}

/// Everything the database would need to make the schema again, one line or statement each.
fn text_sql(engine: EngineKind) -> &'static str {
    // tidy: across tenants: the catalogue
    match engine {
        EngineKind::Sqlite => {
            "SELECT sql AS name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name"
        }
        EngineKind::Postgres => {
            "SELECT line AS name FROM (\
             SELECT CAST(c.relname AS TEXT) AS place, 1 AS part, CAST(a.attnum AS TEXT) AS nth, \
             c.relname || ': ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) \
             || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END \
             || COALESCE(' default ' || pg_get_expr(d.adbin, d.adrelid), '') AS line \
             FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace \
             LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
             WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped \
             UNION ALL SELECT CAST(c.relname AS TEXT), 2, CAST(o.conname AS TEXT), \
             c.relname || ': ' || pg_get_constraintdef(o.oid) FROM pg_constraint o \
             JOIN pg_class c ON c.oid = o.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = current_schema() AND o.contype IN ('p', 'u', 'f', 'c') \
             UNION ALL SELECT CAST(tablename AS TEXT), 3, CAST(indexname AS TEXT), \
             tablename || ': ' || replace(indexdef, current_schema() || '.', '') FROM pg_indexes \
             WHERE schemaname = current_schema()) AS lines \
             ORDER BY place, part, lpad(nth, 80, '0')"
        }
    }
}

/// Tables that the journal does not prove.
fn outside() -> BTreeSet<&'static str> {
    let areas: [&[&str]; 10] = [
        &journal::OUTSIDE,
        &identity::OUTSIDE,
        &register::OUTSIDE,
        &fleet::OUTSIDE,
        &stations::OUTSIDE,
        &purchases::OUTSIDE,
        &budget::OUTSIDE,
        &fuel::OUTSIDE,
        &pump::OUTSIDE,
        &witness::OUTSIDE,
    ];
    areas.concat().into_iter().collect()
}

/// What a table breaks, in words.
fn findings(table: &Table, types: &[&str], outside: &BTreeSet<&str>) -> Vec<String> {
    let mut found = Vec::new();
    let first_is_tenant =
        |columns: &Columns| columns.first().is_some_and(|name| name == "tenant_id");
    if !WITHOUT_TENANT.contains(&table.name.as_str()) {
        if !first_is_tenant(&table.key) {
            found.push(format!("primary key {:?}", table.key));
        }
        for (name, _, columns) in &table.indexes {
            if !first_is_tenant(columns) {
                found.push(format!("index {name} {columns:?}"));
            }
        }
        for (target, own, other) in &table.foreign {
            let is_reference = WITHOUT_TENANT.contains(&target.as_str());
            if !is_reference && (!first_is_tenant(own) || !first_is_tenant(other)) {
                found.push(format!("foreign key {own:?} to {target} {other:?}"));
            }
        }
    }
    for (target, own, _) in &table.foreign {
        let begins = |columns: &Columns| columns.starts_with(own);
        let indexed = table.indexes.iter().any(|(.., columns)| begins(columns));
        if !indexed && !begins(&table.key) {
            found.push(format!(
                "no index begins with the foreign key {own:?} to {target}"
            ));
        }
    }
    for (name, kind) in &table.columns {
        if !types.contains(&kind.as_str()) {
            found.push(format!("column {name} has the type {kind}"));
        }
    }
    let has_revision = table.columns.iter().any(|(name, _)| name == "revision");
    if !outside.contains(table.name.as_str()) && !has_revision {
        found.push("is journaled and has no revision".to_owned());
    }
    found
        .into_iter()
        .map(|what| format!("{}: {what}", table.name))
        .collect()
}

fn keeps_the_rules(house: &House, types: &[&str]) -> String {
    let catalogue = Catalogue::of(house);
    assert!(catalogue.tables.len() > 50, "the whole schema was read");
    assert!(
        catalogue
            .tables
            .iter()
            .any(|table| !table.foreign.is_empty()),
        "foreign keys were read"
    );
    assert_eq!(
        catalogue.forbidden,
        Vec::<String>::new(),
        "triggers, views, functions"
    );
    let outside = outside();
    let tables = catalogue.tables.iter();
    let found: Vec<String> = tables
        .flat_map(|table| findings(table, types, &outside))
        .collect();
    assert_eq!(found, Vec::<String>::new());
    catalogue.text
}

#[test]
fn every_table_keeps_the_data_rules() {
    let text = keeps_the_rules(&House::sqlite(), &["INTEGER", "TEXT", "BLOB"]);
    insta::assert_snapshot!("sqlite", text);
}

#[test]
fn every_table_keeps_the_data_rules_on_postgres() {
    let Some((_test, url)) = empty_postgres() else {
        return;
    };
    let types = ["uuid", "bigint", "text", "bytea", "boolean"];
    let text = keeps_the_rules(&House::new(Some(url)), &types);
    insta::assert_snapshot!("postgres", text);
}

#[test]
fn a_table_that_breaks_each_rule_is_found() {
    let words = |names: &[&str]| {
        names
            .iter()
            .map(|&name| name.to_owned())
            .collect::<Columns>()
    };
    let table = Table {
        name: "slip".to_owned(),
        columns: vec![("id".to_owned(), "REAL".to_owned())],
        key: words(&["id"]),
        indexes: vec![("by_code".to_owned(), true, words(&["code"]))],
        foreign: vec![("voucher".to_owned(), words(&["voucher_id"]), words(&["id"]))],
    };
    let found = findings(&table, &["INTEGER"], &BTreeSet::new());
    assert_eq!(found.len(), 6, "{found:#?}");
}
