use ::testkit::{TestDb, both_databases};
use authz::{Role, Scope};
use fleet::{PlateMatch, match_plate};
use identity::testkit::{City, TestPerson};

use super::*;

fn city(db: TestDb) -> City {
    City::of(db).area(fleet::area()).open()
}

both_databases! {
    steps: steps();

    fn a_keeper_adds_a_vehicle_and_finds_it_by_its_plate(db) {
        let city = city(db);
        let id = add(city.db(), car().plate("DH 1 A"));
        let mut keeper = city.client_as(Role::AssetKeeper, Scope::Agency(AGENCY));
        keeper.get("/kendaraan").assert_status(200).assert_shows("DH 1 A");
        keeper.get("/kendaraan/baru").assert_status(200).assert_shows("Nomor rangka");
        let agency = AGENCY.to_string();
        let fields = [
            ("opd", agency.as_str()), ("jenis", "vehicle"), ("kelas", "car"), ("nama", "Suzuki Ertiga"),
            ("plat", "dh5678b"), ("warna", "red"), ("bahan_bakar", "petrol"), ("meter", "odometer"), ("tangki", "45"),
        ];
        let added = keeper.post("/kendaraan", &fields);
        keeper.follow(&added).assert_status(200).assert_shows("DH 5678 B").assert_shows("Data belum lengkap");
        keeper.get("/kendaraan?cari=DH+5678").assert_shows("Suzuki Ertiga").assert_hides("Toyota Avanza");
        let taken = keeper.post("/kendaraan", &fields);
        taken.assert_status(422).assert_shows("sedang dipakai kendaraan lain");
        let workbook = keeper.get("/kendaraan?format=xlsx");
        workbook.assert_status(200);
        city.visitor().get("/kendaraan").assert_redirect("/masuk?kembali=/kendaraan");
        let other = base::AgencyId::new(base::Uuid::from_u128(99));
        let mut stranger = city.client_as(Role::AssetKeeper, Scope::Agency(other));
        stranger.get(&format!("/kendaraan/{id}")).assert_status(404);
    }

    fn every_tab_of_a_vehicle_opens_and_takes_its_forms(db) {
        let city = city(db);
        let id = add(city.db(), car().plate("DH 1 A"));
        let nip = "198504122010012003";
        city.add(TestPerson::named("Maria Nggadas").nip(nip));
        let mut keeper = city.client_as(Role::AssetKeeper, Scope::Tenant);
        let page = format!("/kendaraan/{id}");
        for tab in ["", "?tab=plat", "?tab=orang", "?tab=meter", "?tab=surat"] {
            keeper.get(&format!("{page}{tab}")).assert_status(200);
        }
        let person = [("nip", nip), ("tugas", "driver"), ("mulai", "2026-01-01")];
        let answer = keeper.post(&format!("{page}/orang"), &person);
        keeper.follow(&answer).assert_shows("Maria Nggadas");
        let nobody = [("nip", "1"), ("tugas", "driver"), ("mulai", "2026-01-01")];
        keeper.post(&format!("{page}/orang"), &nobody).assert_status(422).assert_shows("Tidak ada orang dengan NIP");
        let read = |value: &'static str| [("nilai", value)];
        let answer = keeper.post(&format!("{page}/bacaan"), &read("12.000"));
        keeper.follow(&answer).assert_shows("12.000").assert_shows("Pemeriksaan");
        let plate = [("plat", "DH 2 B"), ("warna", "red"), ("alasan", "STNK baru")];
        let answer = keeper.post(&format!("{page}/plat"), &plate);
        keeper.follow(&answer).assert_shows("DH 2 B").assert_shows("DH 1 A");
        let workshop = [("keadaan", "workshop"), ("mulai", "2026-11-24"), ("alasan", "servis")];
        let answer = keeper.post(&format!("{page}/keadaan"), &workshop);
        keeper.follow(&answer).assert_shows("Di bengkel");
        let letter = [
            ("jenis", "recommendation"), ("nomor", "500/1"), ("penerbit", "Dinas ESDM"),
            ("produk", "biosolar"), ("mulai", "2026-01-01"), ("sampai", "2026-12-31"), ("volume", "200"),
        ];
        let answer = keeper.post(&format!("{page}/surat"), &letter);
        keeper.follow(&answer).assert_shows("500/1").assert_shows("Berlaku");
        let mut mayor = city.client_as(Role::Mayor, Scope::Tenant);
        mayor.get(&page).assert_status(200).assert_hides("Ubah data");
        mayor.post(&format!("{page}/keadaan"), &workshop).assert_status(403);
    }

    fn an_unknown_plate_is_linked_with_one_click(db) {
        let city = city(db);
        let id = add(city.db(), car().plate("DH 1234 A"));
        let unknown = super::unknowns::note(city.db(), "DH 1243 A", 0);
        let mut keeper = city.client_as(Role::AssetKeeper, Scope::Tenant);
        keeper.get("/plat-tak-dikenal").assert_status(200).assert_shows("DH 1243 A");
        let page = format!("/plat-tak-dikenal/{unknown}");
        keeper.get(&page).assert_status(200).assert_shows("Ini DH 1234 A");
        let vehicle = id.to_string();
        let fields = [("tindakan", "hubungkan"), ("kendaraan", vehicle.as_str()), ("revisi", "0")];
        let answer = keeper.post(&page, &fields);
        keeper.follow(&answer).assert_status(200);
        let matched = look(city.db(), |tx| match_plate(tx, TENANT, "DH 1243 A", today()));
        assert_eq!(matched, PlateMatch::One(id));
        keeper.get("/plat-tak-dikenal?format=xlsx").assert_status(200);
    }
}

#[test]
fn samples_are_whole_in_both_languages() {
    for locale in web::Locale::ALL {
        let frame = web::PageFrame::sample(locale, "");
        for sample in (fleet::area().samples)(locale) {
            assert_eq!(sample.faults(&frame), Vec::<String>::new());
        }
    }
}
