//! `kill -9` under load: what was acknowledged is there, once.

use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process};

use crate::books::{assert_agrees, assert_complete, open_patiently};
use crate::house::{House, Running, empty_postgres};
use crate::tills::Tills;
use crate::town::Town;

/// Kills the only server so many times while tills work; proves everything after each.
fn survive_on_sqlite(rounds: u64) {
    let house = House::sqlite();
    let town = Town::found(&house);
    let mut tills = Tills::start(&town);
    let begun = Instant::now();
    let mut running = house.serve();
    for round in 1..=rounds {
        tills.turn_to(&[running.address]);
        tills.resume();
        tills.wait_for(3 + round % 7);
        running.kill();
        tills.pause();
        running = house.serve();
        assert_agrees(&house, &tills.slips());
        house.succeed(&["verify"]);
    }
    tills.turn_to(&[running.address]);
    tills.finish();
    assert_complete(&house, &tills.slips());
    tell(rounds, begun, &tills);
}

#[expect(clippy::print_stdout, reason = "a long test says what it did")]
fn tell(rounds: u64, begun: Instant, tills: &Tills) {
    let seconds = begun.elapsed().as_secs().max(1);
    println!(
        "{rounds} rounds in {seconds} s ({} a minute): {} redemptions acknowledged, {} requests \
         without an answer and asked again",
        rounds * 60 / seconds,
        tills.acknowledged(),
        tills.unanswered(),
    );
}

#[test]
fn three_kills_lose_no_redemption_and_write_none_twice() {
    survive_on_sqlite(3);
}

#[test]
fn soak_two_hundred_kills_lose_no_redemption_and_write_none_twice() {
    survive_on_sqlite(200);
}

/// What is done to a working installation on PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blow {
    /// `kill -9` of one of the servers.
    Server(usize),
    /// PostgreSQL ends one connection.
    Connection,
    /// `kill -9` of a PostgreSQL process, upon which PostgreSQL restarts all of them.
    Backend,
}

/// The blow of a round: all kinds in turn, `Backend` only where the server is ours to harm.
fn blow(round: u64, may_kill_backends: bool) -> Blow {
    match round % 4 {
        0 => Blow::Server(0),
        1 => Blow::Connection,
        2 => Blow::Server(1),
        _ if may_kill_backends => Blow::Backend,
        _ => Blow::Connection,
    }
}

/// Processes of PostgreSQL that serve this database, but for the one that asks.
fn backends(house: &House) -> Vec<i32> {
    let db = open_patiently(house);
    let found = db.read_blocking(testkit::TENANT, db::Access::ReadOwn, |tx| {
        // tidy: across tenants: PostgreSQL's own processes
        let sql = "SELECT CAST(pid AS BIGINT) AS pid FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY pid";
        let rows = tx.query(sql, &[])?;
        rows.iter()
            .map(|row| row.get::<i64>("pid"))
            .collect::<Result<Vec<_>, _>>()
    });
    db.close();
    let found = found.unwrap().into_iter();
    found.map(|pid| i32::try_from(pid).unwrap()).collect()
}

fn strike(house: &House, servers: &mut [Running; 2], (blow, round): (Blow, u64)) {
    let chosen = |count: usize| usize::try_from(round / 4).unwrap() % count;
    match blow {
        Blow::Server(place) => {
            let fresh = house.serve();
            let old = std::mem::replace(servers.get_mut(place).unwrap(), fresh);
            old.kill();
        }
        Blow::Connection => {
            let pids = backends(house);
            let pid = i64::from(*pids.get(chosen(pids.len())).unwrap());
            let db = open_patiently(house);
            let ended = db.read_blocking(testkit::TENANT, db::Access::ReadOwn, move |tx| {
                tx.query_one(
                    "SELECT pg_terminate_backend(CAST($1 AS INTEGER)) AS ended",
                    db::params![pid],
                )?
                .get::<bool>("ended")
            });
            assert!(ended.is_ok(), "{ended:?}");
            db.close();
        }
        Blow::Backend => {
            let pids = backends(house);
            let pid = Pid::from_raw(*pids.get(chosen(pids.len())).unwrap()).unwrap();
            kill_process(pid, Signal::KILL).unwrap();
        }
    }
}

/// Two servers on one PostgreSQL, a blow in each round while tills work at both.
fn survive_on_postgres(rounds: u64, may_kill_backends: bool) {
    let Some((_test, url)) = empty_postgres() else {
        return;
    };
    let house = House::new(Some(url));
    let town = Town::found(&house);
    let mut tills = Tills::start(&town);
    let begun = Instant::now();
    let mut servers = [house.serve(), house.serve()];
    for round in 1..=rounds {
        tills.turn_to(&servers.each_ref().map(|server| server.address));
        tills.resume();
        tills.wait_for(3 + round % 7);
        strike(
            &house,
            &mut servers,
            (blow(round, may_kill_backends), round),
        );
        tills.turn_to(&servers.each_ref().map(|server| server.address));
        tills.wait_for(3);
        tills.pause();
        assert_agrees(&house, &tills.slips());
        house.succeed(&["verify"]);
    }
    tills.finish();
    assert_complete(&house, &tills.slips());
    tell(rounds, begun, &tills);
}

#[test]
fn three_blows_at_two_servers_on_postgres_lose_no_redemption() {
    survive_on_postgres(3, false);
}

#[test]
fn soak_sixty_blows_at_two_servers_and_postgres_lose_no_redemption() {
    survive_on_postgres(60, is_server_ours());
}

/// Whether the run started its own PostgreSQL, which it may harm.
fn is_server_ours() -> bool {
    std::env::var_os("SIHEBAT_SOAK").is_some()
}
