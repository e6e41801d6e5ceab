use stations::testkit::{add_standards, add_station, admin, enrol, open_pump, run};
use stations::{
    DeviceEnrolment, DeviceRefusal, DeviceSessions, DeviceState, NewDevice, NewDeviceLink,
    ShiftEnding, acting_device, enrol_device, invite_device, lookup_device, lookup_shift,
    renew_device_link, withdraw_device,
};
use testkit::{OTHER_TENANT, TENANT, morning};
use web::{SessionSource as _, token_hash};

use crate::{read, refusal, steps};

fn session(db: &db::Db, token: &str) -> Option<web::Session> {
    let sessions = DeviceSessions::new(db.clone());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime
        .block_on(sessions.lookup(TENANT, token_hash(token), morning()))
        .unwrap()
}

testkit::both_databases! {
    steps: steps();

    fn a_link_is_opened_once(test) {
        let db = &test.db;
        add_standards(db, morning());
        let station = add_station(db, morning(), "54.851.02");
        let new = NewDevice { station, name: "Pulau 1".to_owned(), link_hash: token_hash("link") };
        let again = new.clone();
        run(db, morning(), move |tx, stamp| invite_device(tx, stamp, &admin(), &new)).unwrap();
        let twice = run(db, morning(), move |tx, stamp| invite_device(tx, stamp, &admin(), &again));
        assert_eq!(refusal(twice), DeviceRefusal::NameTaken);
        let open = |token: &str| {
            let enrolment = DeviceEnrolment { link_hash: token_hash("link"), token_hash: token_hash(token) };
            run(db, morning(), move |tx, stamp| enrol_device(tx, stamp, &enrolment))
        };
        let device = open("first").unwrap();
        assert_eq!(refusal(open("second")), DeviceRefusal::LinkOver);
        let found = session(db, "first").unwrap();
        assert_eq!(acting_device(&found.actor), Some(device));
        assert!(session(db, "second").is_none());
        let seen = read(db, move |tx| lookup_device(tx, TENANT, device)).unwrap();
        assert_eq!(seen.seen_at, Some(morning()));
    }

    fn a_link_is_over_after_a_day(test) {
        let db = &test.db;
        add_standards(db, morning());
        let station = add_station(db, morning(), "54.851.02");
        let new = NewDevice { station, name: "Pulau 1".to_owned(), link_hash: token_hash("link") };
        run(db, morning(), move |tx, stamp| invite_device(tx, stamp, &admin(), &new)).unwrap();
        let late = morning().plus_seconds(24 * 3_600);
        let enrolment = DeviceEnrolment { link_hash: token_hash("link"), token_hash: token_hash("t") };
        let outcome = run(db, late, move |tx, stamp| enrol_device(tx, stamp, &enrolment));
        assert_eq!(refusal(outcome), DeviceRefusal::LinkOver);
    }

    fn a_withdrawn_device_is_out_at_once_and_its_shift_ends(test) {
        let db = &test.db;
        add_standards(db, morning());
        let station = add_station(db, morning(), "54.851.02");
        let pump = open_pump(db, morning(), station);
        assert!(session(db, &pump.token).is_some());
        let device = pump.device;
        run(db, morning().plus_seconds(60), move |tx, stamp| withdraw_device(tx, stamp, &admin(), device)).unwrap();
        assert!(session(db, &pump.token).is_none());
        let shift = read(db, move |tx| lookup_shift(tx, TENANT, pump.shift)).unwrap();
        assert_eq!(shift.ending, Some(ShiftEnding::DeviceWithdrawn));
    }

    fn a_new_link_puts_the_old_phone_out(test) {
        let db = &test.db;
        add_standards(db, morning());
        let station = add_station(db, morning(), "54.851.02");
        let (device, token) = enrol(db, morning(), station);
        let link = NewDeviceLink { device, link_hash: token_hash("new link") };
        run(db, morning(), move |tx, stamp| renew_device_link(tx, stamp, &admin(), &link)).unwrap();
        assert!(session(db, &token).is_none());
        let enrolment = DeviceEnrolment { link_hash: token_hash("new link"), token_hash: token_hash("new") };
        run(db, morning(), move |tx, stamp| enrol_device(tx, stamp, &enrolment)).unwrap();
        assert!(session(db, "new").is_some());
        let found = read(db, move |tx| lookup_device(tx, TENANT, device)).unwrap();
        assert_eq!(found.state, DeviceState::Active);
    }

    fn another_city_does_not_know_the_device(test) {
        let db = &test.db;
        add_standards(db, morning());
        let station = add_station(db, morning(), "54.851.02");
        let (_, token) = enrol(db, morning(), station);
        let sessions = DeviceSessions::new(db.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let found = runtime.block_on(sessions.lookup(OTHER_TENANT, token_hash(&token), morning())).unwrap();
        assert!(found.is_none());
    }
}
