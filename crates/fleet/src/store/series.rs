//! The series of a vehicle's meter, judged anew with all that is known now.

use std::collections::BTreeSet;

use base::{Millilitres, TenantId, UtcMicros};
use db::{Failure, Tx};

use super::classes::lookup_class;
use super::readings::list_readings;
use super::vehicles::list_merged;
use crate::model::consumption::summarise;
use crate::model::meter::{PastReading, track};
use crate::{ConsumptionSummary, Reading, ReadingId, ReadingVerdict, Vehicle};

/// A reading in its series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesPoint {
    /// The reading as recorded.
    pub reading: Reading,
    /// What is thought of it now; as recorded, where it was replaced.
    pub verdict: ReadingVerdict,
    /// The correction that replaced it.
    pub replaced_by: Option<ReadingId>,
}

/// The readings of a vehicle and what follows from them.
#[derive(Debug, Clone, PartialEq)]
pub struct MeterSeries {
    /// Oldest first, replaced readings in their places.
    pub points: Vec<SeriesPoint>,
    /// Consumption over the readings to build on.
    pub consumption: ConsumptionSummary,
}

/// The series of a vehicle (and of those merged into it) from one instant to another.
pub fn meter_series(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: &Vehicle,
    between: (UtcMicros, UtcMicros),
) -> Result<MeterSeries, Failure> {
    let vehicles = list_merged(tx, tenant, vehicle.id)?;
    let readings = list_readings(tx, tenant, &vehicles, between)?;
    let class = lookup_class(tx, tenant, &vehicle.class)?;
    let norm = class.and_then(|class| class.norm());
    let replaced: BTreeSet<ReadingId> = readings.iter().filter_map(|r| r.replaces).collect();
    let (order, standing): (Vec<usize>, Vec<PastReading>) = readings
        .iter()
        .enumerate()
        .filter(|(_, reading)| !replaced.contains(&reading.id))
        .map(|(place, reading)| (place, past_reading(reading)))
        .unzip();
    let marks = track(&standing, norm.as_ref(), vehicle.meter);
    let consumption = summarise(&standing, &marks);
    let mut points: Vec<SeriesPoint> = readings
        .iter()
        .map(|reading| SeriesPoint {
            replaced_by: readings
                .iter()
                .find(|r| r.replaces == Some(reading.id))
                .map(|r| r.id),
            verdict: reading.verdict,
            reading: reading.clone(),
        })
        .collect();
    for (place, mark) in order.iter().zip(&marks) {
        if let Some(point) = points.get_mut(*place) {
            point.verdict = mark.verdict;
        }
    }
    Ok(MeterSeries {
        points,
        consumption,
    })
}

pub(crate) fn past_reading(reading: &Reading) -> PastReading {
    PastReading {
        at: reading.at,
        value: reading.value,
        total: reading.total,
        filled_ml: reading.filled.map_or(0, Millilitres::get).max(0),
        is_deliberate: reading.source.is_deliberate(),
        verdict: reading.verdict,
    }
}
