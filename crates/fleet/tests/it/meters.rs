use ::testkit::both_databases;
use base::{Millilitres, Uuid};
use fleet::*;

use super::*;

const DAY: i64 = 86_400;

fn at(days: i64) -> UtcMicros {
    morning().plus_seconds(DAY * days)
}

fn new(vehicle: VehicleId, days: i64, value: i64) -> NewReading {
    NewReading {
        vehicle,
        at: at(days),
        value,
        source: ReadingSource::Redemption,
        source_id: None,
        filled: Some(Millilitres::new(30_000)),
        reason: None,
    }
}

/// Records as the area of redemptions does: reading and journal entry in one command.
fn record(db: &Db, new: NewReading) -> RecordedReading {
    act(db, new.at, move |tx, stamp| {
        let recorded = record_reading(tx, stamp, &new)?;
        let subject = journal::Subject::new("vehicle", new.vehicle);
        journal::record(tx, stamp, "fuel.redemption.capture", subject, None)?;
        Ok(recorded)
    })
    .unwrap()
}

/// A car that drives 300 km a day on 30 litres, for some days.
fn steady(db: &Db, days: i64) -> VehicleId {
    let id = add(db, car());
    for day in 0..days {
        record(db, new(id, day, 10_000 + 300 * day));
    }
    id
}

fn series(db: &Db, id: VehicleId) -> MeterSeries {
    let known = vehicle(db, id);
    look(db, move |tx| {
        meter_series(tx, TENANT, &known, (UtcMicros::default(), UtcMicros::MAX))
    })
}

fn expected(db: &Db, id: VehicleId, at: UtcMicros) -> Expectation {
    look(db, move |tx| expected_reading(tx, TENANT, id, at)).unwrap()
}

fn correct(
    db: &Db,
    days: i64,
    reading: ReadingId,
    value: i64,
) -> Result<RecordedReading, FleetRefusal> {
    let correction = NewCorrection {
        reading,
        value,
        reason: "foto dilihat".to_owned(),
    };
    act(db, at(days), move |tx, stamp| {
        correct_reading(tx, stamp, &verifier(), &correction)
    })
}

both_databases! {
    steps: steps();

    fn a_backwards_odometer_is_recorded_as_doubtful_with_its_reason(database) {
        let db = &database.db;
        let id = steady(db, 5);
        let typed = NewReading { reason: Some("sudah dilihat dua kali".to_owned()), ..new(id, 5, 10_900) };
        let recorded = record(db, typed);
        assert_eq!(recorded.verdict, ReadingVerdict::Backwards);
        let (low, high) = recorded.expected.unwrap();
        assert!(low <= 11_500 && 11_500 <= high);
        let points = series(db, id).points;
        assert_eq!(points[5].reading.reason.as_deref(), Some("sudah dilihat dua kali"));
        // Its litres are carried to the next good reading: 60 litres for 600 km.
        assert_eq!(record(db, new(id, 6, 11_800)).verdict, ReadingVerdict::Plausible);
        assert_eq!(series(db, id).consumption.litres_per_100, Some(10.0));
    }

    fn a_correction_names_the_original_and_leaves_it(database) {
        let db = &database.db;
        let id = steady(db, 5);
        let wrong = record(db, new(id, 5, 115_000));
        assert_eq!(wrong.verdict, ReadingVerdict::JumpTooLarge);
        let right = correct(db, 6, wrong.id, 11_500).unwrap();
        assert_eq!(right.verdict, ReadingVerdict::Plausible);
        assert_eq!(correct(db, 7, wrong.id, 11_501), Err(FleetRefusal::ReadingReplaced));
        let again = correct(db, 8, right.id, 11_510).unwrap();
        let points = series(db, id).points;
        let values: Vec<_> = points.iter().skip(5).map(|p| (p.reading.value, p.replaced_by.is_some())).collect();
        assert_eq!(values, [(115_000, true), (11_500, true), (11_510, false)]);
        assert_eq!(points[7].reading.replaces, Some(right.id));
        assert_eq!(expected(db, id, at(6)).last_good, Some((11_510, at(5))));
        assert_eq!(again.verdict, ReadingVerdict::Plausible);
    }

    fn a_broken_meter_works_again_by_itself(database) {
        let db = &database.db;
        let id = steady(db, 5);
        let outage = |until| NewOutage { vehicle: id, from_at: at(5), until_at: until, reason: "kabel putus".to_owned() };
        let declare = move |outage: NewOutage| {
            act(db, at(5), move |tx, stamp| declare_outage(tx, stamp, &verifier(), &outage))
        };
        assert_eq!(declare(outage(at(96))), Err(FleetRefusal::OutageTooLong));
        assert_eq!(declare(outage(at(8))), Ok(()));
        let broken = expected(db, id, at(6));
        assert!(!broken.wants_reading() && broken.broken_until == Some(at(8)));
        assert_eq!(record(db, new(id, 6, 0)).verdict, ReadingVerdict::BrokenMeter);
        assert!(expected(db, id, at(8)).wants_reading());
        // The litres of the broken days are in the interval that closes after them.
        assert_eq!(record(db, new(id, 8, 11_800)).verdict, ReadingVerdict::Plausible);
        assert_eq!(series(db, id).consumption.litres_per_100, Some(10.0));
    }

    fn a_replaced_meter_counts_on(database) {
        let db = &database.db;
        let id = steady(db, 5);
        let replacement = NewReplacement { vehicle: id, at: at(5), last_value: 11_210, first_value: 3, reason: "SPK 9".to_owned() };
        act(db, at(5), move |tx, stamp| replace_meter(tx, stamp, &verifier(), &replacement)).unwrap();
        let recorded = record(db, new(id, 6, 293));
        assert_eq!(recorded.verdict, ReadingVerdict::Plausible);
        assert_eq!(series(db, id).consumption.distance, 1_500);
    }

    fn an_inspection_stands_against_the_numbers(database) {
        let db = &database.db;
        let id = steady(db, 5);
        let looked = NewReading { filled: None, ..new(id, 5, 9_000) };
        let recorded = act(db, at(5), move |tx, stamp| inspect_meter(tx, stamp, &verifier(), &looked)).unwrap();
        assert_eq!(recorded.verdict, ReadingVerdict::Confirmed);
        assert_eq!(record(db, new(id, 6, 9_300)).verdict, ReadingVerdict::Plausible);
        // No distance is taken over the gap.
        assert_eq!(series(db, id).consumption.distance, 1_200 + 300);
    }

    fn a_late_reading_is_judged_by_its_own_past(database) {
        let db = &database.db;
        let id = steady(db, 3);
        record(db, new(id, 9, 12_700));
        let late = NewReading { source: ReadingSource::Import, ..new(id, 5, 11_500) };
        assert!(record(db, late).verdict.is_usable());
        assert_eq!(expected(db, id, at(6)).last_good, Some((11_500, at(5))));
    }

    fn a_source_gives_its_reading_once(database) {
        let db = &database.db;
        let id = add(db, car());
        let typed = NewReading { source_id: Some(Uuid::from_u128(4)), ..new(id, 0, 10) };
        record(db, typed.clone());
        let stamp = stamp_at(at(0));
        let again = db.write_blocking(Command::by(&stamp), move |tx| {
            record_reading(tx, &stamp.fresh(), &typed).map_err(ActionError::<()>::from)
        });
        let Err(ActionError::Failed(failure)) = again else { panic!("{again:?}") };
        assert_eq!(failure.kind(), db::FailureKind::Unique);
    }

    fn a_machine_without_a_meter_needs_no_reading(database) {
        let db = &database.db;
        let id = add(db, fleet::testkit::mower(AGENCY));
        assert!(!expected(db, id, at(0)).wants_reading());
        assert_eq!(record(db, new(id, 0, 0)).verdict, ReadingVerdict::NotMetered);
        let looked = new(id, 1, 5);
        let refused = act(db, at(1), move |tx, stamp| inspect_meter(tx, stamp, &verifier(), &looked));
        assert_eq!(refused, Err(FleetRefusal::NotMetered));
    }
}
