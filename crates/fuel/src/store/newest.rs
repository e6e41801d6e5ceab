//! Lists that run from new to old within a reach: each way in walks its own index.

use base::Uuid;
use db::{Failure, Row, Statement, Tx};

/// Past so many ids a way in asks for all of them at once and lets the database sort.
const ARMS_MAX: usize = 64;

/// A way in which a row lies within a reach: a condition in which `{}` stands for an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// The condition, such as `v.agency_id IN ({})`.
    pub(crate) condition: String,
    /// The ids of which one must fit.
    pub(crate) ids: Vec<Uuid>,
    /// The id that `{own}` stands for.
    pub(crate) own: Option<Uuid>,
}

impl Way {
    /// The condition for some of the ids.
    fn condition(&self, statement: &mut Statement<'_>, ids: &[Uuid]) -> String {
        let own = self.own.map(|own| statement.place(own)).unwrap_or_default();
        let places = statement.ids(ids.iter().copied());
        let condition = self.condition.replace("{own}", &own);
        format!("({})", condition.replace("{}", &places))
    }
}

/// Keeps the rows that match one of the ways; without any way, all.
///
/// For few rows only: an OR has no index.
pub(crate) fn keep_reached(statement: &mut Statement<'_>, ways: &[Way]) {
    let conditions: Vec<String> = ways
        .iter()
        .map(|way| way.condition(statement, &way.ids))
        .collect();
    if !conditions.is_empty() {
        statement.push(&format!(" AND ({})", conditions.join(" OR ")));
    }
}

/// The newest rows of a statement that match one of the ways; without any way, all.
///
/// An OR or a list of ids would make the database read and sort everything that matches. An index
/// by one id and the time needs no sorting: it is walked from the newest row on until the page is
/// full. So each id becomes a part of its own; the parts' rows are merged, and a row that is found
/// twice is shown once.
pub(crate) fn query_newest(
    tx: &mut Tx<'_>,
    mut statement: Statement<'_>,
    ways: &[Way],
    (alias, instant, limit): (&str, &str, i64),
) -> Result<Vec<Row>, Failure> {
    let limit = statement.place(limit);
    let order = format!("ORDER BY {alias}.{instant} DESC, {alias}.id DESC LIMIT {limit}");
    let count: usize = ways.iter().map(|way| way.ids.len()).sum();
    let mut arms = Vec::new();
    for way in ways {
        let size = if count > ARMS_MAX { way.ids.len() } else { 1 };
        for ids in way.ids.chunks(size.max(1)) {
            let condition = way.condition(&mut statement, ids);
            arms.push(format!("{} AND {condition} {order}", statement.sql));
        }
    }
    let sql = match arms.as_slice() {
        [] => format!("{} {order}", statement.sql),
        [only] => only.clone(),
        _ => {
            let arms: Vec<String> = arms
                .iter()
                .zip(1..)
                .map(|(arm, number)| format!("SELECT * FROM ({arm}) arm_{number}"))
                .collect();
            let arms = arms.join(" UNION ");
            format!("{arms} ORDER BY {instant} DESC, id DESC LIMIT {limit}")
        }
    };
    tx.query(&sql, &statement.params)
}
