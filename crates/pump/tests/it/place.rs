use authz::{Role, Scope};
use stations::testkit::{add_station, enrol, open_pump, run};
use testkit::morning;

use crate::{ready, steps};

testkit::both_databases! {
    steps: steps();

    fn nobody_but_an_enrolled_device_gets_in(test) {
        let ready = ready(test);
        ready.city.visitor().get("/pompa").assert_status(403).assert_shows("belum terdaftar").assert_shows("/masuk");
        let mut admin = ready.city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.get("/pompa").assert_status(403).assert_shows("Anda masuk sebagai pegawai");
    }

    fn without_an_open_shift_the_attendant_opens_one(test) {
        let mut ready = ready(test);
        let (_, token) = enrol(ready.city.db(), morning().plus_seconds(1), ready.fuel.pump.station);
        let mut phone = ready.city.visitor();
        phone.set_cookie("sesi", &token);
        phone.get("/pompa").assert_redirect("/pompa/shift");
        phone.get("/pompa/rekap").assert_redirect("/pompa/shift");
        // Shifts end by themselves.
        ready.city.clock.advance_seconds(stations::SHIFT_SECONDS);
        ready.phone.get("/pompa").assert_redirect("/pompa/shift");
    }

    fn another_station_sees_neither_hold_nor_receipt(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let hold = ready.hold(&issued);
        let db = ready.city.db();
        let station = add_station(db, morning(), "54.851.02");
        fuel::testkit::add_contract(db, station);
        let other = open_pump(db, morning().plus_seconds(2), station);
        let mut phone = ready.city.visitor();
        phone.set_cookie("sesi", &other.token);
        phone.get("/pompa");
        phone.get(&format!("/pompa/isi/{hold}")).assert_status(404);
        let path = format!("/pompa/isi/{hold}");
        phone.post_file(&path, &[("litres", "10")], ("foto_pompa", "", &[])).assert_status(404);
        phone.post(&format!("{path}/batal"), &[]).assert_status(404);
        let scanned = phone.post("/pompa/pindai", &[("kode", &issued.code)]);
        phone.follow(&scanned).assert_status(409).assert_shows("Sedang dipegang").assert_shows("08:15 WITA");
        let captured = ready.fill(hold, &[("litres", "10"), ("meter", "48210")]);
        let receipt = captured.header("location").unwrap().to_owned();
        phone.get(&receipt).assert_status(404);
        ready.phone.get(&receipt).assert_status(200);
    }

    fn a_station_without_contract_or_driver_is_told_whom_to_call(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let db = ready.city.db();
        let station = add_station(db, morning(), "54.851.03");
        let other = open_pump(db, morning().plus_seconds(3), station);
        let mut phone = ready.city.visitor();
        phone.set_cookie("sesi", &other.token);
        phone.get("/pompa");
        let scanned = phone.post("/pompa/pindai", &[("kode", &issued.code)]);
        phone.follow(&scanned).assert_status(409).assert_shows("SPBU tanpa kontrak").assert_shows("0812-3456-7890");
        let lonely = {
            let driver = ready.fuel.driver;
            let car = fuel::testkit::add_car(db, ready.fuel.agency, "DH 77 A", driver);
            ready.fuel.issue(db, &fuel::IssueVoucher { vehicle: car, ..ready.fuel.voucher() }).unwrap()
        };
        let driver = ready.fuel.driver;
        // The last admin cannot leave, and nobody else is one yet.
        ready.city.client_as(Role::CityAdmin, Scope::Tenant);
        run(db, morning(), move |tx, stamp| {
            identity::close_person(tx, stamp, &stations::testkit::admin(), driver)
        })
        .unwrap();
        ready.scan(&lonely.code).assert_status(409).assert_shows("Pengemudi belum terdaftar");
    }
}
