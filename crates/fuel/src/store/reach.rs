//! Which vouchers and redemptions a person reaches beyond the columns of their own rows.

use authz::{Reach, ReachColumns};
use base::{CivilDate, PersonId, TenantId, Uuid};
use db::{Failure, Tx};
use fleet::VehicleId;

use super::newest::Way;

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

fn add<'a>(any_of: &mut Vec<(&'a str, Vec<Uuid>)>, condition: &'a str, vehicles: Vec<VehicleId>) {
    if !vehicles.is_empty() {
        any_of.push((condition, vehicles.into_iter().map(Into::into).collect()));
    }
}

/// The columns that place a row of vouchers or redemptions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns {
    pub(crate) agency: &'static str,
    pub(crate) station: &'static str,
    pub(crate) vehicle: &'static str,
    /// The person who draws.
    pub(crate) person: &'static str,
}

/// The ways into a list, each along an index; `None` where no row can be within the reach.
///
/// Whoever draws is or was a driver of the vehicle, else the voucher is neither issued nor
/// authorised: a person's own rows are found among those of the vehicles they ever had, so that
/// no redemption pays for an index by person. `on`: rows that name nobody, of vehicles the person
/// drives on that day, are their own too.
pub(crate) fn ways_in(
    tx: &mut Tx<'_>,
    (tenant, on): (TenantId, Option<CivilDate>),
    reach: &Reach,
    columns: Columns,
) -> Result<Option<Vec<Way>>, Failure> {
    let placed = ReachColumns {
        agency: Some(columns.agency),
        station: Some(columns.station),
        ..ReachColumns::default()
    };
    if *reach == Reach::All {
        return Ok(Some(Vec::new()));
    }
    let any_of = reached(tx, tenant, reach, (placed, columns.vehicle))?;
    let mut ways: Vec<Way> = any_of
        .unwrap_or_default()
        .into_iter()
        .map(|(column, ids)| Way {
            condition: format!("{column} IN ({{}})"),
            ids,
            own: None,
        })
        .collect();
    ways.extend(own_ways(tx, (tenant, on), reach, columns)?);
    Ok(Some(ways).filter(|ways| !ways.is_empty()))
}

fn own_ways(
    tx: &mut Tx<'_>,
    (tenant, on): (TenantId, Option<CivilDate>),
    reach: &Reach,
    Columns {
        vehicle, person, ..
    }: Columns,
) -> Result<Vec<Way>, Failure> {
    let Reach::Some { own: Some(own), .. } = reach else {
        return Ok(Vec::new());
    };
    let own = PersonId::new(own.uuid());
    let mut ways = Vec::new();
    let mut way = |condition: String, vehicles: Vec<VehicleId>, own: Option<PersonId>| {
        if !vehicles.is_empty() {
            let ids = vehicles.into_iter().map(Into::into).collect();
            let own = own.map(PersonId::uuid);
            ways.push(Way {
                condition,
                ids,
                own,
            });
        }
    };
    let had = fleet::list_vehicles_ever_of(tx, tenant, own)?;
    let named = format!("{vehicle} IN ({{}}) AND {person} = {{own}}");
    way(named, had, Some(own));
    if let Some(on) = on {
        let driven = fleet::list_vehicles_of(tx, tenant, own, on)?;
        let unnamed = format!("{vehicle} IN ({{}}) AND {person} IS NULL");
        way(unnamed, driven, None);
    }
    Ok(ways)
}
