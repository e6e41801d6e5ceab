use base::Uuid;

use super::*;

const DAY: i64 = 86_400;

fn past(values: &[i64]) -> MeterPast {
    let readings = values.iter().enumerate().map(|(day, value)| PastReading {
        at: UtcMicros::default().plus_seconds(DAY * i64::try_from(day).unwrap()),
        value: *value,
        total: *value,
        filled_ml: 30_000,
        is_deliberate: false,
        verdict: ReadingVerdict::Plausible,
    });
    MeterPast {
        meter: Meter::Odometer,
        norm: crate::model::class::norm_of((80, 125)),
        broken_until: None,
        readings: readings.collect(),
    }
}

fn new(value: i64, day: i64, source: ReadingSource) -> NewReading {
    NewReading {
        vehicle: VehicleId::new(Uuid::nil()),
        at: UtcMicros::default().plus_seconds(DAY * day),
        value,
        source,
        source_id: None,
        filled: Some(Millilitres::new(30_000)),
        reason: None,
    }
}

/// 300 km a day on 30 l.
const STEADY: [i64; 5] = [10_000, 10_300, 10_600, 10_900, 11_200];

#[test]
fn a_value_that_fits_the_fuel_is_plausible_and_one_that_does_not_is_named() {
    let judged = |value| past(&STEADY).judge(&new(value, 5, ReadingSource::Redemption));
    assert_eq!(judged(11_500).verdict, ReadingVerdict::Plausible);
    assert_eq!(judged(10_100).verdict, ReadingVerdict::Backwards);
    assert_eq!(judged(11_200).verdict, ReadingVerdict::Unchanged);
    assert_eq!(judged(115_000).verdict, ReadingVerdict::JumpTooLarge);
    assert_eq!(judged(11_230).verdict, ReadingVerdict::EconomyOdd);
    let (low, high) = judged(10_100).expected.unwrap();
    assert!(low <= 11_500 && 11_500 <= high, "{low} to {high}");
}

#[test]
fn the_fuel_of_a_doubtful_reading_is_carried_to_the_next_good_one() {
    let mut known = past(&[10_000, 10_300, 10_600, 99_999]);
    known.readings[3].verdict = ReadingVerdict::JumpTooLarge;
    let judged = known.judge(&new(11_200, 4, ReadingSource::Redemption));
    assert_eq!(judged.verdict, ReadingVerdict::Plausible);
}

#[test]
fn three_readings_that_agree_are_believed_against_the_past() {
    let mut known = past(&[10_000, 10_300, 10_600, 50_000, 50_300]);
    for reading in &mut known.readings[3..] {
        reading.verdict = ReadingVerdict::JumpTooLarge;
    }
    let judged = known.judge(&new(50_600, 5, ReadingSource::Redemption));
    assert!(judged.verdict.is_usable(), "{:?}", judged.verdict);
}

#[test]
fn a_deliberate_reading_stands_and_the_series_goes_on_from_it() {
    let judged = past(&STEADY).judge(&new(9_000, 5, ReadingSource::Inspection));
    assert_eq!(judged.verdict, ReadingVerdict::Confirmed);
    let mut known = past(&[10_000, 10_300, 10_600, 9_000]);
    known.readings[3].is_deliberate = true;
    known.readings[3].verdict = ReadingVerdict::Confirmed;
    assert_eq!(
        known
            .judge(&new(9_300, 4, ReadingSource::Redemption))
            .verdict,
        ReadingVerdict::Plausible
    );
    let marks = track(&known.readings, known.norm.as_ref(), known.meter);
    assert_eq!(
        marks[3],
        TrackMark {
            verdict: ReadingVerdict::Confirmed,
            starts_anew: true
        }
    );
}

#[test]
fn a_replaced_meter_counts_on() {
    let mut known = past(&[10_000, 10_300, 10_600, 0]);
    known.readings[3].total = 10_650;
    known.readings[3].is_deliberate = true;
    known.readings[3].filled_ml = 0;
    let judged = known.judge(&new(300, 4, ReadingSource::Redemption));
    assert_eq!(
        (judged.verdict, judged.total),
        (ReadingVerdict::Plausible, 10_950)
    );
    let expected = known.expect(UtcMicros::default().plus_seconds(4 * DAY));
    assert_eq!(expected.last_good.map(|(value, _)| value), Some(0));
    assert!(expected.range.unwrap().contains(&300));
}

#[test]
fn after_one_reading_only_the_calendar_limits_the_next() {
    let range = past(&[10_000])
        .expect(UtcMicros::default().plus_seconds(4 * DAY))
        .range
        .unwrap();
    assert!(
        range.contains(&10_001) && range.contains(&10_700),
        "{range:?}"
    );
    assert!(!range.contains(&100_000), "{range:?}");
}

#[test]
fn a_broken_or_absent_meter_judges_nothing() {
    let broken = MeterPast {
        broken_until: Some(UtcMicros::MAX),
        ..past(&STEADY)
    };
    let verdict = |past: &MeterPast| past.judge(&new(5, 5, ReadingSource::Redemption)).verdict;
    assert_eq!(verdict(&broken), ReadingVerdict::BrokenMeter);
    assert!(!broken.expect(UtcMicros::default()).wants_reading());
    assert_eq!(
        verdict(&MeterPast {
            meter: Meter::None,
            ..past(&[])
        }),
        ReadingVerdict::NotMetered
    );
}

#[test]
fn a_first_reading_has_nothing_to_be_compared_with() {
    let judged = past(&[]).judge(&new(123_456, 0, ReadingSource::Redemption));
    assert_eq!(
        (judged.verdict, judged.expected),
        (ReadingVerdict::NoHistory, None)
    );
}

#[test]
fn standing_still_without_a_fill_is_no_doubt() {
    let parked = NewReading {
        filled: None,
        ..new(11_200, 9, ReadingSource::Inspection)
    };
    assert_eq!(
        past(&STEADY).judge(&parked).verdict,
        ReadingVerdict::Plausible
    );
}

#[test]
fn an_hour_meter_cannot_run_more_than_a_day_in_a_day() {
    let mut known = past(&[100, 108]);
    known.meter = Meter::HourMeter;
    known.norm = None;
    known.readings[1].filled_ml = 0;
    let verdict = |value| {
        known
            .judge(&NewReading {
                filled: None,
                ..new(value, 2, ReadingSource::Redemption)
            })
            .verdict
    };
    assert_eq!(verdict(116), ReadingVerdict::Plausible);
    assert_eq!(verdict(170), ReadingVerdict::JumpTooLarge);
}
