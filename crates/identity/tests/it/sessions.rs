//! Sessions: found while they live, and not a request longer.

use authz::{Role, Scope};
use identity::testkit::City;

use crate::{STEPS, between, maria};

testkit::both_databases! {
    steps: STEPS;

    fn a_session_ends_after_twelve_hours_without_a_request(db) {
        let city = City::of(db).open();
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        city.clock.advance_seconds(11 * 3_600);
        admin.get("/akun").assert_status(200);
        city.settle();
        city.clock.advance_seconds(11 * 3_600);
        admin.get("/akun").assert_status(200);
        city.clock.advance_seconds(3_600);
        admin.get("/akun").assert_status(303);
    }

    fn a_session_ends_after_thirty_days(db) {
        let city = City::of(db).open();
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let hash = web::token_hash(admin.cookie("sesi").unwrap());
        let soon = city.now().plus_seconds(30 * 86_400 - 1);
        let set = "UPDATE login_session SET seen_at = $3 WHERE tenant_id = $1 AND token_hash = $2";
        let stamp = testkit::stamp_at(city.now());
        city.db().write_blocking(db::Command::by(&stamp), move |tx| {
            tx.execute_outside_journal(set, db::params![testkit::TENANT, &hash, soon])?;
            Ok::<_, db::ActionError<()>>(())
        }).unwrap();
        city.clock.set(soon);
        admin.get("/akun").assert_status(200);
        city.clock.advance_seconds(1);
        admin.get("/akun").assert_status(303);
    }

    fn a_person_ends_another_session_of_his(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let (mut here, mut there) = (city.client_of(person), city.client_of(person));
        let page = here.get("/akun");
        page.assert_shows("Perangkat ini").assert_shows("Firefox, Linux");
        let id = between(&page.text(), "href=\"/akun/sesi/", "/akhiri\"");
        here.get(&format!("/akun/sesi/{id}/akhiri")).assert_status(200);
        here.post(&format!("/akun/sesi/{id}/akhiri"), &[]).assert_redirect("/akun");
        there.get("/akun").assert_status(303);
        here.get("/akun").assert_status(200);
    }

    fn all_other_sessions_end_at_once(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let (mut here, mut there) = (city.client_of(person), city.client_of(person));
        here.post("/akun/sesi/lain/akhiri", &[]).assert_redirect("/akun");
        there.get("/akun").assert_status(303);
        here.get("/akun").assert_status(200);
    }

    fn nobody_ends_the_session_of_another_without_the_right(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let mut hers = city.client_of(person);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let page = admin.get(&format!("/pengguna/{person}"));
        let id = between(&page.text(), &format!("href=\"/pengguna/{person}/sesi/"), "/akhiri\"");
        let path = format!("/pengguna/{person}/sesi/{id}/akhiri");
        city.client_as(Role::Inspector, Scope::Tenant).post(&path, &[]).assert_status(403);
        let mut mayor = city.client_as(Role::Mayor, Scope::Tenant);
        mayor.post(&path, &[]).assert_status(403);
        mayor.post(&format!("/akun/sesi/{id}/akhiri"), &[]).assert_status(404);
        hers.get("/akun").assert_status(200);
        admin.post(&path, &[]).assert_status(303);
        hers.get("/akun").assert_status(303);
    }

    fn what_is_over_is_purged(db) {
        let city = City::of(db).open();
        city.client_as(Role::Mayor, Scope::Tenant);
        let mut client = city.visitor();
        crate::try_login(&mut client, "tidak@ada.go.id", "salah sama sekali").assert_status(422);
        let purge = |at| {
            let stamp = testkit::stamp_at(at);
            city.db().write_blocking(db::Command::by(&stamp), move |tx| {
                Ok::<_, db::ActionError<()>>(identity::purge_outside_journal(tx, testkit::TENANT, at)?)
            }).unwrap()
        };
        assert_eq!(purge(city.now()), 0);
        assert_eq!(purge(city.now().plus_seconds(30 * 86_400)), 2);
    }
}
