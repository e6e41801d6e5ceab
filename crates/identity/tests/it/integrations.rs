//! Other programs and their tokens.

use authz::{Role, Scope};
use identity::testkit::City;
use web::axum::{Json, Router};
use web::{ApiActor, Area};

use crate::{STEPS, between, shown_secret};

/// An area that says who asks.
fn who() -> Area {
    async fn answer(caller: ApiActor) -> Json<String> {
        Json(caller.actor.grants[0].role.code().to_owned())
    }
    Area::new("who").pages(Router::new().route("/api/v1/who", web::axum::routing::get(answer)))
}

testkit::both_databases! {
    steps: STEPS;

    fn a_token_made_on_the_page_works_until_it_is_taken_back(db) {
        let city = City::of(db).area(who()).open();
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let made = admin.post("/integrasi", &[("name", "Dasbor"), ("purpose", "Layar kota"), ("role", "evaluator"), ("scope", "tenant")]);
        let home = made.header("location").unwrap().to_owned();
        admin.follow(&made).assert_shows("Dasbor").assert_shows("Belum ada token");
        admin.post(&format!("{home}/token"), &[("until_on", "2028-01-01")]).assert_status(422).assert_shows("paling lama satu tahun");
        let token = shown_secret(&admin.post(&format!("{home}/token"), &[("until_on", "2026-12-31")]));
        assert!(token.starts_with("sihebat_"));
        let program = city.api_as(Role::Mayor, Scope::Tenant).with_token(&token);
        program.get("/api/v1/who").assert_status(200).assert_shows("evaluator");
        let page = admin.get(&home);
        let trail = home.replace("/integrasi/", "/jejak/integration/");
        page.assert_hides(&token).assert_shows(&format!("href=\"{trail}\""));
        let id = between(&page.text(), &format!("href=\"{home}/token/"), "/cabut\"");
        admin.post(&format!("{home}/token/{id}/cabut"), &[]).assert_redirect(&home);
        // A token is known for a second after it was read.
        city.clock.advance_seconds(1);
        program.get("/api/v1/who").assert_status(401);
    }

    fn tokens_end_with_their_day_and_their_integration(db) {
        let city = City::of(db).area(who()).open();
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let program = city.api_as(Role::Evaluator, Scope::Tenant);
        program.get("/api/v1/who").assert_status(200);
        let list = admin.get("/integrasi");
        let id = between(&list.text(), "href=\"/integrasi/0", "\"");
        admin.post(&format!("/integrasi/0{id}/tutup"), &[]).assert_status(303);
        city.clock.advance_seconds(1);
        program.get("/api/v1/who").assert_status(401);
        let other = city.api_as(Role::Evaluator, Scope::Tenant);
        city.clock.advance_seconds(30 * 86_400 - 1);
        other.get("/api/v1/who").assert_status(200);
        city.clock.advance_seconds(1);
        other.get("/api/v1/who").assert_status(401);
        other.with_token("sihebat_salah").get("/api/v1/who").assert_status(401);
    }

    fn a_program_is_no_driver_and_no_system(db) {
        let city = City::of(db).open();
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        for role in ["driver", "system"] {
            admin.post("/integrasi", &[("name", "Dasbor"), ("purpose", "Layar"), ("role", role), ("scope", "tenant")]).assert_status(422);
        }
    }
}
