//! Statements of lists: fixed pieces put together condition by condition, values always bound.

use base::{Cursor, Uuid};

use crate::{Failure, Value};

/// A statement with its parameters.
///
/// It begins with a text whose WHERE names the tenant; each condition begins with `AND`.
#[derive(Debug)]
pub struct Statement<'a> {
    /// The text so far.
    pub sql: String,
    /// The values of `$1`, `$2` and so on.
    pub params: Vec<Value<'a>>,
}

impl<'a> Statement<'a> {
    /// Begins with fixed text and its parameters.
    pub fn new(sql: impl Into<String>, params: &[Value<'a>]) -> Self {
        Self {
            sql: sql.into(),
            params: params.to_vec(),
        }
    }

    /// Adds a parameter and gives its place, such as `$3`.
    pub fn place(&mut self, value: impl Into<Value<'a>>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len())
    }

    /// Adds fixed text.
    pub fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }

    /// Adds a list of ids and gives their places, such as `$3, $4`.
    pub fn ids(&mut self, ids: impl IntoIterator<Item = Uuid>) -> String {
        let places: Vec<String> = ids.into_iter().map(|id| self.place(id)).collect();
        places.join(", ")
    }

    /// Keeps the rows that match one of these; `false` where none can and nothing need be asked.
    ///
    /// `None` matches nothing, an empty list everything: see `authz::ReachFilter::conditions`.
    /// `{}` in a column stands for the list of ids; without it the column is compared with them.
    pub fn within(&mut self, any_of: Option<&[(&str, Vec<Uuid>)]>) -> bool {
        let Some(any_of) = any_of else { return false };
        let conditions: Vec<String> = any_of
            .iter()
            .map(|(column, ids)| {
                let places = self.ids(ids.iter().copied());
                if column.contains("{}") {
                    column.replace("{}", &places)
                } else {
                    format!("{column} IN ({places})")
                }
            })
            .collect();
        if !conditions.is_empty() {
            self.push(&format!(" AND ({})", conditions.join(" OR ")));
        }
        true
    }

    /// Keeps the rows with a value in a column, where one is asked for.
    pub fn equal(&mut self, column: &str, value: Option<impl Into<Value<'a>>>) {
        self.compare(column, "=", value);
    }

    /// Keeps the rows from a value on, where one is asked for.
    pub fn at_least(&mut self, column: &str, value: Option<impl Into<Value<'a>>>) {
        self.compare(column, ">=", value);
    }

    /// Keeps the rows below a value, where one is asked for.
    pub fn below(&mut self, column: &str, value: Option<impl Into<Value<'a>>>) {
        self.compare(column, "<", value);
    }

    fn compare(&mut self, column: &str, operator: &str, value: Option<impl Into<Value<'a>>>) {
        if let Some(value) = value {
            let place = self.place(value);
            self.push(&format!(" AND {column} {operator} {place}"));
        }
    }

    /// Keeps the rows whose text holds a [`like_pattern`], in small letters.
    pub fn matching(&mut self, column: &str, pattern: Option<&'a str>) {
        if let Some(pattern) = pattern {
            let place = self.place(pattern);
            self.push(&format!(" AND LOWER({column}) LIKE {place}"));
        }
    }

    /// Starts after a cursor of a list sorted by a text and an id.
    pub fn after(&mut self, key: &str, id: &str, cursor: Option<&'a Cursor>) {
        if let Some(cursor) = cursor {
            let (text, last) = (self.place(cursor.key.as_str()), self.place(cursor.id));
            self.push(&format!(" AND ({key}, {id}) > ({text}, {last})"));
        }
    }

    /// Starts after a cursor of a list that runs from new to old by an instant and an id.
    ///
    /// # Errors
    /// Where the cursor belongs to another list.
    pub fn before(
        &mut self,
        instant: &str,
        id: &str,
        cursor: Option<&Cursor>,
    ) -> Result<(), Failure> {
        let Some(cursor) = cursor else { return Ok(()) };
        let at = cursor
            .number()
            .map_err(|error| Failure::other("read a cursor", error))?;
        let (at, last) = (self.place(at), self.place(cursor.id));
        // The first half lets the index find the place; the second breaks ties.
        self.push(&format!(
            " AND {instant} <= {at} AND ({instant} < {at} OR {id} < {last})"
        ));
        Ok(())
    }
}

/// A pattern for LIKE over small letters: the typed words anywhere, wildcards taken as blanks.
pub fn like_pattern(typed: &str) -> Option<String> {
    let words = typed.to_lowercase().replace(['%', '_', '\\'], " ");
    let words = words.trim();
    (!words.is_empty()).then(|| format!("%{words}%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginning() -> Statement<'static> {
        Statement::new("SELECT 1 FROM t WHERE tenant_id = $1", &[Value::Integer(1)])
    }

    #[test]
    fn a_reach_of_nothing_asks_nothing_and_of_all_adds_nothing() {
        let mut statement = beginning();
        assert!(!statement.within(None));
        assert!(statement.within(Some(&[])));
        assert_eq!(statement.sql, beginning().sql);
    }

    #[test]
    fn columns_and_expressions_are_compared_with_bound_ids() {
        let id = Uuid::from_u128;
        let mut statement = beginning();
        let own = "EXISTS (SELECT 1 FROM o WHERE o.person_id IN ({}))";
        assert!(statement.within(Some(&[
            ("agency_id", vec![id(1), id(2)]),
            (own, vec![id(3)])
        ])));
        assert_eq!(
            statement.sql,
            "SELECT 1 FROM t WHERE tenant_id = $1 AND (agency_id IN ($2, $3) \
             OR EXISTS (SELECT 1 FROM o WHERE o.person_id IN ($4)))"
        );
        assert_eq!(statement.params.len(), 4);
    }

    #[test]
    fn what_is_not_asked_for_adds_nothing() {
        let mut statement = beginning();
        statement.equal("state", None::<&str>);
        statement.at_least("at", Some(5_i64));
        statement.matching("name", None);
        assert_eq!(
            statement.sql,
            "SELECT 1 FROM t WHERE tenant_id = $1 AND at >= $2"
        );
    }

    #[test]
    fn a_pattern_holds_no_wildcard_that_was_typed() {
        assert_eq!(like_pattern(" Kep%a_la "), Some("%kep a la%".to_owned()));
        assert_eq!(like_pattern("  "), None);
    }
}
