//! Vouchers that stations hold, ready to be captured.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use authz::{Actor, Grant, Role, Scope};
use base::{DeviceId, Millilitres, MonthOfYear, PersonId, Stamp, StationId, UtcMicros};
use budget::BudgetLineId;
use db::{ActionError, Failure, Tx, params};
use fleet::{Vehicle, VehicleId};
use fuel::{
    AuthoriseRedemption, DatedSecret, DriverCheck, HoldId, IssueVoucher, VoucherKeys,
    VoucherSecrets,
};
use stations::{NewShift, Shift};

use crate::city::{City, now};

/// Small enough that no quota ends before the measurement.
const VOLUME: Millilitres = Millilitres::new(100);

/// Vouchers issued and authorised in one transaction.
const STEP: usize = 100;

/// A hold and what its meter shows next.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) hold: HoldId,
    pub(crate) station: StationId,
    pub(crate) meter: Option<i64>,
}

/// A vehicle that may be issued to, with its line, a driver and its meter.
#[derive(Clone)]
struct Taker {
    vehicle: Vehicle,
    product: String,
    line: BudgetLineId,
    driver: PersonId,
    meter: Option<i64>,
}

/// Issues and authorises so many vouchers, spread over all vehicles and stations.
pub(crate) fn prepare(city: &City, count: usize) -> Result<Vec<Held>> {
    city.raise_ceilings()?;
    let takers = takers(city)?;
    let shifts = open_shifts(city)?;
    ensure!(
        !takers.is_empty() && !shifts.is_empty(),
        "the city has vehicles and pumps"
    );
    let dated = |secret| DatedSecret {
        used_from_s: 0,
        secret,
    };
    let keys = VoucherKeys::new(VoucherSecrets {
        signing: vec![dated([1; 32])],
        links: vec![dated([2; 32])],
        root: [3; 32],
        cities: vec![(city.tenant, "kupang".to_owned())],
    })?;
    let now = now();
    let valid_until = city.zone.end_of(MonthOfYear::of(city.today()).last_day())?;
    let mut held = Vec::with_capacity(count);
    let mut number = 0;
    while held.len() < count {
        let step: Vec<(Taker, Shift)> = (number..number + STEP)
            .filter_map(|place| {
                let taker = takers.get(place % takers.len())?.clone();
                Some((taker, *shifts.get(place % shifts.len())?))
            })
            .collect();
        number += STEP;
        ensure!(number < count * 3 + 10_000, "too many vouchers are refused");
        let keys = keys.clone();
        let round = i64::try_from(number / takers.len())?;
        let (todo, until) = (step.clone(), valid_until);
        let made: Vec<Option<HoldId>> = city.write(move |tx, stamp| {
            let mut made = Vec::with_capacity(todo.len());
            for pair in &todo {
                let one = tx.savepoint(|tx| hold(tx, stamp, &keys, pair, (now, until)));
                made.push(match one {
                    Ok(hold) => Some(hold),
                    Err(ActionError::Failed(failure)) => return Err(failure.into()),
                    Err(_) => None,
                });
            }
            Ok::<_, ActionError<()>>(made)
        })?;
        for (hold, (taker, shift)) in made.into_iter().zip(step) {
            let Some(hold) = hold else { continue };
            held.push(Held {
                hold,
                station: shift.station,
                meter: taker.meter.map(|meter| meter + round),
            });
        }
    }
    held.truncate(count);
    Ok(held)
}

/// Issues a voucher and gives it to a station.
fn hold(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    keys: &VoucherKeys,
    (taker, shift): &(Taker, Shift),
    (valid_from, valid_until): (UtcMicros, UtcMicros),
) -> Result<HoldId, ActionError<String>> {
    let grant = Grant::new(Role::FuelOfficer, Scope::Agency(taker.vehicle.agency));
    let officer = Actor::person(stamp.tenant, stamp.actor, vec![grant]);
    let issue = IssueVoucher {
        vehicle: taker.vehicle.id,
        product: taker.product.clone(),
        substitutes: Vec::new(),
        volume: VOLUME,
        line: taker.line,
        station: None,
        offline: false,
        valid_from,
        valid_until,
        drawer: None,
        letter_number: Some("bench".to_owned()),
        purpose: "bench".to_owned(),
    };
    let issued = fuel::issue_voucher(tx, stamp, &officer, keys, &issue)
        .map_err(|error| error.map(|refusal| refusal.to_string()))?;
    let input = AuthoriseRedemption {
        voucher: issued.id,
        sequence: Some(0),
        product: taker.product.clone(),
        driver: taker.driver,
        driver_check: DriverCheck::Photo,
    };
    let actor = stations::device_actor(stamp.tenant, shift.device, shift.station);
    let authorised = fuel::authorise_redemption(tx, stamp, &actor, shift, &input)
        .map_err(|error| error.map(|refusal| refusal.to_string()))?;
    Ok(authorised.hold)
}

fn takers(city: &City) -> Result<Vec<Taker>> {
    let today = city.today();
    let year = i64::from(today.year());
    city.read(move |tx, tenant| {
        let lines: BTreeMap<base::AgencyId, BudgetLineId> = tx
            .query(
                "SELECT id, agency_id FROM budget_line WHERE tenant_id = $1 AND year = $2",
                params![tenant, year],
            )?
            .iter()
            .map(|row| Ok((row.get("agency_id")?, row.get("id")?)))
            .collect::<Result<_, Failure>>()?;
        let ids: Vec<VehicleId> = tx
            .query(
                "SELECT id FROM vehicle WHERE tenant_id = $1 AND merged_into_id IS NULL \
                 AND kind = 'vehicle' AND default_product IS NOT NULL ORDER BY id",
                params![tenant],
            )?
            .iter()
            .map(|row| row.get("id"))
            .collect::<Result<_, Failure>>()?;
        let mut takers = Vec::new();
        for id in ids {
            let Some(vehicle) = fleet::lookup_vehicle(tx, tenant, id, today)? else {
                continue;
            };
            let drivers = fleet::list_drivers_on(tx, tenant, id, today)?;
            let (Some(line), Some(driver), Some(product)) = (
                lines.get(&vehicle.agency),
                drivers.first(),
                vehicle.default_product.clone(),
            ) else {
                continue;
            };
            let meter = last_meter(tx, tenant, id)?;
            takers.push(Taker {
                product,
                line: *line,
                driver: *driver,
                meter,
                vehicle,
            });
        }
        Ok(takers)
    })
}

fn last_meter(
    tx: &mut Tx<'_>,
    tenant: base::TenantId,
    id: VehicleId,
) -> Result<Option<i64>, Failure> {
    let row = tx.query_opt(
        "SELECT value FROM meter_reading WHERE tenant_id = $1 AND vehicle_id = $2 AND is_usable \
         ORDER BY at DESC LIMIT 1",
        params![tenant, id],
    )?;
    row.map(|row| row.get("value")).transpose()
}

/// A shift at every pump with a contract, opened where none is.
fn open_shifts(city: &City) -> Result<Vec<Shift>> {
    let (now, today) = (now(), city.today());
    let pumps: Vec<(DeviceId, StationId, PersonId)> = city.read(move |tx, tenant| {
        let rows = tx.query(
            "SELECT d.id, d.station_id, g.person_id FROM device d \
             JOIN role_grant g ON g.tenant_id = d.tenant_id AND g.scope_id = d.station_id \
             AND g.role = 'attendant' WHERE d.tenant_id = $1 AND d.state = 'active' \
             ORDER BY d.id, g.person_id",
            params![tenant],
        )?;
        let mut pumps: Vec<(DeviceId, StationId, PersonId)> = Vec::new();
        for row in rows {
            let station = row.get("station_id")?;
            let is_new = pumps.iter().all(|(_, known, _)| *known != station);
            if is_new && stations::lookup_active_contract(tx, tenant, station, today)?.is_some() {
                pumps.push((row.get("id")?, station, row.get("person_id")?));
            }
        }
        Ok(pumps)
    })?;
    let tenant = city.tenant;
    let mut shifts = Vec::new();
    for (device, station, attendant) in pumps {
        let open = city.write(move |tx, stamp| {
            let actor = stations::device_actor(tenant, device, station);
            if stations::lookup_open_shift(tx, tenant, device, now)?.is_none() {
                let new = NewShift {
                    device,
                    attendant,
                    pin_fits: true,
                };
                stations::open_shift(tx, stamp, &actor, &new)?;
            }
            Ok(())
        });
        open.context("open a shift")?;
        let shift =
            city.read(move |tx, tenant| stations::lookup_open_shift(tx, tenant, device, now))?;
        shifts.extend(shift);
    }
    Ok(shifts)
}
