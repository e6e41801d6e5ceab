use authz::{Role, Scope};

use crate::{ready, steps};

testkit::both_databases! {
    steps: steps();

    fn the_recap_adds_up_and_is_a_workbook_too(test) {
        let mut ready = ready(test);
        for litres in ["10", "7,5"] {
            let issued = ready.issued();
            let hold = ready.hold(&issued);
            let fields = [("litres", litres), ("meter", "48210"), ("meter_ditanya", "48210"), ("alasan_meter", "looked_again")];
            ready.fill(hold, &fields).assert_status(303);
        }
        let shift = ready.fuel.pump.shift;
        let path = format!("/pompa/rekap/{shift}");
        ready.phone.get("/pompa/rekap").assert_redirect(&path);
        let recap = ready.phone.get(&path);
        recap
            .assert_status(200)
            .assert_shows("17,5\u{a0}l")
            .assert_shows("Rp\u{a0}238.875")
            .assert_shows("Yosef Bria")
            .assert_shows("Tutup giliran");
        let book = ready.phone.get(&format!("{path}?format=xlsx"));
        assert!(book.bytes.starts_with(b"PK"));
        assert!(book.header("content-disposition").unwrap().contains(".xlsx"));
        let station = ready.fuel.pump.station;
        let mut owner = ready.city.client_as(Role::StationOwner, Scope::Station(station));
        owner.get(&path).assert_status(200).assert_hides("Tutup giliran");
        let other = stations::testkit::add_station(ready.city.db(), testkit::morning(), "54.851.09");
        ready.city.client_as(Role::StationOwner, Scope::Station(other)).get(&path).assert_status(404);
    }

    fn fuel_that_has_run_out_is_reported_with_a_tap(test) {
        let mut ready = ready(test);
        ready.phone.get("/pompa/kosong").assert_status(200).assert_shows("Pertamax").assert_hides("sejak");
        let out = [("produk", "pertamax"), ("keadaan", "kosong")];
        for _ in 0..2 {
            let reported = ready.phone.post("/pompa/kosong", &out);
            ready.phone.follow(&reported).assert_shows("sejak 24 Nov 2026, 08:00 WITA").assert_shows("Laporan kosong tercatat");
        }
        let back = ready.phone.post("/pompa/kosong", &[("produk", "pertamax"), ("keadaan", "ada")]);
        ready.phone.follow(&back).assert_hides("sejak").assert_shows("ada lagi");
        ready.phone.post("/pompa/kosong", &[("produk", "avtur"), ("keadaan", "kosong")]).assert_status(404);
        ready.phone.post("/pompa/kosong", &[("produk", "pertamax"), ("keadaan", "?")]).assert_status(400);
    }
}
