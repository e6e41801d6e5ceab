use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use crate::house::{House, Load, assert_kept, empty_postgres};

#[test]
fn two_servers_on_one_postgres_share_the_work_and_outlive_each_other() {
    let Some((_test, url)) = empty_postgres() else {
        return;
    };
    let house = House::new(Some(url));
    let (first, second) = (house.serve(), house.serve());
    let next = Arc::new(AtomicU64::new(0));
    let loads = [&first, &second].map(|server| Load::start(server.address, &house.token, &next));
    for load in &loads {
        load.wait_for(15);
    }
    first.kill();
    let mut acknowledged = Vec::new();
    let [one, other] = loads;
    acknowledged.extend(one.end().0);
    other.wait_for(25);
    acknowledged.extend(other.end().0);
    assert_kept(&house.notices(), &acknowledged);

    // Whichever held the sealer's lease, in the end the one that lives does.
    let waiting = Instant::now();
    loop {
        let (_, body) = second.get("/readyz");
        if body.contains("\"sealing\":true") && body.contains("\"unsealed\":0,") {
            break;
        }
        assert!(
            waiting.elapsed() < Duration::from_secs(40),
            "nobody seals: {body}"
        );
        std::thread::park_timeout(Duration::from_millis(200));
    }
    house.succeed(&["verify"]);
    second.ask_to_end();
    assert!(second.wait().1);
}
