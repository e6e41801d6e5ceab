//! Statements that grow condition by condition.

use authz::ReachFilter;
use base::{Cursor, Uuid};
use db::Value;

/// A statement with its parameters.
pub(crate) struct Statement<'a> {
    pub(crate) sql: String,
    pub(crate) params: Vec<Value<'a>>,
}

impl<'a> Statement<'a> {
    /// Begins with fixed text and its parameters.
    pub(crate) fn new(sql: impl Into<String>, params: &[Value<'a>]) -> Self {
        Self {
            sql: sql.into(),
            params: params.to_vec(),
        }
    }

    /// Adds a parameter and gives its place, such as `$3`.
    pub(crate) fn place(&mut self, value: impl Into<Value<'a>>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len())
    }

    /// Adds fixed text.
    pub(crate) fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }

    /// Keeps the rows a person reaches; `false` where there are none and nothing need be asked.
    ///
    /// `{}` in a column stands for the list of ids; without it the column is compared with them.
    pub(crate) fn within(&mut self, reach: &ReachFilter<'_>) -> bool {
        let ReachFilter::AnyOf(conditions) = reach else {
            return *reach == ReachFilter::Always;
        };
        let conditions: Vec<String> = conditions
            .iter()
            .map(|(column, ids)| self.any_of(column, ids))
            .collect();
        self.push(" AND (");
        self.push(&conditions.join(" OR "));
        self.push(")");
        true
    }

    fn any_of(&mut self, column: &str, ids: &[Uuid]) -> String {
        let places: Vec<String> = ids.iter().map(|id| self.place(*id)).collect();
        let places = places.join(", ");
        if column.contains("{}") {
            column.replace("{}", &places)
        } else {
            format!("{column} IN ({places})")
        }
    }

    /// Starts after a cursor of a list sorted by a text and an id.
    pub(crate) fn after_text(&mut self, key: &str, id: &str, cursor: Option<&'a Cursor>) {
        if let Some(cursor) = cursor {
            let (text, last) = (self.place(cursor.key.as_str()), self.place(cursor.id));
            self.push(&format!(" AND ({key}, {id}) > ({text}, {last})"));
        }
    }
}

/// The least and the greatest key that begin so, for keys of letters and digits of one case.
pub(crate) fn prefix_range(prefix: &str) -> (String, String) {
    let filler = if prefix.bytes().any(|sign| sign.is_ascii_uppercase()) {
        "Z"
    } else {
        "z"
    };
    (prefix.to_owned(), format!("{prefix}{}", filler.repeat(32)))
}
