//! What this area needs to know of its attendants, who are people kept elsewhere.

use std::collections::HashMap;

use base::{PersonId, TenantId};
use db::{Failure, Tx};
use web::Looking;

/// Names and PINs of attendants; implemented by the binary over `identity`.
///
/// Share it with the site as `Arc<dyn AttendantPins>`.
pub trait AttendantPins: Send + Sync {
    /// The names of people; who is not known is left out.
    fn names(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        people: &[PersonId],
    ) -> Result<HashMap<PersonId, String>, Failure>;

    /// People who may become attendants, by a part of their name; at most 20.
    fn search(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        name: &str,
    ) -> Result<Vec<(PersonId, String)>, Failure>;

    /// Whether this is the attendant's 6-digit PIN. Slow on purpose, outside every transaction.
    fn fits<'a>(
        &'a self,
        tenant: TenantId,
        person: PersonId,
        pin: &'a str,
    ) -> Looking<'a, Result<bool, web::Failure>>;
}
