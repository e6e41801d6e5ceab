//! Conditions that a list adds to its statement.

use authz::ReachFilter;
use base::{Cursor, Uuid};
use db::Value;

/// A statement with its parameters, grown condition by condition from fixed fragments.
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

    /// A list of ids as parameters.
    pub(crate) fn ids(&mut self, ids: impl IntoIterator<Item = Uuid>) -> String {
        let places: Vec<String> = ids.into_iter().map(|id| self.place(id)).collect();
        places.join(", ")
    }

    /// Keeps the rows a person reaches; `false` where there are none and nothing need be asked.
    pub(crate) fn within(&mut self, reach: &ReachFilter<'_>) -> bool {
        let ReachFilter::AnyOf(conditions) = reach else {
            return *reach == ReachFilter::Always;
        };
        let conditions: Vec<String> = conditions
            .iter()
            .map(|(column, ids)| format!("{column} IN ({})", self.ids(ids.iter().copied())))
            .collect();
        self.push(&format!(" AND ({})", conditions.join(" OR ")));
        true
    }

    /// Starts after a cursor of a list sorted by text and id.
    pub(crate) fn after(&mut self, key: &str, id: &str, cursor: Option<&'a Cursor>) {
        if let Some(cursor) = cursor {
            let (text, last) = (self.place(cursor.key.as_str()), self.place(cursor.id));
            self.push(&format!(
                " AND ({key} > {text} OR ({key} = {text} AND {id} > {last}))"
            ));
        }
    }
}

/// A pattern for LIKE over small letters: the typed words anywhere, wildcards taken as blanks.
pub(crate) fn like_pattern(typed: &str) -> Option<String> {
    let words = typed.to_lowercase().replace(['%', '_', '\\'], " ");
    let words = words.trim();
    (!words.is_empty()).then(|| format!("%{words}%"))
}
