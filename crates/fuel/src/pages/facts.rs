//! What pages show of a voucher, with the names of everything it refers to.

use authz::{Action, Actor, Resource};
use base::{CivilDate, PersonId, StationId, TenantId};
use budget::BudgetLine;
use db::{Failure, Tx};
use fleet::Vehicle;
use stations::{Station, SubsidyClass};

use crate::{Redemption, Voucher, VoucherId, lookup_redemption_by_hold, lookup_voucher};

/// A station as drivers need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StationFacts {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) hours: stations::DayHours,
}

impl StationFacts {
    fn of(station: &Station, on: CivilDate) -> Self {
        let weekday = usize::try_from(on.weekday().to_monday_zero_offset()).unwrap_or_default();
        Self {
            name: format!("{} {}", station.name, station.number),
            address: station.address.clone(),
            hours: station.hours.of(weekday),
        }
    }
}

/// A voucher with the names of what it refers to.
#[derive(Debug, Clone)]
pub(crate) struct VoucherFacts {
    pub(crate) voucher: Voucher,
    /// The plate, or the label where there is none.
    pub(crate) vehicle_name: String,
    pub(crate) vehicle_label: String,
    pub(crate) agency: String,
    pub(crate) product: String,
    pub(crate) substitutes: Vec<String>,
    pub(crate) subsidised: bool,
    /// The station it names.
    pub(crate) station: Option<StationFacts>,
    pub(crate) drawer: Option<String>,
    pub(crate) line: Option<BudgetLine>,
    pub(crate) redemption: Option<Redemption>,
    pub(crate) redeemed_at_station: Option<String>,
    pub(crate) redeemed_by: Option<String>,
}

impl VoucherFacts {
    /// The records that make the voucher a sample, where one of them is one.
    pub(crate) fn records(&self) -> [base::Uuid; 2] {
        [self.voucher.vehicle.uuid(), self.voucher.line.uuid()]
    }
}

/// A voucher the actor may see; `None` where there is none for him.
pub(crate) fn find_voucher(
    tx: &mut Tx<'_>,
    (tenant, on): (TenantId, CivilDate),
    actor: &Actor,
    id: VoucherId,
) -> Result<Option<(Voucher, Option<Vehicle>)>, Failure> {
    let Some(voucher) = lookup_voucher(tx, tenant, id)? else {
        return Ok(None);
    };
    let vehicle = fleet::lookup_vehicle(tx, tenant, voucher.vehicle, on)?;
    let mut resource = Resource::tenant(tenant)
        .agency(voucher.agency)
        .unit(vehicle.as_ref().and_then(|vehicle| vehicle.unit))
        .station(voucher.station);
    match voucher.drawer {
        Some(drawer) => resource = resource.owner(drawer),
        None => {
            for driver in fleet::list_drivers_on(tx, tenant, voucher.vehicle, on)? {
                resource = resource.owner(driver);
            }
        }
    }
    let sees = actor.may(Action::FuelVoucherView, &resource).is_ok();
    Ok(sees.then_some((voucher, vehicle)))
}

/// Looks up the names a voucher's page shows.
pub(crate) fn load_facts(
    tx: &mut Tx<'_>,
    (tenant, on): (TenantId, CivilDate),
    voucher: Voucher,
    vehicle: Option<Vehicle>,
) -> Result<VoucherFacts, Failure> {
    let products = stations::list_products(tx, tenant)?;
    let named = |code: &str| {
        let found = products.iter().find(|product| product.code == code);
        found.map_or_else(|| code.to_owned(), |product| product.name.clone())
    };
    let subsidised = products.iter().any(|product| {
        voucher.covers(&product.code) && product.subsidy_class != SubsidyClass::Market
    });
    let station = voucher
        .station
        .map(|station| stations::lookup_station(tx, tenant, station))
        .transpose()?
        .flatten()
        .map(|station| StationFacts::of(&station, on));
    let redemption = voucher
        .hold
        .map(|hold| lookup_redemption_by_hold(tx, tenant, hold))
        .transpose()?
        .flatten();
    let redeemed_at = redemption.as_ref().map(|redemption| redemption.station);
    let redeemed_by = redemption.as_ref().and_then(|redemption| redemption.driver);
    Ok(VoucherFacts {
        vehicle_name: vehicle
            .as_ref()
            .map_or_else(String::new, |vehicle| vehicle.name().to_owned()),
        vehicle_label: vehicle.map_or_else(String::new, |vehicle| vehicle.label),
        agency: register::lookup_agency(tx, tenant, voucher.agency)?
            .map_or_else(String::new, |agency| agency.short_name),
        product: named(&voucher.product),
        substitutes: voucher.substitutes.iter().map(|code| named(code)).collect(),
        subsidised,
        station,
        drawer: person_name(tx, tenant, voucher.drawer)?,
        line: budget::lookup_line(tx, tenant, voucher.line)?,
        redeemed_at_station: station_name(tx, tenant, redeemed_at)?,
        redeemed_by: person_name(tx, tenant, redeemed_by)?,
        redemption,
        voucher,
    })
}

/// A person's name.
pub(crate) fn person_name(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: Option<PersonId>,
) -> Result<Option<String>, Failure> {
    let Some(person) = person else {
        return Ok(None);
    };
    Ok(identity::lookup_person(tx, tenant, person)?.map(|person| person.name))
}

/// A station's name.
pub(crate) fn station_name(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: Option<StationId>,
) -> Result<Option<String>, Failure> {
    let Some(station) = station else {
        return Ok(None);
    };
    Ok(stations::lookup_station(tx, tenant, station)?.map(|station| station.name.clone()))
}

/// The stations with a contract on a day, in the order of their names: samples or real ones.
pub(crate) fn list_contracted(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    on: CivilDate,
    is_sample: bool,
) -> Result<Vec<(StationId, StationFacts)>, Failure> {
    let samples = register::list_samples(tx, tenant, "station", 100)?;
    let mut contracted = Vec::new();
    for station in stations::list_stations(tx, tenant)? {
        if station.is_active
            && samples.contains(&station.id.uuid()) == is_sample
            && stations::lookup_active_contract(tx, tenant, station.id, on)?.is_some()
        {
            contracted.push((station.id, StationFacts::of(&station, on)));
        }
    }
    Ok(contracted)
}
