//! Readings of meters, and declared outages.

use base::{Stamp, TenantId, UtcMicros, Uuid};
use db::{Failure, Row, Statement, Tx, params};

use crate::model::class::norm_of;
use crate::model::meter::{Judgement, MeterPast, PastReading};
use crate::{
    Expectation, NewReading, Reading, ReadingId, ReadingSource, ReadingVerdict, RecordedReading,
    VehicleId,
};

/// How many readings back a new one is judged by.
const PAST_MAX: i64 = 40;

/// The most readings a series shows.
pub(crate) const SERIES_MAX: i64 = 2_000;

/// What is known of a meter before an instant, in one statement: the vehicle, its class's norm, an
/// outage, and the latest readings that no correction replaced. `None` where there is no such vehicle.
pub(crate) fn lookup_past(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
    at: UtcMicros,
) -> Result<Option<MeterPast>, Failure> {
    let rows = tx.query(
        "SELECT v.meter, c.norm_low_ml, c.norm_high_ml, \
         (SELECT MAX(o.until_at) FROM meter_outage o WHERE o.tenant_id = $1 AND o.vehicle_id = $2 \
         AND o.from_at <= $3 AND o.until_at > $3) AS broken_until, \
         r.at, r.value, r.total, r.filled_ml, r.source, r.verdict \
         FROM vehicle v JOIN vehicle_class c ON c.tenant_id = v.tenant_id AND c.code = v.class_code \
         LEFT JOIN (SELECT p.id, p.recorded_at, p.at, p.value, p.total, p.filled_ml, p.source, p.verdict \
         FROM meter_reading p WHERE p.tenant_id = $1 AND p.vehicle_id = $2 AND p.at <= $3 \
         AND p.id NOT IN (SELECT n.replaces_id FROM meter_reading n WHERE n.tenant_id = $1 \
         AND n.vehicle_id = $2 AND n.replaces_id IS NOT NULL) \
         ORDER BY p.at DESC, p.recorded_at DESC, p.id DESC LIMIT $4) r ON TRUE \
         WHERE v.tenant_id = $1 AND v.id = $2 ORDER BY r.at, r.recorded_at, r.id",
        params![tenant, vehicle, at, PAST_MAX],
    )?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let low: Option<i64> = first.get("norm_low_ml")?;
    let high: Option<i64> = first.get("norm_high_ml")?;
    let mut past = MeterPast {
        meter: first.parse("meter")?,
        norm: low.zip(high).and_then(norm_of),
        broken_until: first.get("broken_until")?,
        readings: Vec::with_capacity(rows.len()),
    };
    for row in &rows {
        if row.get::<Option<i64>>("at")?.is_some() {
            past.readings.push(past_reading(row)?);
        }
    }
    Ok(Some(past))
}

fn past_reading(row: &Row) -> Result<PastReading, Failure> {
    Ok(PastReading {
        at: row.get("at")?,
        value: row.get("value")?,
        total: row.get("total")?,
        filled_ml: row
            .get::<Option<i64>>("filled_ml")?
            .unwrap_or_default()
            .max(0),
        is_deliberate: row.parse::<ReadingSource>("source")?.is_deliberate(),
        verdict: row.parse("verdict")?,
    })
}

/// What a vehicle's meter should show at an instant; `None` where there is no such vehicle.
pub fn expected_reading(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
    at: UtcMicros,
) -> Result<Option<Expectation>, Failure> {
    Ok(lookup_past(tx, tenant, vehicle, at)?.map(|past| past.expect(at)))
}

/// Records a reading: one SELECT of at most forty rows, one INSERT. The caller journals.
///
/// Nothing is refused: a doubtful reading is recorded with its verdict. Authorising is the caller's
/// matter too, whose action the reading belongs to.
///
/// # Errors
/// A bug [`Failure`] where there is no such vehicle or the value is negative; a `Unique` one where
/// the same source has given its reading before.
pub fn record_reading(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    new: &NewReading,
) -> Result<RecordedReading, Failure> {
    let past = lookup_past(tx, stamp.tenant, new.vehicle, new.at)?
        .ok_or_else(|| Failure::bug("a reading of a vehicle that is not there"))?;
    let judgement = past.judge(new);
    insert_reading(tx, stamp, new, &judgement, None)
}

/// Records a reading that replaces another.
pub(crate) fn insert_correction(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    new: &NewReading,
    replaced: &Reading,
) -> Result<RecordedReading, Failure> {
    let before = UtcMicros::new(new.at.get().saturating_sub(1));
    let past = lookup_past(tx, stamp.tenant, new.vehicle, before)?
        .ok_or_else(|| Failure::bug("a correction for a vehicle that is not there"))?;
    let mut judgement = past.judge(new);
    // It belongs to the same meter as what it replaces.
    judgement.total = new
        .value
        .saturating_add(replaced.total.saturating_sub(replaced.value));
    insert_reading(tx, stamp, new, &judgement, Some(replaced.id))
}

/// Records the first reading of a new meter after the last one of the old.
pub(crate) fn insert_replacement(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    new: &NewReading,
    last_value: i64,
) -> Result<RecordedReading, Failure> {
    let past = lookup_past(tx, stamp.tenant, new.vehicle, new.at)?
        .ok_or_else(|| Failure::bug("a new meter of a vehicle that is not there"))?;
    let judgement = Judgement {
        verdict: ReadingVerdict::Confirmed,
        expected: None,
        total: last_value.saturating_add(past.offset()),
    };
    insert_reading(tx, stamp, new, &judgement, None)
}

pub(crate) fn insert_reading(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    new: &NewReading,
    judgement: &Judgement,
    replaces: Option<ReadingId>,
) -> Result<RecordedReading, Failure> {
    let id = ReadingId::new(stamp.next_id());
    tx.change_exactly_one(
        "INSERT INTO meter_reading (tenant_id, id, vehicle_id, at, value, total, source, source_id, \
         filled_ml, verdict, is_usable, expected_low, expected_high, replaces_id, reason, \
         recorded_at, recorded_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        params![
            stamp.tenant,
            id,
            new.vehicle,
            new.at,
            new.value,
            judgement.total,
            new.source.code(),
            new.source_id,
            new.filled,
            judgement.verdict.code(),
            judgement.verdict.is_usable(),
            judgement.expected.map(|(low, _)| low),
            judgement.expected.map(|(_, high)| high),
            replaces.map(ReadingId::uuid),
            &new.reason,
            stamp.at,
            stamp.actor
        ],
    )?;
    Ok(RecordedReading {
        id,
        verdict: judgement.verdict,
        expected: judgement.expected,
    })
}

// tidy: across tenants: only a beginning; every reader adds the tenant it asks for.
const COLUMNS: &str = "SELECT id, vehicle_id, at, value, total, source, source_id, filled_ml, verdict, \
    expected_low, expected_high, replaces_id, reason, recorded_at, recorded_by FROM meter_reading";

fn reading(row: &Row) -> Result<Reading, Failure> {
    let low: Option<i64> = row.get("expected_low")?;
    let high: Option<i64> = row.get("expected_high")?;
    Ok(Reading {
        id: row.get("id")?,
        vehicle: row.get("vehicle_id")?,
        at: row.get("at")?,
        value: row.get("value")?,
        total: row.get("total")?,
        source: row.parse("source")?,
        source_id: row.get("source_id")?,
        filled: row.get("filled_ml")?,
        verdict: row.parse("verdict")?,
        expected: low.zip(high),
        replaces: row.get("replaces_id")?,
        reason: row.get("reason")?,
        recorded_at: row.get("recorded_at")?,
        recorded_by: row.get("recorded_by")?,
    })
}

/// One reading.
pub fn lookup_reading(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: ReadingId,
) -> Result<Option<Reading>, Failure> {
    let row = tx.query_opt(
        &format!("{COLUMNS} WHERE tenant_id = $1 AND id = $2"),
        params![tenant, id],
    )?;
    row.as_ref().map(reading).transpose()
}

/// Whether a reading has been replaced by a correction.
pub(crate) fn is_replaced(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: ReadingId,
) -> Result<bool, Failure> {
    let row = tx.query_opt(
        "SELECT id FROM meter_reading WHERE tenant_id = $1 AND replaces_id = $2",
        params![tenant, id],
    )?;
    Ok(row.is_some())
}

/// All readings of some vehicles from one instant to another, replaced ones too, oldest first; of
/// more than two thousand the latest.
pub(crate) fn list_readings(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicles: &[VehicleId],
    (from, to): (UtcMicros, UtcMicros),
) -> Result<Vec<Reading>, Failure> {
    let mut statement = Statement::new(
        format!("{COLUMNS} WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND vehicle_id IN ("),
        params![tenant, from, to],
    );
    let places: Vec<String> = vehicles.iter().map(|id| statement.place(*id)).collect();
    let limit = statement.place(SERIES_MAX);
    statement.push(&places.join(", "));
    statement.push(&format!(
        ") ORDER BY at DESC, recorded_at DESC, id DESC LIMIT {limit}"
    ));
    let rows = tx.query(&statement.sql, &statement.params)?;
    rows.iter().rev().map(reading).collect()
}

/// An outage of a meter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// The row's id.
    pub id: Uuid,
    /// When it began.
    pub from_at: UtcMicros,
    /// When it ends by itself.
    pub until_at: UtcMicros,
    /// Why.
    pub reason: String,
}

/// The most outages shown of one vehicle.
const OUTAGES_MAX: i64 = 100;

/// The declared outages of a vehicle's meter, the latest first.
pub fn list_outages(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
) -> Result<Vec<Outage>, Failure> {
    let rows = tx.query(
        "SELECT id, from_at, until_at, reason FROM meter_outage \
         WHERE tenant_id = $1 AND vehicle_id = $2 ORDER BY until_at DESC, id LIMIT $3",
        params![tenant, vehicle, OUTAGES_MAX],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Outage {
                id: row.get("id")?,
                from_at: row.get("from_at")?,
                until_at: row.get("until_at")?,
                reason: row.get("reason")?,
            })
        })
        .collect()
}

pub(crate) fn insert_outage(
    tx: &mut Tx<'_>,
    (tenant, id, at): (TenantId, Uuid, UtcMicros),
    vehicle: VehicleId,
    outage: (UtcMicros, UtcMicros, &str),
) -> Result<(), Failure> {
    let (from, until, reason) = outage;
    tx.change_exactly_one(
        "INSERT INTO meter_outage (tenant_id, id, vehicle_id, from_at, until_at, reason, recorded_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![tenant, id, vehicle, from, until, reason, at],
    )
}

/// Ends the outages that last at an instant; gives how many.
pub(crate) fn end_outages(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
    at: UtcMicros,
) -> Result<usize, Failure> {
    tx.change(
        "UPDATE meter_outage SET until_at = $3 WHERE tenant_id = $1 AND vehicle_id = $2 \
         AND from_at <= $3 AND until_at > $3",
        params![tenant, vehicle, at],
    )
}
