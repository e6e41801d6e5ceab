//! Vehicles, agencies and people as the person who asks may see them.

use std::collections::BTreeMap;

use authz::{Action, Denied, Resource};
use base::{AgencyId, CivilDate, PersonId, TenantId};
use db::{Access, Failure, Tx};
use web::{Locale, Site, Staff, WebError};

use crate::{Vehicle, VehicleClass, VehicleId, list_drivers_on, lookup_vehicle};

/// Today in the city.
pub(super) fn today(staff: &Staff) -> CivilDate {
    staff.city().zone.date(staff.now())
}

/// Where a vehicle lies, and whose it is today.
pub(super) fn resource(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: &Vehicle,
    on: CivilDate,
) -> Result<Resource, Failure> {
    let place = Resource::tenant(tenant)
        .agency(vehicle.agency)
        .unit(vehicle.unit);
    let drivers = list_drivers_on(tx, tenant, vehicle.id, on)?;
    Ok(drivers.into_iter().fold(place, Resource::owner))
}

/// Finds a vehicle that the person may see or change; to others it does not exist.
pub(super) async fn find_vehicle<T: Send + 'static>(
    staff: &Staff,
    site: &Site,
    (id, action): (VehicleId, Action),
    more: impl Fn(&mut Tx<'_>, &Vehicle) -> Result<T, Failure> + Send + 'static,
) -> Result<(Vehicle, T), WebError> {
    let (tenant, actor, on) = (staff.tenant(), staff.actor().clone(), today(staff));
    let found = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            let Some(vehicle) = lookup_vehicle(tx, tenant, id, on)? else {
                return Ok(Err(Denied::Hidden));
            };
            if let Err(denied) = actor.may(action, &resource(tx, tenant, &vehicle, on)?) {
                return Ok(Err(denied));
            }
            let more = more(tx, &vehicle)?;
            Ok(Ok((vehicle, more)))
        })
        .await?;
    Ok(found?)
}

/// The short name of an agency, closed ones too.
pub(super) fn agency_name(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: AgencyId,
) -> Result<String, Failure> {
    let agency = register::lookup_agency(tx, tenant, id)?;
    Ok(agency.map_or_else(|| "–".to_owned(), |agency| agency.short_name))
}

/// The names of people; someone whose data was erased has none.
pub(super) fn names(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    ids: &[PersonId],
) -> Result<BTreeMap<PersonId, String>, Failure> {
    let people = identity::list_people_by_ids(tx, tenant, ids)?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect())
}

/// The name of a class in a language.
pub(crate) fn class_name(class: &VehicleClass, locale: Locale) -> &str {
    match locale {
        Locale::Id => &class.name,
        Locale::En => &class.name_en,
    }
}
