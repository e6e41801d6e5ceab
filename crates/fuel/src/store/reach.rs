//! Conditions of list pages: put together from fixed pieces, values always bound.

use authz::{Reach, ReachColumns, ReachFilter};
use base::{Cursor, TenantId, Uuid};
use db::{Failure, Value};

enum Bound {
    Id(Uuid),
    Integer(i64),
    Text(String),
}

/// A WHERE clause that always names the tenant.
pub(crate) struct Conditions {
    pieces: Vec<String>,
    bound: Vec<Bound>,
}

impl Conditions {
    /// The clause of one tenant.
    pub(crate) fn of(tenant: TenantId, column: &str) -> Self {
        let mut conditions = Self {
            pieces: Vec::new(),
            bound: Vec::new(),
        };
        conditions.push(column, "=", Bound::Id(tenant.uuid()));
        conditions
    }

    fn place(&mut self, value: Bound) -> String {
        self.bound.push(value);
        format!("${}", self.bound.len())
    }

    fn push(&mut self, column: &str, operator: &str, value: Bound) {
        let place = self.place(value);
        self.pieces.push(format!("{column} {operator} {place}"));
    }

    /// Narrows to what the actor reaches; `false` where that is nothing.
    pub(crate) fn within(&mut self, reach: &Reach, columns: ReachColumns<'_>) -> bool {
        match reach.filter(columns) {
            ReachFilter::Never => false,
            ReachFilter::Always => true,
            ReachFilter::AnyOf(choices) => {
                let pieces: Vec<String> = choices
                    .into_iter()
                    .map(|(column, ids)| {
                        let places: Vec<String> = ids
                            .into_iter()
                            .map(|id| self.place(Bound::Id(id)))
                            .collect();
                        format!("{column} IN ({})", places.join(", "))
                    })
                    .collect();
                self.pieces.push(format!("({})", pieces.join(" OR ")));
                true
            }
        }
    }

    pub(crate) fn equal_id(&mut self, column: &str, id: Option<impl Into<Uuid>>) {
        if let Some(id) = id {
            self.push(column, "=", Bound::Id(id.into()));
        }
    }

    pub(crate) fn equal_text(&mut self, column: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.push(column, "=", Bound::Text(text.to_owned()));
        }
    }

    pub(crate) fn at_least(&mut self, column: &str, value: Option<base::UtcMicros>) {
        if let Some(value) = value {
            self.push(column, ">=", Bound::Integer(value.get()));
        }
    }

    pub(crate) fn below(&mut self, column: &str, value: Option<base::UtcMicros>) {
        if let Some(value) = value {
            self.push(column, "<", Bound::Integer(value.get()));
        }
    }

    /// Only rows after a cursor in a list that runs from new to old by its ids alone.
    pub(crate) fn before_id(&mut self, column: &str, cursor: Option<&Cursor>) {
        if let Some(cursor) = cursor {
            self.push(column, "<", Bound::Id(cursor.id));
        }
    }

    /// A fixed condition without values.
    pub(crate) fn fixed(&mut self, piece: &str) {
        self.pieces.push(piece.to_owned());
    }

    /// Only rows after a cursor in a list that runs from new to old.
    pub(crate) fn before(
        &mut self,
        instant: &str,
        id: &str,
        cursor: Option<&Cursor>,
    ) -> Result<(), Failure> {
        let Some(cursor) = cursor else { return Ok(()) };
        let at = cursor
            .number()
            .map_err(|error| Failure::other("read a cursor", error))?;
        let (at_most, at_place) = (
            self.place(Bound::Integer(at)),
            self.place(Bound::Integer(at)),
        );
        let id_place = self.place(Bound::Id(cursor.id));
        // The first half lets the index find the place; the second breaks ties.
        self.pieces.push(format!(
            "{instant} <= {at_most} AND ({instant} < {at_place} OR {id} < {id_place})"
        ));
        Ok(())
    }

    pub(crate) fn text(&self) -> String {
        self.pieces.join(" AND ")
    }

    pub(crate) fn values(&self) -> Vec<Value<'_>> {
        self.bound
            .iter()
            .map(|value| match value {
                Bound::Id(id) => Value::Id(*id),
                Bound::Integer(number) => Value::Integer(*number),
                Bound::Text(text) => Value::Text(text),
            })
            .collect()
    }
}
