//! Signing in and out, and guessing.

use authz::{Role, Scope};
use identity::testkit::{City, TestPerson};

use crate::{NIP, PASSWORD, STEPS, maria, try_login};

testkit::both_databases! {
    steps: STEPS;

    fn signs_in_with_nip_and_with_address_and_comes_back(db) {
        let city = City::of(db).open();
        maria(&city);
        let mut client = city.visitor();
        let page = client.get("/akun");
        page.assert_redirect("/masuk?kembali=/akun");
        let login = client.follow(&page);
        login.assert_status(200).assert_shows("Masuk dengan akun dinas Anda");
        let back = login.hidden("kembali").unwrap();
        let answer = client.post("/masuk", &[("login", "19850412 201001 2 003"), ("password", PASSWORD), ("kembali", &back)]);
        answer.assert_redirect("/akun");
        client.follow(&answer).assert_status(200).assert_shows("Maria Nggadas").assert_shows("Admin kota");
        let mut other = city.visitor();
        try_login(&mut other, " Maria@Kupang.go.id", PASSWORD).assert_redirect("/");
    }

    fn unknown_and_wrong_get_the_same_answer(db) {
        let city = City::of(db).open();
        maria(&city);
        let say = |login: &str, password: &str| {
            let mut client = city.visitor();
            let answer = try_login(&mut client, login, password);
            answer.assert_status(422);
            let text = answer.text();
            // What was typed, tokens and keys differ; nothing else may.
            let main = &text[text.find("<main").unwrap()..];
            let mut plain = main.replace(login, "LOGIN");
            for name in ["_csrf", "_kunci"] {
                let value = answer.hidden(name).unwrap();
                plain = plain.replace(&value, name);
            }
            plain
        };
        let wrong = say(NIP, "salah sama sekali");
        assert_eq!(wrong, say("198504122010012999", "salah sama sekali"));
        assert_eq!(wrong, say("tidak@ada.go.id", "salah sama sekali"));
        assert_eq!(wrong, say("bukan nama", "salah sama sekali"));
    }

    fn the_fifth_wrong_password_locks_known_and_unknown_names_alike(db) {
        let city = City::of(db).open();
        maria(&city);
        for login in [NIP, "198504122010012999"] {
            let mut client = city.visitor();
            for _ in 0..5 {
                try_login(&mut client, login, "salah sama sekali").assert_status(422).assert_shows("tidak cocok");
            }
            try_login(&mut client, login, PASSWORD).assert_status(422).assert_shows("Terlalu banyak percobaan");
        }
        let mut client = city.visitor();
        city.clock.advance_seconds(29);
        try_login(&mut client, NIP, PASSWORD).assert_status(422);
        city.clock.advance_seconds(1);
        try_login(&mut client, NIP, "salah sama sekali").assert_shows("tidak cocok");
        // The next delay is twice as long.
        city.clock.advance_seconds(59);
        try_login(&mut client, NIP, PASSWORD).assert_shows("Terlalu banyak percobaan");
        city.clock.advance_seconds(1);
        try_login(&mut client, NIP, PASSWORD).assert_status(303);
        // A right password starts the count anew.
        let mut other = city.visitor();
        try_login(&mut other, NIP, "salah sama sekali").assert_shows("tidak cocok");
        try_login(&mut other, NIP, PASSWORD).assert_status(303);
    }

    fn an_address_is_stopped_after_thirty_tries(db) {
        let city = City::of(db).open();
        let mut client = city.visitor();
        for number in 0..30 {
            try_login(&mut client, &format!("orang{number}@kupang.go.id"), "salah sama sekali").assert_status(422);
        }
        let stopped = try_login(&mut client, "orang31@kupang.go.id", "salah sama sekali");
        stopped.assert_status(429);
        assert!(stopped.header("retry-after").is_some());
        client.set_address([10, 0, 0, 9]);
        try_login(&mut client, "orang31@kupang.go.id", "salah sama sekali").assert_status(422);
    }

    fn a_claimed_address_changes_neither_limit_nor_login_list(db) {
        let proxy: std::net::IpAddr = [10, 0, 0, 2].into();
        let city = City::of(db).with(|parts| parts.proxies.push(proxy)).open();
        maria(&city);
        let mut client = city.visitor();
        client.set_address([203, 0, 113, 7]);
        for number in 0..30 {
            client.claim_address(&format!("198.51.100.{number}"));
            try_login(&mut client, &format!("orang{number}@kupang.go.id"), "salah sama sekali").assert_status(422);
        }
        client.claim_address("198.51.100.99");
        try_login(&mut client, NIP, PASSWORD).assert_status(429);
        // The trusted proxy's word counts: each of its clients has a limit of his own.
        client.set_address(proxy);
        try_login(&mut client, NIP, PASSWORD).assert_redirect("/");
        client.get("/akun").assert_shows("198.51.100.99");
        let mut liar = city.visitor();
        liar.set_address([203, 0, 113, 8]);
        liar.claim_address("198.51.100.55");
        try_login(&mut liar, NIP, PASSWORD).assert_redirect("/");
        liar.get("/akun").assert_shows("203.0.113.8").assert_hides("198.51.100.55");
    }

    fn signing_in_makes_a_new_token_and_ends_the_old_session(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let mut client = city.client_of(person);
        let planted = client.cookie("sesi").unwrap().to_owned();
        client.get("/akun").assert_status(200);
        client.get("/masuk").assert_redirect("/");
        try_login(&mut client, NIP, PASSWORD).assert_status(303);
        assert_ne!(client.cookie("sesi").unwrap(), planted);
        let mut thief = city.visitor();
        thief.set_cookie("sesi", &planted);
        thief.get("/akun").assert_status(303);
    }

    fn signing_out_ends_the_session_on_the_server(db) {
        let city = City::of(db).open();
        let mut client = city.client_as(Role::Mayor, Scope::Tenant);
        let token = client.cookie("sesi").unwrap().to_owned();
        client.post("/keluar", &[]).assert_redirect("/masuk");
        assert_eq!(client.cookie("sesi"), None);
        client.set_cookie("sesi", &token);
        client.get("/akun").assert_status(303);
    }

    fn only_local_addresses_are_come_back_to(db) {
        let city = City::of(db).open();
        maria(&city);
        let mut client = city.visitor();
        client.get("/masuk?kembali=https%3A%2F%2Fjahat.example").assert_hides("jahat.example\" ");
        let answer = client.post("/masuk", &[("login", NIP), ("password", PASSWORD), ("kembali", "//jahat.example")]);
        answer.assert_redirect("/");
    }

    fn a_closed_person_cannot_sign_in(db) {
        let city = City::of(db).open();
        maria(&city);
        let yosef = city.add(TestPerson::named("Yosef Lado").email("yosef@kupang.go.id").password(PASSWORD));
        let mut yosef_client = city.client_of(yosef);
        yosef_client.get("/akun").assert_status(200);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.get(&format!("/pengguna/{yosef}/tutup")).assert_shows("Yosef Lado langsung keluar");
        admin.post(&format!("/pengguna/{yosef}/tutup"), &[]).assert_status(303);
        yosef_client.get("/akun").assert_status(303);
        let mut client = city.visitor();
        try_login(&mut client, "yosef@kupang.go.id", PASSWORD).assert_status(422).assert_shows("tidak cocok");
        admin.post(&format!("/pengguna/{yosef}/buka"), &[]).assert_status(303);
        try_login(&mut client, "yosef@kupang.go.id", PASSWORD).assert_status(303);
    }

    fn the_chosen_language_is_kept(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let mut client = city.client_of(person);
        let answer = client.post("/akun/bahasa", &[("language", "en")]);
        client.follow(&answer).assert_shows("My account").assert_shows("Language saved");
        city.client_of(person).get("/akun").assert_shows("My account");
    }
}
