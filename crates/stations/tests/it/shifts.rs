use base::{PersonId, UtcMicros, Uuid};
use stations::testkit::{Pump, add_standards, add_station, open_pump, run};
use stations::{
    NewShift, PinTry, SHIFT_SECONDS, ShiftEnding, ShiftRefusal, close_shift, lookup_open_shift,
    lookup_shift, open_shift, reserve_pin_try,
};
use testkit::{TENANT, TestDb, morning};

use crate::{read, refusal, steps};

fn pump(test: &TestDb) -> Pump {
    add_standards(&test.db, morning());
    let station = add_station(&test.db, morning(), "54.851.02");
    open_pump(&test.db, morning(), station)
}

fn open(
    db: &db::Db,
    pump: &Pump,
    at: UtcMicros,
    pin_fits: bool,
) -> Result<stations::ShiftId, db::ActionError<ShiftRefusal>> {
    let (actor, opening) = (
        pump.actor.clone(),
        NewShift {
            device: pump.device,
            attendant: pump.attendant,
            pin_fits,
        },
    );
    run(db, at, move |tx, stamp| {
        open_shift(tx, stamp, &actor, &opening)
    })
}

fn close(db: &db::Db, pump: &Pump, at: UtcMicros) -> Result<(), db::ActionError<ShiftRefusal>> {
    let (actor, device) = (pump.actor.clone(), pump.device);
    run(db, at, move |tx, stamp| {
        close_shift(tx, stamp, &actor, device)
    })
}

fn try_pin(
    db: &db::Db,
    pump: &Pump,
    at: UtcMicros,
    attendant: PersonId,
) -> Result<(), db::ActionError<ShiftRefusal>> {
    let (actor, pin) = (
        pump.actor.clone(),
        PinTry {
            device: pump.device,
            attendant,
        },
    );
    run(db, at, move |tx, stamp| {
        reserve_pin_try(tx, stamp, &actor, &pin)
    })
}

testkit::both_databases! {
    steps: steps();

    fn a_device_has_one_open_shift(test) {
        let pump = pump(&test);
        let later = morning().plus_seconds(60);
        let outcome = open(&test.db, &pump, later, true);
        assert_eq!(refusal(outcome), ShiftRefusal::AlreadyOpen { attendant: pump.attendant });
        close(&test.db, &pump, later).unwrap();
        assert_eq!(refusal(close(&test.db, &pump, later)), ShiftRefusal::NotOpen);
        open(&test.db, &pump, later, true).unwrap();
    }

    fn a_shift_is_over_after_its_time_though_nobody_closed_it(test) {
        let pump = pump(&test);
        let (device, over) = (pump.device, morning().plus_seconds(SHIFT_SECONDS));
        let open_at = |at| read(&test.db, move |tx| lookup_open_shift(tx, TENANT, device, at));
        let found = open_at(UtcMicros::new(over.get() - 1)).unwrap();
        assert_eq!(found.attendant, pump.attendant);
        assert_eq!(open_at(over), None);
        open(&test.db, &pump, over.plus_seconds(60), true).unwrap();
        let first = read(&test.db, move |tx| lookup_shift(tx, TENANT, pump.shift)).unwrap();
        assert_eq!((first.closed_at, first.ending), (Some(over), Some(ShiftEnding::TimeOver)));
    }

    fn wrong_pins_make_an_attendant_wait(test) {
        let pump = pump(&test);
        close(&test.db, &pump, morning()).unwrap();
        // Identity lets a person try five times before it makes him wait half a minute.
        for _ in 0..5 {
            try_pin(&test.db, &pump, morning(), pump.attendant).unwrap();
            assert_eq!(refusal(open(&test.db, &pump, morning(), false)), ShiftRefusal::PinWrong);
        }
        let until = morning().plus_seconds(30);
        let locked = ShiftRefusal::PinLocked { until };
        assert_eq!(refusal(try_pin(&test.db, &pump, morning(), pump.attendant)), locked);
        try_pin(&test.db, &pump, until, pump.attendant).unwrap();
    }

    fn a_right_pin_clears_the_count(test) {
        let pump = pump(&test);
        close(&test.db, &pump, morning()).unwrap();
        for _ in 0..2 {
            for _ in 0..5 {
                try_pin(&test.db, &pump, morning(), pump.attendant).unwrap();
            }
            open(&test.db, &pump, morning(), true).unwrap();
            close(&test.db, &pump, morning()).unwrap();
        }
    }

    fn only_attendants_of_the_station_open_a_shift(test) {
        let pump = pump(&test);
        let stranger = PersonId::new(Uuid::from_u128(6));
        assert_eq!(refusal(try_pin(&test.db, &pump, morning(), stranger)), ShiftRefusal::NotAttendant);
    }
}
