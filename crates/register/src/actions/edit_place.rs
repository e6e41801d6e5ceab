use authz::{Action, Actor, Denied, Resource};
use base::{Stamp, Uuid};
use db::{ActionError, Tx};
use journal::Subject;

use crate::model::boundary::Boundary;
use crate::store::places as store;
use crate::{BoundaryProblem, Place, PlaceInput, PlaceLevel};

/// Why a place is not added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceRefusal {
    /// The right is missing.
    Denied(Denied),
    /// The code is not a Kemendagri code.
    CodeMalformed {
        /// The code.
        code: String,
    },
    /// Another place has this code.
    CodeTaken {
        /// The code.
        code: String,
    },
    /// The boundary cannot be used.
    Boundary(BoundaryProblem),
    /// Someone changed it meanwhile.
    Changed,
}

type Outcome<T> = Result<T, ActionError<PlaceRefusal>>;

/// Adds a place; its level follows from its code.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn create_place(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &PlaceInput,
) -> Outcome<Uuid> {
    authorise(stamp, actor)?;
    let code = || input.code.clone();
    let Some(level) = PlaceLevel::of_code(&input.code) else {
        return Err(ActionError::Refused(PlaceRefusal::CodeMalformed {
            code: code(),
        }));
    };
    if store::lookup_place_by_code(tx, stamp.tenant, &input.code)?.is_some() {
        return Err(ActionError::Refused(PlaceRefusal::CodeTaken {
            code: code(),
        }));
    }
    let id = stamp.next_id();
    store::insert_place(tx, stamp.tenant, (id, level), input)
        .map_err(super::taken(PlaceRefusal::CodeTaken { code: code() }))?;
    record(tx, stamp, id)?;
    Ok(id)
}

/// Changes name, postal code and existence of a place that is still as `before` shows it.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn update_place(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    before: &Place,
    input: &PlaceInput,
) -> Outcome<()> {
    authorise(stamp, actor)?;
    let input = PlaceInput {
        code: before.code.clone(),
        ..input.clone()
    };
    if !store::update_place(tx, stamp.tenant, (before.id, before.revision), &input)? {
        return Err(ActionError::Refused(PlaceRefusal::Changed));
    }
    record(tx, stamp, before.id)?;
    Ok(())
}

/// Sets the boundary of a place from a `GeoJSON` geometry.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn set_boundary(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    place: Uuid,
    (geometry, source): (&str, Option<&str>),
) -> Outcome<()> {
    authorise(stamp, actor)?;
    let boundary = Boundary::from_geojson(geometry)
        .map_err(|problem| ActionError::Refused(PlaceRefusal::Boundary(problem)))?;
    store::set_boundary(tx, stamp.tenant, place, (&boundary, source))?;
    record(tx, stamp, place)?;
    Ok(())
}

fn authorise(stamp: &Stamp, actor: &Actor) -> Outcome<()> {
    actor
        .may(Action::RegisterPlaceEdit, &Resource::tenant(stamp.tenant))
        .map_err(|denied| ActionError::Refused(PlaceRefusal::Denied(denied)))
}

fn record(tx: &mut Tx<'_>, stamp: &Stamp, id: Uuid) -> Result<(), db::Failure> {
    journal::record(
        tx,
        stamp,
        Action::RegisterPlaceEdit.code(),
        Subject::new("place", id),
        None,
    )
}
