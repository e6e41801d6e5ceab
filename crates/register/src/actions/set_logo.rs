//! The logo of a letterhead is set or taken away.

use authz::{Action, Actor, Denied, Resource};
use base::{AgencyId, Stamp, Uuid};
use db::{ActionError, Tx};
use journal::Subject;

use crate::store::logos;
use crate::{Logo, lookup_agency};

/// Why a logo is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoRefusal {
    /// The right is missing.
    Denied(Denied),
    /// There is no such agency.
    NotFound,
}

/// Sets the logo of an agency, or of the city by the id of its tenant; `None` takes it away.
///
/// The file was kept before; the caller removes the one before after the commit.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn set_logo(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (owner, logo): (Uuid, Option<&Logo>),
) -> Result<(), ActionError<LogoRefusal>> {
    let city = Resource::tenant(stamp.tenant);
    let is_city = owner == stamp.tenant.uuid();
    let (action, place, kind) = if is_city {
        (Action::RegisterSettingsEdit, city, "settings")
    } else {
        let place = city.agency(AgencyId::new(owner));
        (Action::RegisterAgencyEdit, place, "agency")
    };
    actor
        .may(action, &place)
        .map_err(|denied| ActionError::Refused(LogoRefusal::Denied(denied)))?;
    if !is_city && lookup_agency(tx, stamp.tenant, owner.into())?.is_none() {
        return Err(ActionError::Refused(LogoRefusal::NotFound));
    }
    logos::set_logo(tx, stamp.tenant, owner, logo)?;
    journal::record(tx, stamp, action.code(), Subject::new(kind, owner), None)?;
    Ok(())
}
