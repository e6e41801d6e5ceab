//! Roles are given and taken back.

use authz::{Action, Actor, Denied, Resource, Role, Scope};
use base::Stamp;
use db::{ActionError, Tx};
use journal::Subject;

use crate::actions::refuse;
use crate::model::grant::{GrantId, NewGrant, role_fits_scope};
use crate::store::{grants, people};

/// Why a role is not given or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantRefusal {
    /// The actor may not give roles there.
    Denied(Denied),
    /// There is no such person or grant.
    NotFound,
    /// The person is closed.
    PersonClosed,
    /// Nobody gives himself a role.
    OwnGrant,
    /// The role cannot be held in that scope.
    ScopeUnfit,
    /// The end lies before the beginning.
    DatesCrossed,
    /// A deputy needs the post, an end and a decree.
    DeputyIncomplete,
    /// The only city admin keeps his role.
    LastAdmin,
}

/// Gives a role; a deputy's grant names the post, ends, and rests on a decree.
pub fn grant_role(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    new: &NewGrant,
) -> Result<GrantId, ActionError<GrantRefusal>> {
    authorise(actor, new.scope)?;
    if actor.id == new.person.into() {
        return refuse(GrantRefusal::OwnGrant);
    }
    let Some(person) = people::lookup_person(tx, stamp.tenant, new.person)? else {
        return refuse(GrantRefusal::NotFound);
    };
    if !person.is_active() {
        return refuse(GrantRefusal::PersonClosed);
    }
    check(new).map_err(ActionError::Refused)?;
    let id = GrantId::new(stamp.next_id());
    grants::insert_grant(tx, stamp.tenant, id, new, (stamp.actor, stamp.at))?;
    let subject = Subject::new("person", new.person);
    journal::record(tx, stamp, Action::IdentityGrantEdit.code(), subject, None)?;
    Ok(id)
}

/// Takes a role back at once.
pub fn withdraw_grant(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    id: GrantId,
) -> Result<(), ActionError<GrantRefusal>> {
    let Some(held) = grants::lookup_grant(tx, stamp.tenant, id)? else {
        return refuse(GrantRefusal::NotFound);
    };
    authorise(actor, held.grant.scope)?;
    if !grants::withdraw_grant(tx, stamp.tenant, id, stamp.at)? {
        return refuse(GrantRefusal::NotFound);
    }
    let is_admin = held.grant.role == Role::CityAdmin && held.validity.until_at.is_none();
    if is_admin && grants::count_other_admins(tx, stamp.tenant, held.person, stamp.at)? == 0 {
        return refuse(GrantRefusal::LastAdmin);
    }
    let subject = Subject::new("person", held.person);
    journal::record(tx, stamp, Action::IdentityGrantEdit.code(), subject, None)?;
    Ok(())
}

/// Roles are given within the giver's own scope; what is a person's own counts as the city's.
fn authorise(actor: &Actor, scope: Scope) -> Result<(), ActionError<GrantRefusal>> {
    let resource = Resource::tenant(actor.tenant);
    let resource = match scope {
        Scope::Tenant | Scope::Own => resource,
        Scope::Agency(agency) => resource.agency(agency),
        Scope::Unit(unit) => resource.unit(unit),
        Scope::Station(station) => resource.station(station),
    };
    actor
        .may(Action::IdentityGrantEdit, &resource)
        .map_err(|denied| ActionError::Refused(GrantRefusal::Denied(denied)))
}

fn check(new: &NewGrant) -> Result<(), GrantRefusal> {
    if !role_fits_scope(new.role, new.scope) {
        return Err(GrantRefusal::ScopeUnfit);
    }
    if !new.validity.is_in_order() {
        return Err(GrantRefusal::DatesCrossed);
    }
    let is_deputy = new.acting_for.is_some();
    if is_deputy && (new.validity.until_at.is_none() || new.decree.is_none()) {
        return Err(GrantRefusal::DeputyIncomplete);
    }
    Ok(())
}
