//! What a vehicle burned over what it drove, from its series.

use base::UtcMicros;
use stats::consumption::{Consumption, Fill, Method, coverage, intervals};

use super::meter::{PastReading, TrackMark};

/// Fuel over distance, with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsumptionSummary {
    /// Kilometres or engine hours between good readings.
    pub distance: i64,
    /// Millilitres burned over them.
    pub millilitres: i64,
    /// Litres per 100 km or per 100 hours: sum over sum.
    pub litres_per_100: Option<f64>,
    /// The share of the fuel filled that lies between good readings.
    pub coverage: Option<f64>,
    /// Each interval: when it ended, and its litres per 100.
    pub points: Vec<(UtcMicros, f64)>,
}

/// Sums up a series; the litres of doubtful readings are carried to the next good one.
pub(crate) fn summarise(readings: &[PastReading], marks: &[TrackMark]) -> ConsumptionSummary {
    let fills: Vec<Fill> = readings
        .iter()
        .zip(marks)
        .map(|(reading, mark)| Fill {
            odometer: mark.verdict.is_usable().then_some(reading.total),
            millilitres: reading.filled_ml,
            is_full: false,
            misses_fuel_before: mark.starts_anew,
        })
        .collect();
    let found = intervals(&fills, Method::CarryForward);
    let total = Consumption::total(&found);
    let points = found.iter().filter_map(|interval| {
        let one = Consumption::total(std::slice::from_ref(interval));
        Some((
            readings.get(interval.closes_at)?.at,
            one.litres_per_100_km()?,
        ))
    });
    ConsumptionSummary {
        distance: total.distance_km,
        millilitres: total.millilitres,
        litres_per_100: total.litres_per_100_km(),
        coverage: coverage(&fills, &found),
        points: points.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Meter, ReadingVerdict};

    #[test]
    fn a_doubtful_reading_carries_its_litres_on() {
        let reading = |day: i64, total, litres: i64| PastReading {
            at: UtcMicros::default().plus_seconds(day * 86_400),
            value: total,
            total,
            filled_ml: litres * 1_000,
            is_deliberate: false,
            verdict: ReadingVerdict::Plausible,
        };
        let readings = [
            reading(0, 1_000, 40),
            reading(1, 1_300, 30),
            reading(2, 900, 20),
            reading(3, 1_700, 20),
        ];
        let marks = super::super::meter::track(&readings, None, Meter::Odometer);
        let summary = summarise(&readings, &marks);
        assert_eq!((summary.distance, summary.millilitres), (700, 70_000));
        assert_eq!(summary.litres_per_100, Some(10.0));
        assert_eq!(summary.points.len(), 2);
    }
}
