//! Where roles can be held: agencies and units of the register, stations.

use base::TenantId;
use db::{Failure, Tx};
use identity::{ScopeChoices, ScopeList};

/// The scopes of a city, as `identity` shows them when a role is given.
pub(crate) struct CityScopes;

impl ScopeChoices for CityScopes {
    fn list(&self, tx: &mut Tx<'_>, tenant: TenantId) -> Result<ScopeList, Failure> {
        let agencies = register::list_agencies(tx, tenant)?;
        let units = register::list_units(tx, tenant, None)?;
        let name_of = |id| {
            let agency = agencies.iter().find(|agency| agency.id == id);
            agency.map_or_else(String::new, |agency| agency.short_name.clone())
        };
        let units = units
            .iter()
            .map(|unit| (unit.id, format!("{} · {}", unit.name, name_of(unit.agency))))
            .collect();
        let stations = stations::list_stations(tx, tenant)?;
        Ok(ScopeList {
            agencies: agencies
                .iter()
                .map(|agency| (agency.id, agency.name.clone()))
                .collect(),
            units,
            stations: stations
                .iter()
                .map(|station| (station.id, station.name.clone()))
                .collect(),
            posts: Vec::new(),
        })
    }
}
