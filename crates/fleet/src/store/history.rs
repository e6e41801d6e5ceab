//! Readings of history: many at once, judged as one series.

use std::collections::BTreeSet;

use base::{Millilitres, Stamp, TenantId, UtcMicros, Uuid};
use db::{Failure, Statement, Tx, params};

use super::readings::{insert_reading, list_outages, list_readings, lookup_past};
use super::series::past_reading;
use super::vehicles::list_merged;
use crate::model::meter::{Judgement, PastReading, track};
use crate::{Meter, NewReading, ReadingId, ReadingSource, ReadingVerdict, VehicleId};

/// What a meter showed at a purchase of the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoricReading {
    /// The purchase it comes from; recorded once for each.
    pub source_id: Uuid,
    /// When the meter showed it.
    pub at: UtcMicros,
    /// What it showed, in whole kilometres or engine hours.
    pub value: i64,
    /// What was filled at that moment.
    pub filled: Option<Millilitres>,
}

/// How far around new readings known ones are looked at, in seconds: a year and a month.
const AROUND_SECONDS: i64 = 400 * 86_400;

/// The most readings whose sources are asked for in one statement.
const SOURCES_MAX: usize = 500;

/// Records readings of one vehicle from an import, judged together with the known ones around them.
///
/// The verdicts come in the order of the readings, also of those recorded before. The caller journals.
///
/// # Errors
/// A bug [`Failure`] where there is no such vehicle or a value is negative.
pub fn record_history(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    vehicle: VehicleId,
    readings: &[HistoricReading],
) -> Result<Vec<ReadingVerdict>, Failure> {
    let (Some(first), Some(last)) = (
        readings.iter().map(|reading| reading.at).min(),
        readings.iter().map(|reading| reading.at).max(),
    ) else {
        return Ok(Vec::new());
    };
    let tenant = stamp.tenant;
    let setting = lookup_past(tx, tenant, vehicle, UtcMicros::new(i64::MIN))?
        .ok_or_else(|| Failure::bug("a history of a vehicle that is not there"))?;
    let outages = list_outages(tx, tenant, vehicle)?;
    let between = (
        first.plus_seconds(-AROUND_SECONDS),
        last.plus_seconds(AROUND_SECONDS),
    );
    let vehicles = list_merged(tx, tenant, vehicle)?;
    let known = list_readings(tx, tenant, &vehicles, between)?;
    let recorded = list_sources(tx, tenant, readings)?;
    let replaced: BTreeSet<ReadingId> = known.iter().filter_map(|r| r.replaces).collect();
    let sources: BTreeSet<Uuid> = readings.iter().map(|reading| reading.source_id).collect();
    let is_ours = |source: Option<Uuid>| source.is_some_and(|id| sources.contains(&id));
    let mut series: Vec<(PastReading, Option<usize>)> = known
        .iter()
        .filter(|reading| !replaced.contains(&reading.id) && !is_ours(reading.source_id))
        .map(|reading| (past_reading(reading), None))
        .collect();
    for (place, reading) in readings.iter().enumerate() {
        let is_broken = outages
            .iter()
            .any(|outage| outage.from_at <= reading.at && reading.at < outage.until_at);
        let verdict = match (setting.meter, is_broken) {
            (Meter::None, _) => ReadingVerdict::NotMetered,
            (_, true) => ReadingVerdict::BrokenMeter,
            _ => ReadingVerdict::Plausible,
        };
        series.push((unjudged(reading, verdict), Some(place)));
    }
    series.sort_by_key(|(reading, place)| (reading.at, *place));
    count_on(&mut series);
    let past: Vec<PastReading> = series.iter().map(|(reading, _)| *reading).collect();
    let marks = track(&past, setting.norm.as_ref(), setting.meter);
    let mut verdicts = vec![ReadingVerdict::NoHistory; readings.len()];
    for ((judged, place), mark) in series.iter().zip(&marks) {
        let Some((place, reading)) = place.and_then(|at| Some((at, readings.get(at)?))) else {
            continue;
        };
        if let Some(verdict) = verdicts.get_mut(place) {
            *verdict = mark.verdict;
        }
        if !recorded.contains(&reading.source_id) {
            let judgement = Judgement {
                verdict: mark.verdict,
                expected: None,
                total: judged.total,
            };
            insert_reading(tx, stamp, &new_reading(vehicle, reading), &judgement, None)?;
        }
    }
    Ok(verdicts)
}

/// Judges readings of one meter of which the register knows nothing, oldest first.
pub fn judge_history(readings: &[HistoricReading], meter: Meter) -> Vec<ReadingVerdict> {
    let past: Vec<PastReading> = readings
        .iter()
        .map(|reading| unjudged(reading, ReadingVerdict::Plausible))
        .collect();
    track(&past, None, meter)
        .into_iter()
        .map(|mark| mark.verdict)
        .collect()
}

fn unjudged(reading: &HistoricReading, verdict: ReadingVerdict) -> PastReading {
    PastReading {
        at: reading.at,
        value: reading.value,
        total: reading.value,
        filled_ml: reading.filled.map_or(0, Millilitres::get).max(0),
        is_deliberate: false,
        verdict,
    }
}

/// Lets new readings count on over meters that were replaced before them.
fn count_on(series: &mut [(PastReading, Option<usize>)]) {
    let mut offset: i64 = 0;
    for (reading, place) in series {
        if place.is_some() {
            reading.total = reading.value.saturating_add(offset);
        } else {
            offset = reading.total.saturating_sub(reading.value);
        }
    }
}

fn new_reading(vehicle: VehicleId, reading: &HistoricReading) -> NewReading {
    NewReading {
        vehicle,
        at: reading.at,
        value: reading.value,
        source: ReadingSource::Import,
        source_id: Some(reading.source_id),
        filled: reading.filled,
        reason: None,
    }
}

/// The sources whose readings are recorded already.
fn list_sources(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    readings: &[HistoricReading],
) -> Result<BTreeSet<Uuid>, Failure> {
    let mut found = BTreeSet::new();
    for chunk in readings.chunks(SOURCES_MAX) {
        let mut statement = Statement::new(
            "SELECT source_id FROM meter_reading WHERE tenant_id = $1 AND source = 'import' \
             AND source_id IN (",
            params![tenant],
        );
        let sources = statement.ids(chunk.iter().map(|reading| reading.source_id));
        statement.push(&sources);
        statement.push(")");
        for row in tx.query(&statement.sql, &statement.params)? {
            found.insert(row.get("source_id")?);
        }
    }
    Ok(found)
}
