//! Which vouchers and redemptions a person reaches beyond the columns of their own rows.

use authz::{Reach, ReachColumns};
use base::{CivilDate, PersonId, TenantId, Uuid};
use db::{Failure, Tx};

/// Conditions of which a row must match one; `None` where no row can.
pub(crate) type AnyOf<'a> = Option<Vec<(&'a str, Vec<Uuid>)>>;

/// Rows by their columns, and those of vehicles in the person's units.
pub(crate) fn reached<'a>(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    (columns, vehicle): (ReachColumns<'a>, &'a str),
) -> Result<AnyOf<'a>, Failure> {
    let Reach::Some { units, .. } = reach else {
        return Ok((*reach == Reach::All).then(Vec::new));
    };
    let filter = reach.filter(columns);
    let own_columns = filter.into_conditions();
    let mut any_of = own_columns.unwrap_or_default();
    if !units.is_empty() {
        let vehicles = fleet::list_unit_vehicles(tx, tenant, units)?;
        add(&mut any_of, vehicle, vehicles);
    }
    Ok(Some(any_of).filter(|any_of| !any_of.is_empty()))
}

/// As [`reached`], and rows that name no drawer, of vehicles the person drives on a day.
pub(crate) fn reached_or_driven<'a>(
    tx: &mut Tx<'_>,
    (tenant, on): (TenantId, CivilDate),
    reach: &Reach,
    (columns, vehicle, unnamed): (ReachColumns<'a>, &'a str, &'a str),
) -> Result<AnyOf<'a>, Failure> {
    let any_of = reached(tx, tenant, reach, (columns, vehicle))?;
    let Reach::Some { own: Some(own), .. } = reach else {
        return Ok(any_of);
    };
    let mut any_of = any_of.unwrap_or_default();
    let driven = fleet::list_vehicles_of(tx, tenant, PersonId::new(own.uuid()), on)?;
    add(&mut any_of, unnamed, driven);
    Ok(Some(any_of).filter(|any_of| !any_of.is_empty()))
}

fn add<'a>(
    any_of: &mut Vec<(&'a str, Vec<Uuid>)>,
    condition: &'a str,
    vehicles: Vec<fleet::VehicleId>,
) {
    if !vehicles.is_empty() {
        any_of.push((condition, vehicles.into_iter().map(Into::into).collect()));
    }
}
