use base::{Stamp, SystemClock, SystemEntropy};
use db::{ActionError, Command};

use crate::house::{House, folder_of, tenant};
use crate::http::post_notice;

/// Changes the database as a thief with SQL does.
fn tamper(house: &House, sql: &'static str) {
    let db = house.open();
    let tenant = tenant(&db);
    let stamp = Stamp::new(
        tenant,
        testkit::SOMEBODY,
        "thief",
        &SystemClock,
        &SystemEntropy,
    );
    let changed = db.write_blocking(Command::by(&stamp), move |tx| {
        Ok::<_, ActionError<()>>(tx.execute_outside_journal(sql, db::params![tenant])?)
    });
    assert!(changed.unwrap() > 0, "{sql}");
    db.close();
}

/// A house with a few notices, sealed and signed.
fn sealed() -> House {
    let house = House::sqlite();
    let running = house.serve();
    for number in 0..5 {
        assert_eq!(
            post_notice(running.address, &house.token, number)
                .unwrap()
                .0,
            201
        );
    }
    running.ask_to_end();
    assert!(running.wait().1);
    house
}

#[test]
fn an_amount_changed_by_sql_is_found_and_named() {
    let house = sealed();
    assert!(house.succeed(&["verify"]).contains("INTACT"));
    tamper(
        &house,
        "UPDATE price_notice SET price = price + 1 WHERE tenant_id = $1 AND source_number = 'n3'",
    );
    let output = house.run(&["verify"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("ALTERED. 1 findings"), "{told}");
    assert!(told.contains("of table price_notice was altered"), "{told}");
    assert!(
        told.contains("last written rightly:") && told.contains("fuel.price.edit"),
        "{told}"
    );
}

#[test]
fn a_log_cut_behind_an_outside_checkpoint_is_found() {
    let house = sealed();
    let note = house.succeed(&["admin", "checkpoint", "show"]);
    let outside = house.write("outside", &note);
    house.succeed(&["verify", "--checkpoint", folder_of(&outside)]);
    tamper(
        &house,
        "DELETE FROM journal_leaf WHERE tenant_id = $1 AND leaf_index = \
         (SELECT MAX(leaf_index) FROM journal_leaf WHERE tenant_id = $1)",
    );
    let output = house.run(&["verify", "--checkpoint", folder_of(&outside)]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("The journal was cut"), "{told}");
}

#[test]
fn another_key_is_not_trusted() {
    let (house, other) = (sealed(), House::sqlite());
    let key = String::from_utf8(other.run(&["admin", "key", "list"]).stderr).unwrap();
    let key = key.trim().strip_prefix("Verifier key: ").unwrap();
    let output = house.run(&["verify", "--trust", key]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_doctor_finds_keys_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let house = sealed();
    with_worker(
        &house,
        concat!("sihebat-documents ", env!("CARGO_PKG_VERSION")),
    );
    house.succeed(&["doctor"]);
    let keys = house.data().join("keys/keys.toml");
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o644)).unwrap();
    let output = house.run(&["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("chmod 600"));
}

/// A worker for documents that says of itself what it is told.
fn with_worker(house: &House, version: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let worker = house.write("worker", &format!("#!/bin/sh\necho '{version}'\n"));
    std::fs::set_permissions(&worker, std::fs::Permissions::from_mode(0o755)).unwrap();
    let config = format!("documents = \"{}\"\n", worker.display());
    std::fs::write(house.data().join("config.toml"), config).unwrap();
}

#[test]
fn the_doctor_finds_a_worker_for_documents_that_is_old_or_missing() {
    let house = sealed();
    with_worker(&house, "sihebat-documents 0.0.1");
    let output = house.run(&["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("is sihebat-documents 0.0.1: install")
    );
    std::fs::remove_file(house.path("worker")).unwrap();
    let output = house.run(&["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("no PDF can be made"));
}
