//! One-time links and new passwords.

use authz::{Role, Scope};
use identity::testkit::{City, TestPerson};

use crate::{NIP, PASSWORD, STEPS, maria, shown_secret, try_login};

const NEW: &str = "tiga ekor sandel lari";

testkit::both_databases! {
    steps: STEPS;

    fn a_link_sets_the_password_once(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let mut signed_in = city.client_of(person);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let made = admin.post(&format!("/pengguna/{person}/tautan"), &[]);
        made.assert_status(200).assert_shows("Hanya tampil sekali ini");
        let link = shown_secret(&made);
        let path = link.strip_prefix("http://bbm.uji").unwrap().to_owned();
        let mut client = city.visitor();
        client.get(&path).assert_status(200).assert_shows("Pilih kata sandi baru");
        client.post(&path, &[("password", NEW), ("again", "lain sama sekali")]).assert_status(422);
        client.post(&path, &[("password", "maria nggadas"), ("again", "maria nggadas")]).assert_status(422);
        client.post(&path, &[("password", NEW), ("again", NEW)]).assert_redirect("/masuk");
        // Used up, the old password is gone and everybody is signed out.
        client.get(&path).assert_redirect("/masuk");
        client.post(&path, &[("password", PASSWORD), ("again", PASSWORD)]).assert_redirect("/masuk");
        try_login(&mut client, NIP, PASSWORD).assert_status(422);
        try_login(&mut client, NIP, NEW).assert_status(303);
        signed_in.get("/akun").assert_status(303);
    }

    fn a_link_ends_after_a_day_and_with_the_next_one(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let address = format!("/pengguna/{person}/tautan");
        let mut make = || shown_secret(&admin.post(&address, &[])).replace("http://bbm.uji", "");
        let (first, second) = (make(), make());
        let mut client = city.visitor();
        client.get(&first).assert_redirect("/masuk");
        client.get(&second).assert_status(200);
        city.clock.advance_seconds(24 * 3_600);
        client.get(&second).assert_redirect("/masuk");
    }

    fn a_link_unlocks_a_locked_account(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let mut client = city.visitor();
        for _ in 0..5 {
            try_login(&mut client, NIP, "salah sama sekali");
        }
        try_login(&mut client, NIP, PASSWORD).assert_shows("Terlalu banyak percobaan");
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let made = admin.post(&format!("/pengguna/{person}/tautan"), &[]);
        let path = shown_secret(&made).replace("http://bbm.uji", "");
        client.post(&path, &[("password", NEW), ("again", NEW)]).assert_redirect("/masuk");
        try_login(&mut client, NIP, NEW).assert_status(303);
    }

    fn changing_the_own_password_ends_other_sessions_only(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let (mut here, mut there) = (city.client_of(person), city.client_of(person));
        here.post("/akun/sandi", &[("old", "salah"), ("password", NEW), ("again", NEW)]).assert_status(422);
        here.post("/akun/sandi", &[("old", PASSWORD), ("password", "kupang12345"), ("again", "kupang12345")])
            .assert_status(422)
            .assert_shows("terlalu mudah ditebak");
        here.post("/akun/sandi", &[("old", PASSWORD), ("password", NEW), ("again", NEW)]).assert_redirect("/akun");
        here.get("/akun").assert_status(200);
        there.get("/akun").assert_status(303);
    }

    fn who_must_change_the_password_gets_no_session_before(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let stamp = testkit::stamp_at(city.now());
        city.db().write_blocking(db::Command::by(&stamp), move |tx| {
            tx.execute_outside_journal(
                "UPDATE account SET must_change = TRUE WHERE tenant_id = $1 AND person_id = $2",
                db::params![testkit::TENANT, person],
            )?;
            Ok::<_, db::ActionError<()>>(())
        }).unwrap();
        let mut client = city.visitor();
        let asked = try_login(&mut client, NIP, PASSWORD);
        asked.assert_status(200).assert_shows("Pilih kata sandi baru");
        assert_eq!(client.cookie("sesi"), None);
        let ticket = asked.hidden("ticket").unwrap();
        client.post("/masuk/sandi", &[("ticket", &ticket), ("password", PASSWORD), ("again", PASSWORD)])
            .assert_status(422)
            .assert_shows("berbeda dari yang lama");
        client.post("/masuk/sandi", &[("ticket", &ticket), ("password", NEW), ("again", NEW)]).assert_redirect("/");
        client.get("/akun").assert_status(200);
        // The ticket died with the old password.
        let mut other = city.visitor();
        other.get("/masuk");
        other.post("/masuk/sandi", &[("ticket", &ticket), ("password", PASSWORD), ("again", PASSWORD)])
            .assert_redirect("/masuk");
    }

    fn a_new_person_gets_an_account_only_with_a_login_name(db) {
        let city = City::of(db).open();
        let person = city.add(TestPerson::named("Sopir Tanpa Nomor").without_account());
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.post(&format!("/pengguna/{person}/akun"), &[]).assert_status(422);
        admin.post(&format!("/pengguna/{person}/tautan"), &[]).assert_status(404);
    }
}
