//! Conditions that a list adds to its statement.

use authz::ReachFilter;
use base::{Cursor, Uuid};
use db::Value;

/// A statement with its parameters, grown condition by condition.
pub(crate) struct Statement<'a> {
    pub(crate) sql: String,
    pub(crate) params: Vec<Value<'a>>,
}

impl<'a> Statement<'a> {
    /// Begins with fixed text and its parameters.
    pub(crate) fn new(sql: &str, params: &[Value<'a>]) -> Self {
        Self {
            sql: sql.to_owned(),
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
    pub(crate) fn within(&mut self, reach: &ReachFilter<'_>) -> bool {
        let ReachFilter::AnyOf(conditions) = reach else {
            return *reach == ReachFilter::Always;
        };
        let of_column = |this: &mut Self, column: &str, ids: &[Uuid]| {
            let places: Vec<String> = ids.iter().map(|id| this.place(*id)).collect();
            format!("{column} IN ({})", places.join(", "))
        };
        let conditions: Vec<String> = conditions
            .iter()
            .map(|(column, ids)| of_column(self, column, ids))
            .collect();
        let any = conditions.join(" OR ");
        self.sql.extend([" AND (", any.as_str(), ")"]);
        true
    }

    /// Keeps the rows whose name holds a word, in small letters.
    pub(crate) fn matching(&mut self, column: &str, pattern: &'a str) {
        if !pattern.is_empty() {
            let place = self.place(pattern);
            self.push(&format!(" AND LOWER({column}) LIKE {place}"));
        }
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

/// A pattern for [`Statement::matching`]: the typed words anywhere, wildcards taken as they are.
pub(crate) fn like_pattern(typed: &str) -> String {
    let word: String = typed.trim().to_lowercase().replace(['%', '_'], " ");
    if word.trim().is_empty() {
        String::new()
    } else {
        format!("%{}%", word.trim())
    }
}
