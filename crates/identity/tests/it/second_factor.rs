//! The second step of a login.

use base::{PersonId, Uuid};
use db::{ActionError, Command};
use identity::testkit::{Answer, City, Client, second_factor_code};
use identity::{DataKey, ResealStep, reseal_secrets};

use crate::{NIP, PASSWORD, STEPS, between, maria, try_login};

/// Enrols the second factor of who is signed in; gives key and recovery codes.
fn enrol(city: &City, client: &mut Client) -> (String, Vec<String>) {
    let page = client.get("/akun/kode");
    page.assert_status(200).assert_shows("<svg");
    let key = between(&page.text(), "<code>", "</code>");
    let ticket = page.hidden("ticket").unwrap();
    client
        .post("/akun/kode", &[("ticket", &ticket), ("code", "000000")])
        .assert_status(422);
    let code = second_factor_code(&key, city.now());
    let done = client.post("/akun/kode", &[("ticket", &ticket), ("code", &code)]);
    done.assert_status(200).assert_shows("Kode cadangan");
    let codes = done
        .text()
        .split("<li><code>")
        .skip(1)
        .map(|part| part[..19].to_owned())
        .collect();
    city.clock.advance_seconds(60);
    (key, codes)
}

fn give_code(client: &mut Client, asked: &Answer, code: &str) -> Answer {
    let ticket = asked.hidden("ticket").unwrap();
    client.post("/masuk/kode", &[("ticket", &ticket), ("code", code)])
}

/// Looks at all secrets with these keys.
fn reseal(city: &City, keys: &[u8]) -> (u32, u32) {
    let key = DataKey::ring(keys.iter().map(|number| [*number; 32]).collect()).unwrap();
    let stamp = testkit::stamp_at(city.now());
    let nobody = PersonId::new(Uuid::nil());
    let done = city.db().write_blocking(Command::by(&stamp), move |tx| {
        let with = (&key, &base::SystemEntropy as &dyn base::Entropy);
        let ResealStep {
            resealed,
            unreadable,
            next,
        } = reseal_secrets(tx, &stamp.fresh(), with, nobody)?;
        assert_eq!(next, None, "all were looked at");
        Ok::<_, ActionError<std::convert::Infallible>>((resealed, unreadable))
    });
    done.unwrap()
}

testkit::both_databases! {
    steps: STEPS;

    fn secrets_are_sealed_anew_once_after_a_new_data_key(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        enrol(&city, &mut city.client_of(person));
        assert_eq!(reseal(&city, &[5]), (0, 0));
        assert_eq!(reseal(&city, &[7]), (0, 1), "without the old key nothing is lost or changed");
        assert_eq!(reseal(&city, &[6, 5]), (1, 0));
        assert_eq!(reseal(&city, &[6, 5]), (0, 0), "a second time changes nothing");
        assert_eq!(reseal(&city, &[6]), (0, 0), "the old key is not needed any more");
    }

    fn a_person_is_found_by_what_he_signs_in_with(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let find = |login: &'static str| {
            let read = move |tx: &mut db::Tx<'_>| identity::lookup_person_by_login(tx, testkit::TENANT, login);
            city.db().read_blocking(testkit::TENANT, db::Access::ReadOwn, read).unwrap().map(|found| found.id)
        };
        assert_eq!(find("Maria@Kupang.go.id "), Some(person));
        assert_eq!(find("19850412 201001 2 003"), Some(person));
        assert_eq!(find("maria"), None);
        assert_eq!(find("yosef@kupang.go.id"), None);
    }

    fn the_password_alone_is_not_enough(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let (key, _) = enrol(&city, &mut city.client_of(person));
        let mut client = city.visitor();
        let asked = try_login(&mut client, NIP, PASSWORD);
        asked.assert_status(200).assert_shows("Kode langkah kedua");
        assert_eq!(client.cookie("sesi"), None);
        client.get("/akun").assert_status(303);
        give_code(&mut client, &asked, "123456").assert_status(422).assert_shows("Kode tidak cocok");
        let code = second_factor_code(&key, city.now());
        give_code(&mut client, &asked, &code).assert_redirect("/");
        client.get("/akun").assert_status(200).assert_shows("sisa 8 kode cadangan");
        // The same code works once.
        let mut thief = city.visitor();
        let asked = try_login(&mut thief, NIP, PASSWORD);
        give_code(&mut thief, &asked, &code).assert_status(422);
    }

    fn a_recovery_code_works_once(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let (_, codes) = enrol(&city, &mut city.client_of(person));
        assert_eq!(codes.len(), 8);
        let mut client = city.visitor();
        let asked = try_login(&mut client, NIP, PASSWORD);
        give_code(&mut client, &asked, &codes[3].replace('-', "")).assert_redirect("/");
        client.get("/akun").assert_shows("sisa 7 kode cadangan");
        let mut again = city.visitor();
        let asked = try_login(&mut again, NIP, PASSWORD);
        give_code(&mut again, &asked, &codes[3]).assert_status(422);
    }

    fn guessing_codes_is_locked(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let (key, _) = enrol(&city, &mut city.client_of(person));
        let mut client = city.visitor();
        let asked = try_login(&mut client, NIP, PASSWORD);
        for _ in 0..5 {
            give_code(&mut client, &asked, "111111").assert_shows("Kode tidak cocok");
        }
        let code = second_factor_code(&key, city.now());
        give_code(&mut client, &asked, &code).assert_status(422).assert_shows("Terlalu banyak percobaan");
    }

    fn an_altered_or_old_ticket_starts_again(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let (key, _) = enrol(&city, &mut city.client_of(person));
        let mut client = city.visitor();
        let asked = try_login(&mut client, NIP, PASSWORD);
        let ticket = asked.hidden("ticket").unwrap();
        let altered = format!("x{ticket}");
        let code = second_factor_code(&key, city.now());
        client.post("/masuk/kode", &[("ticket", &altered), ("code", &code)]).assert_redirect("/masuk");
        city.clock.advance_seconds(600);
        let code = second_factor_code(&key, city.now());
        client.post("/masuk/kode", &[("ticket", &ticket), ("code", &code)]).assert_redirect("/masuk");
    }

    fn switching_it_off_asks_for_the_password(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let mut client = city.client_of(person);
        enrol(&city, &mut client);
        client.post("/akun/kode/hapus", &[("password", "salah")]).assert_status(422);
        client.post("/akun/kode/hapus", &[("password", PASSWORD)]).assert_redirect("/akun");
        let mut other = city.visitor();
        try_login(&mut other, NIP, PASSWORD).assert_redirect("/");
    }

    fn the_secret_lies_sealed(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let (key, _) = enrol(&city, &mut city.client_of(person));
        let stored = city.db().read_blocking(testkit::TENANT, db::Access::ReadOwn, move |tx| {
            tx.query_one(
                "SELECT totp_secret FROM account WHERE tenant_id = $1 AND person_id = $2",
                db::params![testkit::TENANT, person],
            )?.get::<Vec<u8>>("totp_secret")
        }).unwrap();
        // 12 bytes of nonce, 20 of secret, 16 of tag: nothing of it is the secret itself.
        assert_eq!(stored.len(), 48);
        assert!(!key.is_empty());
    }
}
