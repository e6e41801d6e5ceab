//! What the register itself can import.

mod agencies;
mod calendar;
mod places;
mod posts;

use std::sync::Arc;

use authz::Denied;
use tabular::Record;

pub use agencies::AgencyTarget;
pub use calendar::CalendarTarget;
pub use places::{BoundaryTarget, PlaceTarget};
pub use posts::PostTarget;

use crate::{ImportTarget, RowError, RowProblem};

/// The register's own targets, in the order of the page.
pub fn import_targets() -> Vec<Arc<dyn ImportTarget>> {
    vec![
        Arc::new(AgencyTarget::default()),
        Arc::new(PostTarget::default()),
        Arc::new(PlaceTarget::default()),
        Arc::new(BoundaryTarget::default()),
        Arc::new(CalendarTarget::default()),
    ]
}

/// The text of a field, or nothing where it is empty.
fn optional(record: &Record, key: &str) -> Option<String> {
    record.text(key).map(str::to_owned)
}

/// The text of a field that the framework has found to be there.
fn required(record: &Record, key: &str) -> Result<String, RowError> {
    optional(record, key).ok_or_else(|| RowProblem::of(key, "missing").into())
}

fn denied(_: Denied) -> RowError {
    RowProblem::row("denied").into()
}
