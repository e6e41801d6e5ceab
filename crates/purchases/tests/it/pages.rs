use authz::{Role, Scope};
use base::AgencyId;
use fleet::testkit::{AGENCY, car};
use identity::testkit::City;
use testkit::{TestDb, both_databases};

use crate::support::*;

const RUPIAH: &str = "No Transaksi;Waktu transaksi;No Polisi;Jenis BBM;Jumlah liter;Harga per liter;Total;Kilometer\n\
    1;13/05/2021 08:00;DH 1234 A;Pertalite;30,5;7650;233325;20000\n\
    2;20/05/2021 08:00;DH 1234 A;Pertalite;60;7650;459000;20300\n";

/// A city whose history has a known vehicle in rupiah and unknown ones in dollars.
fn city(database: TestDb) -> City {
    act(&database.db, |tx, stamp| {
        car(AGENCY).plate("DH 1234 A").add(tx, stamp)
    });
    import(&desk(&database.db), ("card.csv", EXPORT, EXPORT_MAP));
    import(&desk(&database.db), ("daftar.csv", RUPIAH, ""));
    City::of(database).area(purchases::area()).open()
}

both_databases! {
    steps: steps();

    fn the_list_shows_totals_of_each_unit_and_currency_unmixed(database) {
        let city = city(database);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin
            .get("/pembelian?masa=semua")
            .assert_status(200)
            .assert_shows("63,875\u{a0}gal")
            .assert_shows("90,5\u{a0}l")
            .assert_shows("US$\u{a0}151,69")
            .assert_shows("Rp\u{a0}692.325")
            .assert_shows("Tidak ada di register");
        // Without a choice the latest month of the history is shown, and said so.
        admin
            .get("/pembelian")
            .assert_shows("Mei 2021")
            .assert_shows("Rp\u{a0}692.325")
            .assert_hides("151,69");
        admin.get("/pembelian?masa=semua&jenis=non_fuel").assert_shows("WASH").assert_hides("V9</");
        admin.get("/pembelian?masa=semua&register=ya").assert_shows("DH 1234 A").assert_hides("US$");
        admin.get("/pembelian?masa=semua&ragu=above_tank").assert_shows("Melebihi tangki").assert_hides("30,5\u{a0}l");
        admin.get("/pembelian?kendaraan=V9").assert_shows("50,63").assert_hides("DH 1234 A</");
        admin.get("/pembelian?dari=2021-02-20&sampai=2021-02-22").assert_shows("24,2").assert_hides("50,63");
        let file = admin.get("/pembelian?masa=semua&format=xlsx");
        file.assert_status(200);
        assert!(file.bytes.starts_with(b"PK"), "an XLSX file is a ZIP");
    }

    fn an_import_leads_to_its_trail(database) {
        let desk = desk(&database.db);
        let run = import(&desk, ("daftar.csv", RUPIAH, "")).id;
        let city = City::of(database)
            .share(desk)
            .area(register::area())
            .area(purchases::area())
            .open();
        let page = format!("/impor/proses/{run}");
        city.client_as(Role::CityAdmin, Scope::Tenant)
            .get(&page)
            .assert_status(200)
            .assert_shows(&format!("href=\"/jejak/import_run/{run}\""));
    }

    fn a_vehicle_leads_to_its_purchases(database) {
        let followers = fleet::PlateFollowers::new([
            std::sync::Arc::new(purchases::PurchaseFollower) as std::sync::Arc<dyn fleet::PlateFollower>
        ]);
        let vehicle = act(&database.db, |tx, stamp| {
            car(AGENCY).plate("DH 1234 A").add(tx, stamp)
        });
        let bare = act(&database.db, |tx, stamp| {
            car(AGENCY).plate("DH 4321 A").add(tx, stamp)
        });
        import(&desk(&database.db), ("daftar.csv", RUPIAH, ""));
        let city = City::of(database).share(followers).area(fleet::area()).open();
        let page = format!("/kendaraan/{vehicle}");
        city.client_as(Role::FuelOfficer, Scope::Agency(AGENCY))
            .get(&page)
            .assert_shows(&format!("href=\"/pembelian?kendaraan={vehicle}\""))
            .assert_shows("Pembelian lama (2)");
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.get(&format!("/kendaraan/{bare}")).assert_hides("/pembelian");
    }

    fn an_empty_history_has_one_button_and_no_figure(database) {
        let city = City::of(database).area(purchases::area()).open();
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let page = admin.get("/pembelian");
        page.assert_status(200).assert_shows("Belum ada pembelian").assert_hides("class=\"figure");
        assert_eq!(page.text().matches("/impor/baru/purchases").count(), 1);
        admin
            .get("/pembelian?kendaraan=DH+9+Z")
            .assert_shows("Tidak ada pembelian yang cocok")
            .assert_shows("href=\"/pembelian?masa=semua\"")
            .assert_hides("class=\"figure");
        let mut verifier = city.client_as(Role::Verifier, Scope::Tenant);
        verifier
            .get("/pembelian")
            .assert_shows("Minta admin kota mengimpor")
            .assert_hides("/impor/baru/purchases");
    }

    fn a_purchase_shows_what_was_written_and_what_follows(database) {
        let city = city(database);
        let id = all(city.db()).into_iter().find(|p| p.vehicle_text == "V9").unwrap().id;
        let mut verifier = city.client_as(Role::Verifier, Scope::Tenant);
        verifier
            .get(&format!("/pembelian/{id}"))
            .assert_status(200)
            .assert_shows("20,25\u{a0}gal")
            .assert_shows("76,655\u{a0}l")
            .assert_shows("US$\u{a0}50,63")
            .assert_shows("88.000\u{a0}mi")
            .assert_shows("141.622\u{a0}km")
            .assert_hides("/impor/proses/");
        city.visitor().get("/pembelian").assert_redirect("/masuk?kembali=/pembelian");
        city.client_as(Role::Driver, Scope::Own).get("/pembelian").assert_status(403);
    }

    fn another_agency_sees_nothing_of_it(database) {
        let city = city(database);
        let known = all(city.db()).into_iter().find(|p| p.vehicle.is_some()).unwrap().id;
        let mut own = city.client_as(Role::FuelOfficer, Scope::Agency(AGENCY));
        own.get("/pembelian")
            .assert_shows("DH 1234 A")
            .assert_hides("US$")
            .assert_hides("name=\"opd\"");
        let other = AgencyId::new(base::Uuid::from_u128(99));
        let mut stranger = city.client_as(Role::FuelOfficer, Scope::Agency(other));
        stranger.get("/pembelian").assert_status(200).assert_hides("DH 1234 A");
        stranger.get(&format!("/pembelian/{known}")).assert_status(404);
    }

    fn programs_read_exact_numbers(database) {
        let city = city(database);
        let program = city.api_as(Role::Verifier, Scope::Tenant);
        let answer = program.get("/api/v1/purchases?kind=fuel&known=false&limit=2");
        answer.assert_status(200);
        let page: serde_json::Value = serde_json::from_slice(&answer.bytes).unwrap();
        let first = &page["items"][0];
        assert_eq!(first["quantity"], "20.25");
        assert_eq!(first["unit"], "gallon_us");
        assert_eq!(first["volume_ml"], 76_655);
        assert_eq!(first["amount"], "50.63");
        assert_eq!(first["amount_rupiah"], serde_json::Value::Null);
        assert_eq!(first["meter_value"], 141_622);
        let next = page["next"].as_str().unwrap();
        let more = program.get(&format!("/api/v1/purchases?kind=fuel&known=false&limit=2&after={next}"));
        more.assert_status(200).assert_shows("\"23.93\"");
        let station = base::StationId::new(base::Uuid::from_u128(5));
        let till = city.api_as(Role::Attendant, Scope::Station(station));
        till.get("/api/v1/purchases").assert_status(403);
    }
}
