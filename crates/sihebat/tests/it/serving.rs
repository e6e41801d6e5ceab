use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::house::{House, Load, assert_kept, empty_postgres, program};

#[test]
fn says_ready_once_and_answers_health_and_measures() {
    let house = House::sqlite();
    let running = house.serve();
    assert_eq!(running.get("/healthz"), (200, "ok\n".to_owned()));
    let (status, body) = running.get("/readyz");
    assert_eq!(status, 200, "{body}");
    assert!(body.contains("\"schema\":true"), "{body}");
    let (status, body) = running.get("/metrics");
    assert_eq!(status, 200);
    assert!(
        body.contains("sihebat_http_requests_total{route=\"/readyz\""),
        "{body}"
    );
    assert_eq!(running.get("/masuk").0, 200);
    running.ask_to_end();
    let (rest, well) = running.wait();
    assert_eq!(rest, "", "one line on standard output");
    assert!(well);
}

#[test]
fn finishes_what_is_in_flight_when_asked_to_end() {
    let house = House::sqlite();
    let running = house.serve();
    let next = Arc::new(AtomicU64::new(0));
    let load = Load::start(running.address, &house.token, &next);
    load.wait_for(20);
    running.ask_to_end();
    assert!(running.wait().1, "it ends well");
    let cut = load.cut.clone();
    let (acknowledged, _) = load.end();
    assert_eq!(
        cut.load(Ordering::Relaxed),
        0,
        "no answer that had begun broke off"
    );
    let written = house.notices();
    assert_kept(&written, &acknowledged);
    assert_eq!(
        written.len(),
        acknowledged.len(),
        "whatever was written was answered"
    );
    house.succeed(&["verify"]);
}

#[test]
fn a_proxy_cannot_hand_out_the_measures() {
    let house = House::sqlite();
    let running = house.serve();
    let request = format!(
        "GET /metrics HTTP/1.1\r\nhost: {}\r\nx-forwarded-for: 203.0.113.7\r\nconnection: close\r\n\r\n",
        running.address
    );
    let (status, _) = crate::http::call(running.address, &request).unwrap();
    assert_eq!(status, 404);
}

#[test]
fn an_unknown_postgres_schema_is_refused_with_the_command_to_run() {
    let Some((_test, url)) = empty_postgres() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let output = program()
        .args(["serve", "--data", data, "--database", &url])
        .output()
        .unwrap();
    assert!(!output.status.success());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("sihebat migrate"), "{errors}");
}

#[test]
fn a_fresh_folder_is_served_with_a_code_for_the_first_admin() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program();
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path());
    let running = crate::house::Running::start(&mut command);
    assert_eq!(running.get("/mulai").0, 200);
    assert!(folder.path().join("keys/keys.toml").is_file());
}

#[test]
fn soak_the_demo_is_a_proved_city_whose_answers_stay_outside() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap().to_owned();
    let mut command = program();
    command.args([
        "demo",
        "--months",
        "1",
        "--listen",
        "127.0.0.1:0",
        "--data",
        &data,
    ]);
    let running = crate::house::Running::start(&mut command);
    let (status, page) = running.get("/masuk");
    assert_eq!(status, 200);
    assert!(
        page.contains("simulasi"),
        "every page says that the data is made up"
    );
    running.ask_to_end();
    assert!(running.wait().1);
    let verified = program()
        .args(["verify", "--data", &data])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&verified.stdout).contains("INTACT"));
    let answers = std::fs::read_to_string(folder.path().join("answers.json")).unwrap();
    assert!(answers.contains("\"cases\":[{"), "fraud was planted");
}
