//! A sample becomes the city's own record, because real work stands on it.

use authz::{Action, Actor, Resource};
use base::{Stamp, Uuid};
use db::{ActionError, Tx};

use crate::SampleRefusal;
use crate::store::samples as store;

/// What may be kept. A budget line may not: its ceiling was typed for practice, by the admin.
const KINDS: [&str; 6] = ["agency", "unit", "post", "person", "vehicle", "station"];

/// Takes the mark from a sample.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn keep_sample(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (kind, record): (&str, Uuid),
) -> Result<(), ActionError<SampleRefusal>> {
    let action = Action::RegisterSampleKeep;
    actor
        .may(action, &Resource::tenant(stamp.tenant))
        .map_err(|denied| ActionError::Refused(SampleRefusal::Denied(denied)))?;
    if !KINDS.contains(&kind) || !store::unmark_sample(tx, stamp.tenant, kind, record)? {
        return Err(ActionError::Refused(SampleRefusal::NotFound));
    }
    let subject = journal::Subject::new(kind, record);
    journal::record(tx, stamp, action.code(), subject, None)?;
    Ok(())
}
