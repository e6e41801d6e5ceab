//! Sessions and tokens: found while they live, and not a request longer.

use authz::{Role, Scope};
use identity::testkit::City;

use crate::STEPS;

testkit::both_databases! {
    steps: STEPS;

    fn a_visitor_is_sent_to_the_login_and_a_person_is_not(db) {
        let city = City::of(db).open();
        city.visitor().get("/tidak-ada").assert_status(404);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.get("/tidak-ada").assert_status(404).assert_shows("Orang 1").assert_shows("/keluar");
    }

    fn a_session_ends_after_twelve_hours_without_a_request(db) {
        let city = City::of(db).open();
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        city.clock.advance_seconds(11 * 3_600);
        admin.get("/tidak-ada").assert_shows("/keluar");
        city.settle();
        city.clock.advance_seconds(11 * 3_600);
        admin.get("/tidak-ada").assert_shows("/keluar");
        city.clock.advance_seconds(3_600);
        admin.get("/tidak-ada").assert_hides("/keluar");
    }

    fn a_session_ends_after_thirty_days(db) {
        let city = City::of(db).open();
        let admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let token = admin.cookie("sesi").unwrap().to_owned();
        let hash = web::token_hash(&token);
        let soon = city.now().plus_seconds(30 * 86_400 - 1);
        let set = "UPDATE login_session SET seen_at = $3 WHERE tenant_id = $1 AND token_hash = $2";
        let stamp = testkit::stamp_at(city.now());
        city.db().write_blocking(db::Command::by(&stamp), move |tx| {
            tx.execute_outside_journal(set, db::params![testkit::TENANT, &hash, soon])?;
            Ok::<_, db::ActionError<()>>(())
        }).unwrap();
        let mut browser = city.visitor();
        browser.set_cookie("sesi", &token);
        city.clock.set(soon);
        browser.get("/tidak-ada").assert_shows("/keluar");
        city.clock.advance_seconds(1);
        browser.get("/tidak-ada").assert_hides("/keluar");
    }
}
