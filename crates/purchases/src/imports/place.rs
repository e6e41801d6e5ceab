//! Where lines belong: vehicle, agency, product, station.

use std::collections::BTreeMap;

use authz::{Action, Actor, Reach, Resource};
use base::{AgencyId, Stamp, StationId, TenantId, UtcMicros, Uuid};
use db::{Failure, Tx};
use fleet::{PlateMatch, PlateSighting, Vehicle, VehicleId, plate_key};
use register::{Agency, RowProblem};
use stations::{Product, Station, StationNumber};
use tabular::normalise;

use crate::model::line::Line;
use crate::store::purchase::Placed;

/// What lines refer to, looked up once for many of them.
struct Known {
    matches: Vec<PlateMatch>,
    vehicles: BTreeMap<VehicleId, Vehicle>,
    agencies: Vec<Agency>,
    products: Vec<Product>,
    stations: Vec<Station>,
    /// The agency of somebody who imports for one only.
    own_agency: Option<AgencyId>,
}

impl Known {
    fn load(
        tx: &mut Tx<'_>,
        (tenant, actor): (TenantId, &Actor),
        lines: &[&Line],
    ) -> Result<Self, Failure> {
        let written: Vec<(String, base::CivilDate)> = lines
            .iter()
            .map(|line| (line.vehicle_text.clone(), line.bought_on))
            .collect();
        let matches = fleet::match_plates(tx, tenant, &written)?;
        let mut ids: Vec<VehicleId> = matches.iter().filter_map(vehicle_of).collect();
        ids.sort_unstable();
        ids.dedup();
        let on = lines.first().map(|line| line.bought_on).unwrap_or_default();
        let vehicles = if ids.is_empty() {
            Vec::new()
        } else {
            fleet::list_vehicles_by_ids(tx, tenant, &ids, on)?
        };
        let names_agency = lines.iter().any(|line| line.agency_text.is_some());
        let names_station = lines.iter().any(|line| line.station_text.is_some());
        Ok(Self {
            matches,
            vehicles: vehicles
                .into_iter()
                .map(|vehicle| (vehicle.id, vehicle))
                .collect(),
            agencies: if names_agency {
                register::list_agencies(tx, tenant)?
            } else {
                Vec::new()
            },
            products: stations::list_products(tx, tenant)?,
            stations: if names_station {
                stations::list_stations(tx, tenant)?
            } else {
                Vec::new()
            },
            own_agency: own_agency(actor),
        })
    }

    fn vehicle(&self, place: usize) -> Option<&Vehicle> {
        let id = vehicle_of(self.matches.get(place)?)?;
        self.vehicles.get(&id)
    }

    fn agency(&self, written: &str) -> Option<AgencyId> {
        let wanted = normalise(written);
        let names = |agency: &Agency| {
            [&agency.code, &agency.short_name, &agency.name]
                .into_iter()
                .any(|name| normalise(name) == wanted)
        };
        self.agencies
            .iter()
            .find(|agency| names(agency))
            .map(|agency| agency.id)
    }

    fn product(&self, written: &str) -> Option<String> {
        let wanted = normalise(written);
        self.products
            .iter()
            .find(|product| product.code == written || normalise(&product.name) == wanted)
            .map(|product| product.code.clone())
    }

    fn station(&self, written: &str) -> Option<StationId> {
        let number: Option<StationNumber> = written.parse().ok();
        let wanted = normalise(written);
        self.stations
            .iter()
            .find(|station| {
                Some(&station.number) == number.as_ref() || normalise(&station.name) == wanted
            })
            .map(|station| station.id)
    }
}

fn vehicle_of(found: &PlateMatch) -> Option<VehicleId> {
    match found {
        PlateMatch::One(vehicle) => Some(*vehicle),
        // Several carriers: the register is wrong, and a person decides.
        PlateMatch::Several(_) | PlateMatch::NotOurs | PlateMatch::Unknown => None,
    }
}

/// The agency of a person who may import for exactly one.
fn own_agency(actor: &Actor) -> Option<AgencyId> {
    match actor.reach(Action::PurchaseHistoryImport) {
        Reach::Some { agencies, .. } if agencies.len() == 1 => agencies.first().copied(),
        _ => None,
    }
}

/// Where each line belongs, or why it does not come in; unknown plates are not noted yet.
pub(super) fn place_lines(
    tx: &mut Tx<'_>,
    (tenant, actor): (TenantId, &Actor),
    now: UtcMicros,
    lines: &[&Line],
) -> Result<Vec<Result<Placed, RowProblem>>, Failure> {
    let known = Known::load(tx, (tenant, actor), lines)?;
    let place = |(place, line): (usize, &&Line)| {
        let vehicle = known.vehicle(place);
        let agency = match (vehicle, &line.agency_text) {
            (Some(vehicle), _) => Some(vehicle.agency),
            (None, Some(written)) => Some(
                known
                    .agency(written)
                    .ok_or_else(|| RowProblem::of("agency", "agency_unknown"))?,
            ),
            (None, None) => known.own_agency,
        };
        let resource = Resource::tenant(tenant)
            .agency(agency)
            .unit(vehicle.and_then(|vehicle| vehicle.unit));
        if actor.may(Action::PurchaseHistoryImport, &resource).is_err() {
            return Err(RowProblem::row("denied"));
        }
        let tank = vehicle.and_then(|vehicle| vehicle.tank_ml);
        Ok(Placed {
            vehicle: vehicle.map(|vehicle| vehicle.id),
            unknown: None,
            agency,
            station: line
                .station_text
                .as_deref()
                .and_then(|text| known.station(text)),
            product: known.product(&line.product_text),
            doubts: line.doubts(tank, now),
        })
    };
    Ok(lines.iter().enumerate().map(place).collect())
}

/// Notes the plates that the register does not know, each once with all its lines, and says which.
pub(super) fn note_plates(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    lines: &mut [(&Line, Placed)],
) -> Result<(), Failure> {
    let mut sightings: BTreeMap<String, PlateSighting<'_>> = BTreeMap::new();
    for (line, placed) in lines.iter() {
        if placed.vehicle.is_some() {
            continue;
        }
        let met = sightings
            .entry(plate_key(&line.vehicle_text))
            .or_insert(PlateSighting {
                written: &line.vehicle_text,
                count: 0,
                first_at: line.bought_at,
                last_at: line.bought_at,
            });
        met.count = met.count.saturating_add(1);
        met.first_at = met.first_at.min(line.bought_at);
        met.last_at = met.last_at.max(line.bought_at);
    }
    let mut ids: BTreeMap<String, Uuid> = BTreeMap::new();
    for (key, sighting) in sightings {
        ids.insert(key, fleet::note_unknown_plates(tx, stamp, sighting)?);
    }
    for (line, placed) in lines {
        if placed.vehicle.is_none() {
            placed.unknown = ids.get(&plate_key(&line.vehicle_text)).copied();
        }
    }
    Ok(())
}
