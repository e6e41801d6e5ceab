//! A disk that fills up under load: what was acknowledged stays, the program goes on once there is room.

use crate::books::{assert_agrees, assert_complete};
use crate::house::House;
use crate::tills::Tills;
use crate::town::Town;

/// Fills the disk so many times; in every second round the server is killed while it is full.
fn survive(rounds: u64) {
    let house = House::sqlite();
    let town = Town::found(&house);
    let mut tills = Tills::start(&town);
    let mut running = house.serve_on_a_disk_that_may_fill();
    for round in 1..=rounds {
        tills.turn_to(&[running.address]);
        tills.resume();
        tills.wait_for(3 + round % 5);

        tills.bear_failures(true);
        let log = house.data().join("sihebat.db-wal");
        let full = std::fs::metadata(log).unwrap().len();
        // A little room left: some writes break off in the middle.
        running.limit_files(Some(full + round % 7 * 1_000));
        tills.wait_for_trouble(20);
        assert_eq!(running.get("/masuk").0, 200, "pages are still read");
        tills.pause();
        assert_agrees(&house, &tills.slips());

        if round % 2 == 0 {
            running.kill();
            running = house.serve_on_a_disk_that_may_fill();
        } else {
            running.limit_files(None);
        }
        tills.turn_to(&[running.address]);
        tills.resume();
        tills.wait_for(3);
        tills.pause();
        tills.bear_failures(false);
        assert_agrees(&house, &tills.slips());
        house.succeed(&["verify"]);
    }
    tills.finish();
    assert_complete(&house, &tills.slips());
    running.ask_to_end();
    assert!(running.wait().1, "it ends well");
}

#[test]
fn a_disk_that_fills_up_loses_no_redemption_and_the_program_goes_on() {
    survive(2);
}

#[test]
fn soak_a_disk_that_fills_up_fifty_times_loses_no_redemption() {
    survive(50);
}
