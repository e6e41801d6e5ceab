//! Names for the ids that redemptions carry, fetched for a page at once.

use std::collections::{BTreeMap, BTreeSet};

use base::{CivilDate, PersonId, StationId, TenantId};
use db::{Failure, Tx};
use fleet::{Vehicle, VehicleId};

/// Names of what a page shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) vehicles: BTreeMap<VehicleId, Vehicle>,
    pub(crate) stations: BTreeMap<StationId, String>,
    pub(crate) people: BTreeMap<PersonId, String>,
    pub(crate) products: BTreeMap<String, String>,
}

/// The ids a page shows.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) vehicles: BTreeSet<VehicleId>,
    pub(crate) people: BTreeSet<PersonId>,
}

impl Names {
    pub(crate) fn load(
        tx: &mut Tx<'_>,
        tenant: TenantId,
        wanted: &Wanted,
        on: CivilDate,
    ) -> Result<Self, Failure> {
        let vehicles: Vec<VehicleId> = wanted.vehicles.iter().copied().collect();
        let people: Vec<PersonId> = wanted.people.iter().copied().collect();
        let vehicles = fleet::list_vehicles_by_ids(tx, tenant, &vehicles, on)?;
        let people = identity::list_people_by_ids(tx, tenant, &people)?;
        let stations = stations::list_stations(tx, tenant)?;
        let products = stations::list_products(tx, tenant)?;
        Ok(Self {
            vehicles: vehicles
                .into_iter()
                .map(|vehicle| (vehicle.id, vehicle))
                .collect(),
            people: people
                .into_iter()
                .map(|person| (person.id, person.name))
                .collect(),
            stations: stations
                .into_iter()
                .map(|one| (one.id, one.name.clone()))
                .collect(),
            products: products
                .into_iter()
                .map(|one| (one.code.clone(), one.name.clone()))
                .collect(),
        })
    }

    pub(crate) fn vehicle(&self, id: VehicleId) -> &str {
        self.vehicles.get(&id).map_or("–", Vehicle::name)
    }

    pub(crate) fn station(&self, id: StationId) -> &str {
        self.stations.get(&id).map_or("–", String::as_str)
    }

    pub(crate) fn person(&self, id: Option<PersonId>) -> &str {
        id.and_then(|id| self.people.get(&id))
            .map_or("–", String::as_str)
    }

    pub(crate) fn product<'a>(&'a self, code: &'a str) -> &'a str {
        self.products.get(code).map_or(code, String::as_str)
    }
}
