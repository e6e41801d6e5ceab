use authz::{Role, Scope};
use base::Rupiah;
use fuel::testkit::set_ceiling;
use serde_json::{Value, json};

use crate::assert_journal_agrees;
use crate::site::TestSite;

fn body(answer: &identity::testkit::Answer) -> Value {
    serde_json::from_slice(&answer.bytes).unwrap()
}

fn new_voucher(site: &TestSite) -> Value {
    json!({
        "vehicle": site.city.vehicle,
        "product": "pertamax",
        "volume_ml": 10_000,
        "line": site.city.line,
        "valid_until": "2026-11-27T00:00:00+08:00",
        "purpose": "Rapat",
    })
}

#[test]
fn a_program_issues_reads_and_cancels() {
    let site = TestSite::open();
    let program = site.issuing_program();
    let wanted = new_voucher(&site).to_string();
    program
        .post("/api/v1/vouchers", None, &wanted)
        .assert_status(400);
    let issued = program.post("/api/v1/vouchers", Some("a-1"), &wanted);
    issued.assert_status(201);
    let issued = body(&issued);
    assert_eq!(issued["amount_rupiah"], 136_500);
    let again = body(&program.post("/api/v1/vouchers", Some("a-1"), &wanted));
    assert_eq!(again["id"], issued["id"]);
    let id = issued["id"].as_str().unwrap().to_owned();
    let shown = body(&program.get(&format!("/api/v1/vouchers/{id}")));
    assert_eq!(
        (shown["state"].as_str(), shown["sequence"].as_u64()),
        (Some("issued"), Some(0))
    );
    assert!(shown["link"].as_str().unwrap().starts_with("/v/"));
    let listed = body(&program.get("/api/v1/vouchers?state=issued"));
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let reissued = program.post(
        &format!("/api/v1/vouchers/{id}/reissue"),
        Some("a-2"),
        &json!({"sequence": 0, "reason": "HP hilang"}).to_string(),
    );
    assert_eq!(body(&reissued)["sequence"], 1);
    let cancelled = program.post(
        &format!("/api/v1/vouchers/{id}/cancel"),
        Some("a-3"),
        &json!({"reason": "batal"}).to_string(),
    );
    assert_eq!(body(&cancelled)["state"], "cancelled");
    assert_eq!(site.city.budget(site.db()).pending, 0);
    assert_journal_agrees(site.db());
}

#[test]
fn refusals_carry_their_names() {
    let site = TestSite::open();
    set_ceiling(site.db(), site.city.line, Rupiah::new(1_000));
    let program = site.issuing_program();
    let refused = program.post(
        "/api/v1/vouchers",
        Some("b-1"),
        &new_voucher(&site).to_string(),
    );
    refused.assert_status(422);
    assert_eq!(body(&refused)["code"], "budget_exhausted");
    let batch = json!({"vouchers": [new_voucher(&site)]}).to_string();
    let batch = program.post("/api/v1/voucher-batches", Some("b-2"), &batch);
    batch.assert_status(200);
    assert_eq!(body(&batch)["refused"][0]["code"], "budget_exhausted");
    let other = site
        .site
        .api_as(Role::FuelOfficer, Scope::Agency(site.city.other_agency));
    let hidden = other.post(
        "/api/v1/vouchers",
        Some("b-3"),
        &new_voucher(&site).to_string(),
    );
    hidden.assert_status(404);
}

#[test]
fn a_till_redeems_through_its_device() {
    let site = TestSite::open();
    let voucher = site.city.issued(site.db());
    let till = site.till();
    let wanted = |presented: &str| {
        json!({
            "device": site.city.pump.device,
            "presented": presented,
            "product": "pertamax",
            "driver": site.city.driver,
        })
        .to_string()
    };
    let path = "/api/v1/redemptions/authorise";
    let unknown = till.post(path, Some("c-0"), &wanted("bukan kode"));
    unknown.assert_status(404);
    let record = site.city.lookup(site.db(), voucher.id);
    let token = site
        .city
        .keys
        .token(testkit::TENANT, &record, "DH 8123 A")
        .unwrap();
    let held = till.post(path, Some("c-1"), &wanted(&token));
    held.assert_status(201);
    let held = body(&held);
    assert_eq!(
        (held["volume_ml"].as_i64(), held["plate"].as_str()),
        (Some(10_000), Some("DH 8123 A"))
    );
    let busy = till.post(path, Some("c-2"), &wanted(&voucher.code));
    busy.assert_status(409);
    assert_eq!(body(&busy)["code"], "held_by_other");
    let release = format!(
        "/api/v1/redemptions/holds/{}/release",
        held["hold"].as_str().unwrap()
    );
    till.post(&release, Some("c-3"), "").assert_status(204);
    let held = body(&till.post(path, Some("c-4"), &wanted(&voucher.code)));
    let capture = json!({"hold": held["hold"], "volume_ml": 9_000, "meter_value": 48_210});
    let both = json!({"hold": held["hold"], "volume_ml": 9_000, "amount_rupiah": 1});
    till.post("/api/v1/redemptions", Some("c-5"), &both.to_string())
        .assert_status(400);
    let receipt = till.post("/api/v1/redemptions", Some("c-6"), &capture.to_string());
    receipt.assert_status(201);
    assert_eq!(body(&receipt)["amount_rupiah"], 122_850);
    let id = body(&receipt)["id"].as_str().unwrap().to_owned();
    let shown = body(&till.get(&format!("/api/v1/redemptions/{id}")));
    assert_eq!(shown["period"], "2026-11");
    let listed = body(&till.get("/api/v1/redemptions"));
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let stranger = site
        .site
        .api_as(Role::FuelOfficer, Scope::Agency(site.city.other_agency));
    stranger
        .get(&format!("/api/v1/redemptions/{id}"))
        .assert_status(404);
    assert_journal_agrees(site.db());
}

#[test]
fn a_wrong_pin_opens_nothing() {
    let site = TestSite::open();
    let voucher = site.city.issued(site.db());
    let wanted = json!({
        "device": site.city.pump.device,
        "presented": voucher.code,
        "product": "pertamax",
        "driver": site.city.driver,
        "driver_pin": "1234",
    })
    .to_string();
    let till = site.till();
    let path = "/api/v1/redemptions/authorise";
    let wrong = till.post(path, Some("d-1"), &wanted);
    wrong.assert_status(422);
    assert_eq!(body(&wrong)["code"], "pin_wrong");
    for number in 0..5 {
        till.post(path, Some(&format!("d-2{number}")), &wanted);
    }
    assert_eq!(
        body(&till.post(path, Some("d-3"), &wanted))["code"],
        "pin_locked"
    );
}

#[test]
fn only_a_till_of_the_station_tries_pins() {
    let site = TestSite::open();
    let voucher = site.city.issued(site.db());
    let wanted = json!({
        "device": site.city.pump.device,
        "presented": voucher.code,
        "product": "pertamax",
        "driver": site.city.driver,
        "driver_pin": "1234",
    })
    .to_string();
    let path = "/api/v1/redemptions/authorise";
    let mayor = site.site.api_as(Role::Mayor, Scope::Tenant);
    for number in 0..7 {
        let answer = mayor.post(path, Some(&format!("e-{number}")), &wanted);
        assert_eq!(body(&answer)["code"], "no_open_shift");
    }
    let till = site.till().post(path, Some("e-till"), &wanted);
    assert_eq!(body(&till)["code"], "pin_wrong", "nobody locked the driver");
}

#[test]
fn an_address_without_an_id_and_a_volume_without_sense_are_explained() {
    let site = TestSite::open();
    let program = site.issuing_program();
    let answer = program.get("/api/v1/vouchers/abc");
    answer.assert_status(404);
    assert_eq!(body(&answer)["code"], "not_found");
    let wanted = json!({
        "vehicle": site.city.vehicle,
        "product": "pertamax",
        "volume_ml": 1_000_000_000_000_000_000_i64,
        "line": site.city.line,
        "valid_until": "2026-11-27T23:59:59+08:00",
        "purpose": "",
    });
    let answer = program.post("/api/v1/vouchers", Some("f-1"), &wanted.to_string());
    answer.assert_status(400);
    assert_eq!(body(&answer)["code"], "volume_out_of_range");
}

#[test]
fn a_quota_is_explained_and_described() {
    let site = TestSite::open();
    let program = site.issuing_program();
    let path = format!("/api/v1/vehicles/{}/quota?month=2026-11", site.city.vehicle);
    let quota = body(&program.get(&path));
    assert_eq!(
        (quota["count"].as_i64(), quota["total"].as_i64()),
        (Some(21), Some(147_000))
    );
    assert_eq!(
        quota["sentence"].as_str().unwrap().replace('\u{a0}', " "),
        "7 l x 21 hari kerja = 147 l, terpakai 0 l, dipesan 0 l"
    );
    let description = body(&program.get("/api/openapi.json"));
    for path in [
        "/api/v1/vouchers",
        "/api/v1/redemptions",
        "/api/v1/vehicles/{id}/quota",
    ] {
        assert!(description["paths"][path].is_object(), "{path}");
    }
}
