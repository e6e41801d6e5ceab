use base::Rupiah;
use serde_json::json;
use web::axum::http::{Method, StatusCode};

use crate::site::Site;
use crate::stage::{
    STEPS, a_line, add_agency, balance, dpa, finance_officer, level, line, set, treasury,
};

fn stage(db: &testkit::TestDb) -> (Site, budget::BudgetLine) {
    let first = a_line(db);
    let other = add_agency(db, "1.02.01", "Dinas Kesehatan");
    set(&db.db, treasury(), &first, (level(1_000_000), dpa())).unwrap();
    let people = vec![
        ("pupr", finance_officer(first.agency)),
        ("dinkes", finance_officer(other)),
    ];
    (Site::new(db, people), line(db, first.id))
}

testkit::both_databases! {
    steps: STEPS;

    fn lists_and_shows_lines_within_reach(db) {
        let (site, line) = stage(&db);
        let list = site.call("pupr", (Method::GET, "/api/v1/budget-lines?month=2026-11"), "").json();
        assert_eq!(list["items"][0]["id"], line.id.to_string());
        assert_eq!(list["items"][0]["balance"]["allocated_rupiah"], 1_000_000);
        let list = site.call("dinkes", (Method::GET, "/api/v1/budget-lines"), "").json();
        assert_eq!(list["items"], json!([]));
        let path = format!("/api/v1/budget-lines/{}", line.id);
        let shown = site.call("pupr", (Method::GET, &path), "").json();
        assert_eq!(shown["months"].as_array().unwrap().len(), 12);
        assert_eq!(shown["line"]["balance"]["available_rupiah"], 12_000_000);
        assert_eq!(site.call("dinkes", (Method::GET, &path), "").status, StatusCode::NOT_FOUND);
    }

    fn sets_ceilings_once_per_key_and_refuses_old_revisions(db) {
        let (site, line) = stage(&db);
        let path = format!("/api/v1/budget-lines/{}/ceilings", line.id);
        let body = json!({
            "revision": line.revision,
            "annual_rupiah": 36_000_000,
            "document_kind": "dppa",
            "document_number": "DPPA/2026",
            "document_on": "2026-09-30",
        });
        let send = |person: &str, body: &serde_json::Value| {
            site.call(person, (Method::POST, &path), &body.to_string())
        };
        assert_eq!(send("dinkes", &body).status, StatusCode::NOT_FOUND);
        let first = send("pupr", &body);
        assert_eq!(first.json()["delta_rupiah"], 24_000_000);
        assert_eq!(send("pupr", &body).json(), first.json());
        assert_eq!(balance(&db, line.id).allocated, Rupiah::new(36_000_000));
        let mut other = body.clone();
        other["annual_rupiah"] = json!(48_000_000);
        let reused = send("pupr", &other);
        assert_eq!(reused.status, StatusCode::CONFLICT);
        let both = json!({ "months_rupiah": [1], "annual_rupiah": 1, "revision": 0,
            "document_kind": "dpa", "document_number": "x", "document_on": "2026-01-01" });
        assert_eq!(send("pupr", &both).json()["code"], "months_or_annual_expected");
    }
}
