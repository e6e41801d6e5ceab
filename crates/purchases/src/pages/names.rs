//! Names that purchases refer to, looked up once each.

use std::collections::BTreeMap;

use base::{AgencyId, CivilDate, StationId, TenantId};
use db::{Failure, Tx};
use fleet::VehicleId;

use crate::Purchase;

/// Names by id.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    vehicles: BTreeMap<VehicleId, String>,
    agencies: BTreeMap<AgencyId, String>,
    products: BTreeMap<String, String>,
    stations: BTreeMap<StationId, String>,
}

impl Names {
    pub(super) fn load(
        tx: &mut Tx<'_>,
        (tenant, today): (TenantId, CivilDate),
        purchases: &[Purchase],
    ) -> Result<Self, Failure> {
        let mut ids: Vec<VehicleId> = purchases.iter().filter_map(|p| p.vehicle).collect();
        ids.sort_unstable();
        ids.dedup();
        let vehicles = fleet::list_vehicles_by_ids(tx, tenant, &ids, today)?;
        let stations = if purchases.iter().any(|purchase| purchase.station.is_some()) {
            stations::list_stations(tx, tenant)?
        } else {
            Vec::new()
        };
        Ok(Self {
            vehicles: vehicles
                .into_iter()
                .map(|vehicle| (vehicle.id, vehicle.name().to_owned()))
                .collect(),
            agencies: register::list_agencies(tx, tenant)?
                .into_iter()
                .map(|agency| (agency.id, agency.short_name))
                .collect(),
            products: stations::list_products(tx, tenant)?
                .into_iter()
                .map(|product| (product.code.clone(), product.details.name))
                .collect(),
            stations: stations
                .into_iter()
                .map(|station| (station.id, station.details.name))
                .collect(),
        })
    }

    /// The vehicle's name in the register; as written where it has none.
    pub(super) fn vehicle<'a>(&'a self, purchase: &'a Purchase) -> &'a str {
        purchase
            .vehicle
            .and_then(|id| self.vehicles.get(&id))
            .unwrap_or(&purchase.vehicle_text)
    }

    pub(super) fn agency(&self, purchase: &Purchase) -> &str {
        let name = purchase.agency.and_then(|id| self.agencies.get(&id));
        name.map_or("", String::as_str)
    }

    pub(super) fn product<'a>(&'a self, purchase: &'a Purchase) -> &'a str {
        let name = purchase
            .product
            .as_ref()
            .and_then(|code| self.products.get(code));
        name.unwrap_or(&purchase.product_text)
    }

    pub(super) fn station<'a>(&'a self, purchase: &'a Purchase) -> &'a str {
        let known = purchase.station.and_then(|id| self.stations.get(&id));
        known
            .map(String::as_str)
            .or(purchase.station_text.as_deref())
            .unwrap_or_default()
    }

    /// Products to choose from.
    pub(super) fn products(&self) -> Vec<(String, String)> {
        let choice = |(code, name): (&String, &String)| (code.clone(), name.clone());
        self.products.iter().map(choice).collect()
    }
}
