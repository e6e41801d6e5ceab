//! Years of redemptions, written as bare rows: for measuring pages, not for proving anything.
//!
//! The rows are what the actions leave behind, without their journal entries, which no page here
//! reads. The city made this way says so by failing `sihebat verify`.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use base::{AgencyId, CivilDate, MonthOfYear, PersonId, StationId, UtcMicros, Uuid};
use budget::BudgetLineId;
use db::{ActionError, EngineKind, Failure, Tx, Value, params};
use fleet::VehicleId;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::city::{City, now};

/// Rows in one INSERT.
const ROWS: usize = 40;

/// Redemptions in one transaction.
const STEP: usize = 2_000;

/// How far back it goes.
const DAYS: i64 = 3 * 365;

/// Vouchers of so many last days wait to be drawn.
const OPEN_DAYS: i64 = 3;

struct Cast {
    vehicles: Vec<(VehicleId, AgencyId, String)>,
    stations: Vec<StationId>,
    drivers: BTreeMap<VehicleId, Vec<PersonId>>,
    lines: BTreeMap<AgencyId, BudgetLineId>,
}

/// One redemption with its voucher and reading.
#[derive(Clone)]
struct Fill {
    ids: [Uuid; 5],
    vehicle: VehicleId,
    agency: AgencyId,
    line: BudgetLineId,
    station: StationId,
    person: PersonId,
    /// Whether the voucher names who draws.
    is_named: bool,
    /// Whether the voucher names where.
    is_placed: bool,
    state: &'static str,
    product: String,
    volume_ml: i64,
    amount: i64,
    at: UtcMicros,
    month: String,
    meter: i64,
    code: String,
}

/// Writes so many redemptions, spread over three years, all vehicles and stations.
pub(crate) fn write(city: &City, count: usize) -> Result<()> {
    let cast = cast(city)?;
    ensure!(
        !cast.vehicles.is_empty() && !cast.stations.is_empty(),
        "the city has vehicles"
    );
    let indexes = drop_indexes(city)?;
    let mut random = StdRng::seed_from_u64(1);
    let first = now().plus_seconds(-DAYS * 86_400);
    let apart = DAYS * 86_400 * 1_000_000 / i64::try_from(count)?;
    let mut written = 0;
    while written < count {
        let step: Result<Vec<Fill>> = (written..(written + STEP).min(count))
            .map(|number| fill(city, &cast, &mut random, (number, first, apart)))
            .collect();
        let step = step?;
        written += step.len();
        city.write(move |tx, stamp| {
            for rows in step.chunks(ROWS) {
                insert(tx, stamp.tenant, rows)?;
            }
            Ok::<_, ActionError<()>>(())
        })?;
    }
    make_indexes(city, indexes)?;
    refresh_statistics(city)
}

/// Takes away the indexes of the tables to be filled and gives the statements that make them.
///
/// SQLite writes a whole page of the log for each row of each index otherwise: an hour of writing.
fn drop_indexes(city: &City) -> Result<Vec<String>> {
    if city.db.engine_kind() != EngineKind::Sqlite {
        return Ok(Vec::new());
    }
    let found: Vec<(String, String)> = city.read(|tx, _| {
        let rows = tx.query(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL \
             AND tbl_name IN ('voucher', 'ledger_transfer', 'redemption_hold', 'redemption', \
             'meter_reading')",
            params![],
        )?;
        rows.iter()
            .map(|row| Ok((row.get("name")?, row.get("sql")?)))
            .collect()
    })?;
    let (names, made): (Vec<String>, Vec<String>) = found.into_iter().unzip();
    city.write(move |tx, _| {
        for name in &names {
            tx.execute_outside_journal(&format!("DROP INDEX {name}"), params![])?;
        }
        Ok::<_, ActionError<()>>(())
    })?;
    Ok(made)
}

fn make_indexes(city: &City, statements: Vec<String>) -> Result<()> {
    for statement in statements {
        city.write(move |tx, _| {
            tx.execute_outside_journal(&statement, params![])?;
            Ok::<_, ActionError<()>>(())
        })?;
    }
    Ok(())
}

fn cast(city: &City) -> Result<Cast> {
    let year = i64::from(city.today().year());
    city.read(move |tx, tenant| {
        let vehicles = tx.query(
            "SELECT id, agency_id, default_product FROM vehicle v WHERE tenant_id = $1 \
             AND default_product IS NOT NULL AND merged_into_id IS NULL AND EXISTS (SELECT 1 \
             FROM vehicle_person p WHERE p.tenant_id = v.tenant_id AND p.vehicle_id = v.id) \
             ORDER BY id",
            params![tenant],
        )?;
        let stations = tx.query(
            "SELECT id FROM station WHERE tenant_id = $1",
            params![tenant],
        )?;
        let mut drivers: BTreeMap<VehicleId, Vec<PersonId>> = BTreeMap::new();
        let assigned = "SELECT vehicle_id, person_id FROM vehicle_person WHERE tenant_id = $1";
        for row in tx.query(assigned, params![tenant])? {
            let of = drivers.entry(row.get("vehicle_id")?).or_default();
            of.push(row.get("person_id")?);
        }
        let lines = tx.query(
            "SELECT id, agency_id FROM budget_line WHERE tenant_id = $1 AND year = $2",
            params![tenant, year],
        )?;
        Ok(Cast {
            vehicles: vehicles
                .iter()
                .map(|row| {
                    Ok((
                        row.get("id")?,
                        row.get("agency_id")?,
                        row.get("default_product")?,
                    ))
                })
                .collect::<Result<_, Failure>>()?,
            stations: stations
                .iter()
                .map(|row| row.get("id"))
                .collect::<Result<_, Failure>>()?,
            drivers,
            lines: lines
                .iter()
                .map(|row| Ok((row.get("agency_id")?, row.get("id")?)))
                .collect::<Result<_, Failure>>()?,
        })
    })
}

fn fill(
    city: &City,
    cast: &Cast,
    random: &mut StdRng,
    (number, first, apart): (usize, UtcMicros, i64),
) -> Result<Fill> {
    let (vehicle, agency, product) = cast
        .vehicles
        .get(random.random_range(0..cast.vehicles.len()))
        .context("a vehicle")?
        .clone();
    let line = cast
        .lines
        .get(&agency)
        .or_else(|| cast.lines.values().next());
    let at = UtcMicros::new(first.get() + apart * i64::try_from(number)?);
    let open_from = now().plus_seconds(-OPEN_DAYS * 86_400);
    let volume_ml = random.random_range(5_000..60_000);
    // As an id of that instant would be: in the order of time.
    let millis = u64::try_from(at.get() / 1_000)?;
    let id = |kind: u8| {
        Uuid::from_u64_pair(
            (millis << 16) | 0x7000 | u64::from(kind),
            random_tail(number),
        )
    };
    let day: CivilDate = city.zone.date(at);
    Ok(Fill {
        ids: [id(1), id(2), id(3), id(4), id(5)],
        vehicle,
        agency,
        line: *line.context("a line")?,
        station: *cast
            .stations
            .get(random.random_range(0..cast.stations.len()))
            .context("a station")?,
        person: *cast
            .drivers
            .get(&vehicle)
            .and_then(|drivers| drivers.get(random.random_range(0..drivers.len())))
            .context("a driver")?,
        is_named: random.random_range(0..3) == 0,
        is_placed: random.random_range(0..5) == 0,
        state: match random.random_range(0..100) {
            _ if at.get() > open_from.get() => "issued",
            0..3 => "expired",
            3 => "cancelled",
            _ => "redeemed",
        },
        product,
        volume_ml,
        amount: volume_ml * 12,
        at,
        month: MonthOfYear::of(day).to_string(),
        meter: 10_000 + i64::try_from(number)? / 20,
        code: format!("B{number:015}"),
    })
}

/// A lower half that no other row has.
fn random_tail(number: usize) -> u64 {
    0x8000_0000_0000_0000 | u64::try_from(number).unwrap_or_default()
}

#[expect(clippy::too_many_lines, reason = "five tables, one statement each")]
fn insert(tx: &mut Tx<'_>, tenant: base::TenantId, rows: &[Fill]) -> Result<(), Failure> {
    let insert = |tx: &mut Tx<'_>, head: &str, width: usize, values: Vec<Value<'_>>| {
        if values.is_empty() {
            return Ok(0);
        }
        let places: Vec<String> = (0..values.len() / width)
            .map(|row| {
                let places: Vec<String> = (1..=width)
                    .map(|n| format!("${}", row * width + n))
                    .collect();
                format!("({})", places.join(", "))
            })
            .collect();
        tx.execute_outside_journal(&format!("{head} VALUES {}", places.join(", ")), &values)
    };
    let mut vouchers = Vec::new();
    let (mut transfers, mut holds, mut redemptions, mut readings) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let [voucher, transfer, hold, redemption, reading] = row.ids;
        let until = row.at.plus_seconds((OPEN_DAYS + 1) * 86_400);
        let drawn = row.state == "redeemed";
        vouchers.extend_from_slice(params![
            tenant,
            voucher,
            row.code.as_str(),
            0_i64,
            "vehicle",
            row.agency,
            row.vehicle,
            row.product.as_str(),
            "",
            row.volume_ml,
            12_000_i64,
            row.amount,
            row.month.as_str(),
            row.line,
            transfer,
            false,
            row.at,
            until,
            "Tugas dinas",
            row.state,
            row.person,
            row.at,
            Value::maybe_id(drawn.then_some(hold)),
            row.at,
            Value::maybe_id(row.is_named.then_some(row.person)),
            Value::maybe_id(row.is_placed.then_some(row.station))
        ]);
        if !drawn {
            continue;
        }
        transfers.extend_from_slice(params![
            tenant,
            transfer,
            voucher,
            "reservation",
            "posted",
            0_i64,
            row.amount,
            row.at,
            row.at,
            tenant,
            row.line,
            row.month.as_str()
        ]);
        holds.extend_from_slice(params![
            tenant,
            hold,
            voucher,
            row.station,
            row.person,
            row.person,
            row.person,
            "photo",
            row.product.as_str(),
            12_000_i64,
            row.volume_ml,
            row.amount,
            row.at,
            until
        ]);
        let doubts = if row.meter % 9 == 0 { "meter" } else { "" };
        redemptions.extend_from_slice(params![
            tenant,
            redemption,
            voucher,
            hold,
            row.vehicle,
            row.agency,
            row.station,
            row.person,
            row.person,
            row.product.as_str(),
            12_000_i64,
            row.volume_ml,
            row.amount,
            "litres",
            row.month.as_str(),
            row.at,
            row.at,
            reading,
            row.meter,
            doubts
        ]);
        readings.extend_from_slice(params![
            tenant,
            reading,
            row.vehicle,
            row.at,
            row.meter,
            row.meter,
            "redemption",
            redemption,
            row.volume_ml,
            "plausible",
            true,
            row.at,
            row.person
        ]);
    }
    insert(
        tx,
        "INSERT INTO voucher (tenant_id, id, code, sequence, kind, agency_id, vehicle_id, \
        product, substitutes, volume_ml, price, amount, period, line_id, budget_transfer_id, offline, \
        valid_from_at, valid_until_at, purpose, state, issued_by_id, issued_at, hold_id, settled_at, drawer_id, station_id)",
        26,
        vouchers,
    )?;
    insert_transfers(tx, &transfers)?;
    insert(
        tx,
        "INSERT INTO redemption_hold (tenant_id, id, voucher_id, station_id, device_id, \
        shift_id, attendant_id, driver_check, product, price, volume_ml, amount, at, until_at)",
        14,
        holds,
    )?;
    insert(
        tx,
        "INSERT INTO redemption (tenant_id, id, voucher_id, hold_id, vehicle_id, agency_id, \
        station_id, attendant_id, driver_id, product, price, volume_ml, amount, typed, period, \
        dispensed_at, recorded_at, reading_id, meter_value, doubts)",
        20,
        redemptions,
    )?;
    insert(
        tx,
        "INSERT INTO meter_reading (tenant_id, id, vehicle_id, at, value, total, source, \
        source_id, filled_ml, verdict, is_usable, recorded_at, recorded_by)",
        13,
        readings,
    )?;
    Ok(())
}

/// Each transfer belongs to its line's account of the month, where the line has one.
fn insert_transfers(tx: &mut Tx<'_>, values: &[Value<'_>]) -> Result<(), Failure> {
    for row in values.chunks(12) {
        tx.execute_outside_journal(
            "INSERT INTO ledger_transfer (tenant_id, id, account_id, reference_id, kind, state, \
             pending, posted, at, settled_at) \
             SELECT $1, $2, a.id, $3, $4, $5, $6, $7, $8, $9 FROM ledger_account a \
             WHERE a.tenant_id = $10 AND a.owner_id = $11 AND a.period = $12",
            row,
        )?;
    }
    Ok(())
}

/// Lets the database count its rows, as it does by itself in time.
fn refresh_statistics(city: &City) -> Result<()> {
    city.write(|tx, _| {
        tx.execute_outside_journal("ANALYZE", params![])?;
        Ok::<_, ActionError<()>>(())
    })
}
