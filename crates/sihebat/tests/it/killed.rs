use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::house::{House, Load, assert_kept};
use crate::http::post_notice;

/// Kills the server under load so many times; proves the journal after every `proof` rounds.
fn survive(rounds: usize, proof: usize) {
    let house = House::sqlite();
    let next = Arc::new(AtomicU64::new(0));
    let mut acknowledged = Vec::new();
    for round in 1..=rounds {
        let running = house.serve();
        let load = Load::start(running.address, &house.token, &next);
        load.wait_for(3 + round % 7);
        running.kill();
        let (done, lost) = load.end();
        acknowledged.extend(done);
        if round % proof == 0 {
            assert_kept(&house.notices(), &acknowledged);
            house.succeed(&["verify"]);
        }
        // Whoever got no answer asks again under the same key: it is written once.
        let running = house.serve();
        for number in lost {
            let (status, body) = post_notice(running.address, &house.token, number).unwrap();
            assert_eq!(status, 201, "{body}");
            acknowledged.push(number);
        }
        running.kill();
    }
    let written = house.notices();
    assert_kept(&written, &acknowledged);
    assert_eq!(
        written.len(),
        acknowledged.len(),
        "everything is acknowledged in the end"
    );
}

#[test]
fn twenty_kills_under_load_lose_nothing_and_write_nothing_twice() {
    survive(20, 5);
}

#[test]
fn soak_two_hundred_kills_under_load_lose_nothing() {
    survive(200, 1);
}
