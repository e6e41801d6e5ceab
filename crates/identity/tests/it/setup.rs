//! The first admin.

use identity::testkit::{City, TEST_SETUP_CODE};

use crate::{NIP, PASSWORD, STEPS, maria};

testkit::both_databases! {
    steps: STEPS;

    fn the_first_admin_is_made_once_and_with_the_code_only(db) {
        let city = City::of(db).open();
        let mut client = city.visitor();
        client.get("/mulai").assert_status(200).assert_shows("Mulai memakai Sihebat");
        let fields = |code: &'static str, nip: &'static str| {
            [("setup_code", code), ("name", "Maria Nggadas"), ("nip", nip), ("password", PASSWORD), ("again", PASSWORD)]
        };
        client.post("/mulai", &fields("salah", NIP)).assert_status(422).assert_shows("Kode pemasangan tidak cocok");
        client.post("/mulai", &fields(TEST_SETUP_CODE, "")).assert_status(422).assert_shows("Isi NIP atau surel");
        client.post("/mulai", &fields(TEST_SETUP_CODE, NIP)).assert_redirect("/");
        client.get("/pengguna").assert_status(200).assert_shows("Maria Nggadas");
        client.get("/mulai").assert_status(404);
        client.post("/mulai", &fields(TEST_SETUP_CODE, NIP)).assert_status(404);
    }

    fn the_page_is_closed_where_accounts_exist(db) {
        let city = City::of(db).open();
        maria(&city);
        city.visitor().get("/mulai").assert_status(404);
    }
}
