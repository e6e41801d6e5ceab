//! Odometer verdicts on hand-made and random series.

use proptest::prelude::*;
use stats::odometer::{ClassNorm, Policy, Reading, Verdict, assess, filter};

const DAY: i64 = 86_400;

/// A vehicle at 10 l/100 km, filled with 40 l every second day, starting at 10,000 km.
fn steady(values: &[i64]) -> Vec<Reading> {
    (0..)
        .zip(values)
        .map(|(day, value)| reading(day * 2, *value))
        .collect()
}

fn reading(day: i64, value: i64) -> Reading {
    Reading {
        at_seconds: day * DAY,
        value,
        millilitres_since: 40_000,
    }
}

fn verdict_on(value: i64) -> Verdict {
    let history = steady(&[10_000, 10_400, 10_810, 11_190, 11_600]);
    assess(&history, &reading(10, value), None, &Policy::default()).verdict
}

fn kept(values: &[i64]) -> Vec<bool> {
    filter(&steady(values), None, &Policy::default())
        .iter()
        .map(|mark| mark.kept)
        .collect()
}

#[test]
fn the_expected_distance_is_plausible_and_the_range_surrounds_it() {
    let history = steady(&[10_000, 10_400, 10_810, 11_190, 11_600]);
    let answer = assess(&history, &reading(10, 12_000), None, &Policy::default());
    assert_eq!(answer.verdict, Verdict::Plausible);
    let range = answer.expected.unwrap();
    assert!(
        range.contains(&12_000) && *range.start() > 11_600 && *range.end() < 13_600,
        "{range:?}"
    );
}

#[test]
fn names_what_is_wrong() {
    assert_eq!(verdict_on(11_500), Verdict::Backwards { by: 100 });
    assert_eq!(verdict_on(11_600), Verdict::Unchanged);
    assert!(matches!(
        verdict_on(21_600),
        Verdict::JumpTooLarge { limit: 500..=3_000 }
    ));
    let Verdict::EconomyOdd {
        litres_per_100_km,
        expected,
    } = verdict_on(11_630)
    else {
        panic!("30 km on 40 l is odd");
    };
    assert!((litres_per_100_km - 133.3).abs() < 0.1 && expected.contains(10.0));
}

#[test]
fn the_first_reading_has_no_history() {
    let answer = assess(&[], &reading(0, 5), None, &Policy::default());
    assert_eq!(
        (answer.verdict, answer.expected),
        (Verdict::NoHistory, None)
    );
}

#[test]
fn without_consumption_only_the_calendar_limits() {
    let policy = Policy::default();
    let answer = assess(&[reading(0, 100)], &reading(1, 1_900), None, &policy);
    assert_eq!(
        (answer.verdict, answer.expected),
        (Verdict::Plausible, Some(101..=2_100))
    );
    let answer = assess(&[reading(0, 100)], &reading(1, 2_200), None, &policy);
    assert_eq!(answer.verdict, Verdict::JumpTooLarge { limit: 2_000 });
}

#[test]
fn the_class_norm_stands_in_for_a_new_vehicle_and_gives_way_to_its_own_fills() {
    let norm = ClassNorm {
        litres_per_100_km: 30.0,
        log_spread: 0.2,
    };
    let policy = Policy::default();
    let judged = |history: &[Reading]| {
        let last = history.last().unwrap();
        let new = reading(last.at_seconds / DAY + 2, last.value + 400);
        assess(history, &new, Some(&norm), &policy).verdict
    };
    assert!(matches!(
        judged(&[reading(0, 10_000)]),
        Verdict::EconomyOdd { .. }
    ));
    let own: Vec<i64> = (0..25).map(|fill| 10_000 + fill * 400).collect();
    assert_eq!(judged(&steady(&own)), Verdict::Plausible);
}

#[test]
fn an_unknown_volume_widens_the_range_instead_of_guessing() {
    let history = steady(&[10_000, 10_400, 10_800, 11_200]);
    let new = Reading {
        millilitres_since: 0,
        ..reading(8, 11_250)
    };
    let answer = assess(&history, &new, None, &Policy::default());
    assert_eq!(answer.verdict, Verdict::Plausible);
    assert_eq!(answer.expected.unwrap().start(), &11_201);
}

#[test]
fn one_wrong_digit_is_doubted_and_the_series_goes_on() {
    let marks = kept(&[10_000, 10_400, 10_800, 112_000, 11_600, 12_000]);
    assert_eq!(marks, [true, true, true, false, true, true]);
}

#[test]
fn a_reading_typed_too_high_is_outvoted_by_the_next_two() {
    // 12,400 is within reach at the time; what follows shows that it was wrong.
    let values = [10_000, 10_400, 10_800, 12_400, 11_600, 12_000, 12_400];
    let marks = filter(&steady(&values), None, &Policy::default());
    assert_eq!(marks[3].verdict, Verdict::Outvoted);
    let kept: Vec<bool> = marks.iter().map(|mark| mark.kept).collect();
    assert_eq!(kept, [true, true, true, false, true, true, true]);
    assert!(!marks[4].starts_segment);
}

#[test]
fn a_replaced_meter_starts_a_new_segment() {
    let values = [90_000, 90_400, 90_800, 91_200, 12, 410, 815, 1_200];
    let marks = filter(&steady(&values), None, &Policy::default());
    assert!(marks.iter().all(|mark| mark.kept));
    let starts: Vec<usize> = marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| mark.starts_segment)
        .map(|(i, _)| i)
        .collect();
    assert_eq!(starts, [0, 4]);
}

#[test]
fn a_wrong_first_reading_is_outvoted() {
    let marks = filter(
        &steady(&[999_999, 10_400, 10_800, 11_200]),
        None,
        &Policy::default(),
    );
    assert_eq!(marks[0].verdict, Verdict::Outvoted);
    assert!(marks[1].starts_segment && marks[1..].iter().all(|mark| mark.kept));
}

#[test]
fn fuel_of_doubtful_readings_is_carried_to_the_next_good_one() {
    // After two missing readings 1,200 km on 120 l is the usual economy, not a jump.
    let values = [10_000, 10_400, 10_800, 11_200, 5, 7_777_777, 12_400];
    let marks = filter(&steady(&values), None, &Policy::default());
    assert_eq!(marks[6].verdict, Verdict::Plausible);
}

proptest! {
    #[test]
    fn any_series_gives_one_mark_each_and_kept_readings_rise_within_a_segment(
        raw in prop::collection::vec((0..400_i64, any::<i32>(), -5_000..90_000_i64), 0..60)
    ) {
        let mut day = 0;
        let readings: Vec<Reading> = raw.iter().map(|(gap, value, millilitres)| {
            day += gap;
            Reading { at_seconds: day * 3_600, value: i64::from(*value), millilitres_since: *millilitres }
        }).collect();
        let marks = filter(&readings, None, &Policy::default());
        prop_assert_eq!(marks.len(), readings.len());
        let mut last = None;
        for (mark, reading) in marks.iter().zip(&readings) {
            if mark.kept {
                prop_assert!(mark.starts_segment || last.is_none_or(|before| before < reading.value));
                last = Some(reading.value);
            }
        }
    }

    #[test]
    fn extreme_numbers_never_panic(value in any::<i64>(), at in any::<i64>(), fuel in any::<i64>()) {
        let history = [reading(0, i64::MIN), reading(1, 0), reading(2, i64::MAX)];
        let new = Reading { at_seconds: at, value, millilitres_since: fuel };
        let norm = ClassNorm { litres_per_100_km: 1e-300, log_spread: 1e300 };
        for take in 0..=3 {
            let _ = assess(&history[..take], &new, Some(&norm), &Policy::default());
            let answer = assess(&history[..take], &new, None, &Policy::default());
            if let Some(range) = answer.expected {
                prop_assert!(range.start() <= range.end());
            }
        }
    }
}
