use authz::{Role, Scope};
use base::{AgencyId, Uuid};
use identity::testkit::City;
use stations::testkit::{add_price, add_standards, add_station};
use testkit::{TestDb, morning};
use web::{Locale, PageFrame};

use crate::steps;

fn city(test: TestDb) -> City {
    add_standards(&test.db, morning());
    City::of(test).area(stations::area()).open()
}

/// The address of a link on an answer that shows one.
fn link_path(answer: &identity::testkit::Answer) -> String {
    let text = answer.text();
    let (_, rest) = text.split_once("<code>http://bbm.uji").unwrap();
    rest.split_once('<').unwrap().0.to_owned()
}

#[test]
fn pages_have_no_plain_faults() {
    for locale in [Locale::Id, Locale::En] {
        for sample in (stations::area().samples)(locale) {
            let faults = sample.faults(&PageFrame::sample(locale, ""));
            assert_eq!(faults, Vec::<String>::new());
        }
    }
}

testkit::both_databases! {
    steps: steps();

    fn a_price_is_entered_and_shown(test) {
        let city = city(test);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.get("/harga/baru").assert_status(200);
        let mut fields = vec![
            ("product", "pertamax"),
            ("place", "provinsi-53"),
            ("price", "13.650"),
            ("from_on", "24/11/2026"),
            ("from_time", "07:30"),
            ("source_number", "Pengumuman 11"),
        ];
        let wrong = admin.post("/harga", &fields[..3]);
        wrong.assert_status(422).assert_shows("tanggal mulai berlaku").assert_shows("13.650");
        let saved = admin.post("/harga", &fields);
        saved.assert_redirect("/harga");
        admin.follow(&saved).assert_shows("Rp\u{a0}13.650").assert_shows("terlambat").assert_shows("07:30 WITA");
        fields[2].1 = "13.900";
        admin.post("/harga", &fields).assert_status(422).assert_shows("Rp\u{a0}13.650");
        let sheet = admin.get("/harga?format=xlsx");
        sheet.assert_status(200);
        assert!(sheet.bytes.starts_with(b"PK"));
    }

    fn officers_see_stations_and_only_admins_change_them(test) {
        let city = city(test);
        let station = add_station(city.db(), morning(), "54.851.02");
        add_price(city.db(), "pertamax", 13_650, morning());
        let agency = AgencyId::new(Uuid::from_u128(10));
        let mut officer = city.client_as(Role::FuelOfficer, Scope::Agency(agency));
        officer.get("/spbu").assert_status(200).assert_shows("SPBU 54.851.02").assert_hides("/spbu/baru");
        let page = officer.get(&format!("/spbu/{station}"));
        page.assert_shows("Rp\u{a0}13.650").assert_shows("Setiap hari 24 jam").assert_hides("Laporkan kosong");
        officer.get("/spbu/baru").assert_status(404);
        let other = add_station(city.db(), morning(), "54.851.03");
        let mut owner = city.client_as(Role::StationOwner, Scope::Station(other));
        owner.get("/spbu").assert_hides("54.851.02");
        owner.get(&format!("/spbu/{station}")).assert_status(404);
        owner.get(&format!("/spbu/{other}")).assert_shows("Laporkan kosong");
        let report = [("product", "pertamax"), ("keadaan", "kosong")];
        let reported = owner.post(&format!("/spbu/{other}/stok"), &report);
        owner.follow(&reported).assert_shows("Kosong sejak").assert_shows("Sudah ada lagi");
        owner.post(&format!("/spbu/{station}/stok"), &report).assert_status(404);
    }

    fn a_station_shows_its_shifts_to_the_admin(test) {
        let city = city(test);
        let station = add_station(city.db(), morning(), "54.851.02");
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let page = format!("/spbu/{station}");
        admin.get(&page).assert_shows("Belum ada giliran");
        let pump = stations::testkit::open_pump(city.db(), morning(), station);
        admin
            .get(&page)
            .assert_shows("Dibuka ")
            .assert_shows(&format!("href=\"/pompa/rekap/{}\"", pump.shift))
            .assert_shows(&format!("href=\"/jejak/shift/{}\"", pump.shift));
        let mut officer = city.client_as(Role::FuelOfficer, Scope::Tenant);
        officer.get(&page).assert_hides("/jejak/shift/");
    }

    fn a_station_is_added_with_its_hours(test) {
        let city = city(test);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.get("/spbu/baru").assert_shows("24 jam");
        let mut fields = vec![
            ("number", "54-85107"),
            ("name", "SPBU Oebobo"),
            ("address", "Jalan Oebobo"),
            ("province", "53"),
            ("products", "pertamax"),
            ("active", "ya"),
            ("hours_1", "pagi"),
        ];
        for day in ["hours_2", "hours_3", "hours_4", "hours_5", "hours_6", "hours_7"] {
            fields.push((day, "06:00-22:00"));
        }
        admin.post("/spbu", &fields).assert_status(422).assert_shows("Jam buka Senin:");
        fields[6].1 = "tutup";
        let added = admin.post("/spbu", &fields);
        let page = admin.follow(&added);
        page.assert_shows("54.851.07").assert_shows("Senin tutup, Selasa–Minggu 06:00–22:00");
    }

    fn a_phone_enrols_by_a_tap_and_only_once(test) {
        let city = city(test);
        let station = add_station(city.db(), morning(), "54.851.02");
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.get(&format!("/spbu/{station}"));
        let shown = admin.post(&format!("/spbu/{station}/perangkat"), &[("name", "Pulau 1")]);
        shown.assert_status(200).assert_shows("<svg");
        let path = link_path(&shown);
        let mut phone = city.visitor();
        phone.get(&path).assert_status(200).assert_shows("Pulau 1");
        phone.get(&path).assert_status(200);
        phone.post(&path, &[]).assert_redirect("/pompa/shift");
        assert!(phone.cookie("sesi").is_some());
        let mut thief = city.visitor();
        thief.get(&path).assert_status(422).assert_shows("sudah dibuka");
    }

    fn programs_read_prices_and_add_notices_once(test) {
        let city = city(test);
        let api = city.api_as(Role::CityAdmin, Scope::Tenant);
        let body = r#"{"product":"pertamax","province":"53","price_rupiah":13650,
            "valid_from_at":"2026-11-24T07:00:00+08:00","source_number":"Pengumuman 11"}"#;
        let first = api.post("/api/v1/price-notices", Some("key-1"), body);
        first.assert_status(201);
        let again = api.post("/api/v1/price-notices", Some("key-1"), body);
        assert_eq!(first.text(), again.text());
        api.post("/api/v1/price-notices", Some("key-2"), body).assert_status(422).assert_shows("already_known");
        api.get("/api/v1/prices").assert_shows(r#"{"product":"pertamax","price_rupiah":13650}"#);
        api.get("/api/v1/price-notices").assert_shows("2026-11-23T23:00:00Z");
        api.get("/api/v1/stations").assert_status(200);
    }
}
