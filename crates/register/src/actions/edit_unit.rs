use authz::{Action, Actor, Denied, Resource};
use base::{Stamp, UnitId};
use db::{ActionError, Tx};
use journal::Subject;

use crate::store::units as store;
use crate::{Unit, UnitInput};

/// Why a unit is not added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitRefusal {
    /// The right is missing.
    Denied(Denied),
    /// There is no such agency.
    AgencyUnknown,
    /// The agency has a unit of this name.
    NameTaken {
        /// The name.
        name: String,
    },
    /// There is no place with this code.
    PlaceUnknown {
        /// The code.
        code: String,
    },
    /// Someone changed it meanwhile.
    Changed,
}

type Outcome<T> = Result<T, ActionError<UnitRefusal>>;

/// Adds a unit.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn create_unit(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &UnitInput,
) -> Outcome<UnitId> {
    check(tx, stamp, actor, input)?;
    if store::lookup_unit_by_name(tx, stamp.tenant, input.agency, &input.name)?.is_some() {
        return refuse(name_taken(input));
    }
    let id = UnitId::new(stamp.next_id());
    store::insert_unit(tx, stamp.tenant, id, input).map_err(super::taken(name_taken(input)))?;
    record(tx, stamp, id)?;
    Ok(id)
}

/// Changes a unit that is still as `before` shows it.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn update_unit(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    before: &Unit,
    input: &UnitInput,
) -> Outcome<()> {
    check(tx, stamp, actor, input)?;
    let same = store::lookup_unit_by_name(tx, stamp.tenant, input.agency, &input.name)?;
    if same.is_some_and(|other| other.id != before.id) {
        return refuse(name_taken(input));
    }
    let key = (before.id, before.revision);
    let changed = store::update_unit(tx, stamp.tenant, key, input)
        .map_err(super::taken(name_taken(input)))?;
    if !changed {
        return refuse(UnitRefusal::Changed);
    }
    record(tx, stamp, before.id)?;
    Ok(())
}

fn check(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor, input: &UnitInput) -> Outcome<()> {
    let resource = Resource::tenant(stamp.tenant).agency(input.agency);
    actor
        .may(Action::RegisterUnitEdit, &resource)
        .map_err(|denied| ActionError::Refused(UnitRefusal::Denied(denied)))?;
    if crate::lookup_agency(tx, stamp.tenant, input.agency)?.is_none() {
        return refuse(UnitRefusal::AgencyUnknown);
    }
    if let Some(code) = &input.place_code
        && crate::lookup_place_by_code(tx, stamp.tenant, code)?.is_none()
    {
        return refuse(UnitRefusal::PlaceUnknown { code: code.clone() });
    }
    Ok(())
}

fn refuse<T>(refusal: UnitRefusal) -> Outcome<T> {
    Err(ActionError::Refused(refusal))
}

fn name_taken(input: &UnitInput) -> UnitRefusal {
    UnitRefusal::NameTaken {
        name: input.name.clone(),
    }
}

fn record(tx: &mut Tx<'_>, stamp: &Stamp, id: UnitId) -> Result<(), db::Failure> {
    journal::record(
        tx,
        stamp,
        Action::RegisterUnitEdit.code(),
        Subject::new("unit", id),
        None,
    )
}
