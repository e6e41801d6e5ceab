//! New keys, and keys that are lost or known to others.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::house::{House, empty_postgres, folder_of};
use crate::http::post_notice;

/// Lets the server write, seal and sign.
fn work(house: &House, number: u64) {
    let running = house.serve();
    let (status, body) = post_notice(running.address, &house.token, number).unwrap();
    assert_eq!(status, 201, "{body}");
    running.ask_to_end();
    assert!(running.wait().1);
}

fn verifier(house: &House) -> String {
    let told = String::from_utf8(house.run(&["admin", "key", "list"]).stderr).unwrap();
    let key = told.trim().strip_prefix("Verifier key: ").unwrap();
    key.to_owned()
}

fn states(house: &House, kind: &str) -> Vec<String> {
    let listed = house.succeed(&["admin", "key", "list"]);
    let of_kind = listed.lines().filter(|line| line.starts_with(kind));
    of_kind
        .map(|line| line.split_whitespace().nth(2).unwrap().to_owned())
        .collect()
}

fn refused(house: &House, arguments: &[&str], code: i32, why: &str) {
    let output = house.run(arguments);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{told}");
    assert!(told.contains(why), "{told}");
}

/// Checkpoints of both keys are followed by whoever trusts one of them.
fn follow(house: &House) {
    work(house, 1);
    let old = verifier(house);
    house.succeed(&[
        "admin",
        "key",
        "rotate",
        "checkpoint",
        "--now",
        "--reason",
        "uji",
    ]);
    work(house, 2);
    let new = verifier(house);
    assert_ne!(old, new);
    assert_eq!(states(house, "checkpoint"), ["retired", "current"]);
    let daily = house.data().join("checkpoints/uji-daily.txt");
    let kept = std::fs::read_to_string(&daily).unwrap();
    assert!(kept.contains("sihebat.id/checkpoint-key"), "{kept}");
    let latest = house.write("latest", &house.succeed(&["admin", "checkpoint", "show"]));
    for key in [&old, &new] {
        let files = [folder_of(&daily), folder_of(&latest)];
        let told = house.succeed(&[
            "verify",
            "--trust",
            key,
            "--checkpoint",
            files[0],
            "--checkpoint",
            files[1],
        ]);
        assert!(told.contains("INTACT"), "{told}");
    }
    let told = house.succeed(&["verify"]);
    assert!(told.contains("INTACT"), "{told}");
}

#[test]
fn whoever_trusts_the_old_checkpoint_key_follows_to_the_new_one() {
    follow(&House::sqlite());
}

#[test]
fn whoever_trusts_the_old_checkpoint_key_follows_on_postgres() {
    let Some((_test, url)) = empty_postgres() else {
        return;
    };
    follow(&House::new(Some(url)));
}

#[test]
fn a_voucher_key_waits_two_weeks_unless_a_reason_is_given() {
    let house = House::sqlite();
    refused(
        &house,
        &["admin", "key", "rotate", "voucher", "--now"],
        2,
        "--reason",
    );
    refused(
        &house,
        &[
            "admin", "key", "rotate", "voucher", "--now", "--reason", " ",
        ],
        2,
        "the reason is empty",
    );
    house.succeed(&["admin", "key", "rotate", "voucher"]);
    assert_eq!(states(&house, "voucher"), ["current", "next"]);
    refused(
        &house,
        &["admin", "key", "rotate", "voucher"],
        2,
        "waits already",
    );
    let rotate = [
        "admin", "key", "rotate", "voucher", "--now", "--reason", "bocor",
    ];
    house.succeed(&[&rotate[..], &["--withdraw"]].concat());
    assert_eq!(
        states(&house, "voucher"),
        ["withdrawn", "withdrawn", "current"]
    );
    work(&house, 1);
    assert!(house.succeed(&["verify"]).contains("INTACT"));
}

#[test]
fn a_running_server_takes_a_new_key_without_a_restart() {
    let house = House::sqlite();
    let running = house.serve();
    let (status, before) = running.get("/kunci-voucher");
    assert_eq!(status, 200);
    house.succeed(&["admin", "key", "rotate", "voucher"]);
    let waiting = std::time::Instant::now();
    while running.get("/kunci-voucher").1 == before {
        assert!(
            waiting.elapsed().as_secs() < 30,
            "the key is never published"
        );
        std::thread::park_timeout(std::time::Duration::from_millis(250));
    }
}

#[test]
fn a_city_whose_keys_are_gone_gets_no_new_ones_by_the_way() {
    let house = House::sqlite();
    work(&house, 1);
    std::fs::remove_dir_all(house.data().join("keys")).unwrap();
    for command in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["admin", "key", "list"],
    ] {
        refused(&house, command, 2, "there are no keys");
    }
    assert!(!house.data().join("keys").exists(), "none were made");
    house.succeed(&["admin", "key", "replace-lost"]);
    refused(
        &house,
        &["admin", "key", "replace-lost"],
        2,
        "there are keys",
    );
    work(&house, 2);
}

#[test]
fn keys_that_others_can_read_are_refused() {
    let house = House::sqlite();
    let file = house.data().join("keys/keys.toml");
    let open = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    open(&file, 0o640);
    refused(
        &house,
        &["serve", "--listen", "127.0.0.1:0"],
        2,
        "chmod 600",
    );
    open(&file, 0o600);
    work(&house, 1);
}

#[test]
fn secrets_are_sealed_anew_from_the_terminal() {
    let house = House::sqlite();
    house.succeed(&["admin", "key", "rotate", "data", "--now", "--reason", "uji"]);
    let output = house.run(&["admin", "key", "reseal"]);
    assert!(output.status.success());
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.trim(), "0 secrets were sealed anew, 0 cannot be read.");
}
