//! The register of vehicles on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing test stops here"
)]

mod imports;
mod meters;
mod pages;
mod plates;
mod unknowns;
mod vehicles;

use authz::{Actor, Grant, Role, Scope};
use base::{ActorId, CivilDate, PersonId, Stamp, UtcMicros, Uuid};
use db::{Access, ActionError, Command, Db, Failure, Step, Tx};
use fleet::testkit::{AGENCY, VehicleBuilder, keeper};
use fleet::{FleetRefusal, Vehicle, VehicleId};
use testkit::{TENANT, morning, stamp_at};

/// The tables of the journal and of this area.
fn steps() -> Vec<Step> {
    [
        &journal::STEPS[..],
        &identity::STEPS[..],
        &register::STEPS[..],
        &fleet::STEPS[..],
    ]
    .concat()
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn today() -> CivilDate {
    day("2026-11-24")
}

fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

/// A verifier of the whole city.
fn verifier() -> Actor {
    let id = ActorId::new(Uuid::from_u128(77));
    Actor::person(TENANT, id, vec![Grant::new(Role::Verifier, Scope::Tenant)])
}

/// The fuel officer of an agency.
fn officer(agency: base::AgencyId) -> Actor {
    let id = ActorId::new(Uuid::from_u128(78));
    Actor::person(
        TENANT,
        id,
        vec![Grant::new(Role::FuelOfficer, Scope::Agency(agency))],
    )
}

/// Does something in a command of its own.
fn act<T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static>(
    db: &Db,
    at: UtcMicros,
    f: impl Fn(&mut Tx<'_>, &Stamp) -> Result<T, ActionError<FleetRefusal>> + Send + 'static,
) -> Result<T, FleetRefusal> {
    let stamp = stamp_at(at);
    match db.write_blocking(Command::by(&stamp), move |tx| f(tx, &stamp.fresh())) {
        Ok(value) => Ok(value),
        Err(ActionError::Refused(refusal)) => Err(refusal),
        Err(other) => panic!("{other:?}"),
    }
}

fn look<T: Send + 'static>(
    db: &Db,
    f: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
) -> T {
    db.read_blocking(TENANT, Access::ReadOwn, f).unwrap()
}

fn add(db: &Db, vehicle: VehicleBuilder) -> VehicleId {
    act(db, morning(), move |tx, stamp| {
        vehicle.clone().add(tx, stamp)
    })
    .unwrap()
}

fn vehicle(db: &Db, id: VehicleId) -> Vehicle {
    look(db, move |tx| fleet::lookup_vehicle(tx, TENANT, id, today())).unwrap()
}

fn car() -> VehicleBuilder {
    fleet::testkit::car(AGENCY)
}

fn keeper_of_all() -> Actor {
    keeper(TENANT)
}
