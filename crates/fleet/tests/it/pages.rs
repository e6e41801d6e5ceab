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

    fn the_classes_lead_to_their_trail(db) {
        let city = city(db);
        add(city.db(), car().plate("DH 1 A"));
        let mut keeper = city.client_as(Role::AssetKeeper, Scope::Agency(AGENCY));
        keeper.get("/kendaraan").assert_shows("href=\"/kendaraan/kelas\"");
        keeper
            .get("/kendaraan/kelas")
            .assert_status(200)
            .assert_shows("per 100 km")
            .assert_shows(&format!("href=\"/jejak/vehicle_class/{}\"", ::testkit::TENANT));
        let mut driver = city.client_as(Role::Attendant, Scope::Tenant);
        driver.get("/kendaraan/kelas").assert_status(403);
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
        let person = [("orang", nip), ("tugas", "driver"), ("mulai", "2026-01-01")];
        let answer = keeper.post(&format!("{page}/orang"), &person);
        keeper.follow(&answer).assert_shows("Maria Nggadas");
        let nobody = [("orang", "1"), ("tugas", "driver"), ("mulai", "2026-01-01")];
        keeper.post(&format!("{page}/orang"), &nobody).assert_status(422).assert_shows("Tidak ada orang yang cocok");
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

    fn a_contract_driver_is_named_by_name_and_telephone(db) {
        let city = city(db);
        let id = add(city.db(), car().plate("DH 1 A"));
        city.add(TestPerson::named("Yohanes Bria").phone("+6281234567890").without_account());
        city.add(TestPerson::named("Yohanes Bria").phone("+6281234567891").without_account());
        let mut keeper = city.client_as(Role::AssetKeeper, Scope::Tenant);
        let page = format!("/kendaraan/{id}/orang");
        let named = |who: &'static str| [("orang", who), ("tugas", "driver"), ("mulai", "2026-01-01")];
        keeper
            .post(&page, &named("Yohanes Bria"))
            .assert_status(422)
            .assert_shows("Ada beberapa orang");
        let answer = keeper.post(&page, &named("yohanes bria, 0812-3456-7890"));
        keeper.follow(&answer).assert_shows("Yohanes Bria");
        keeper.post(&page, &named("0812 3456 7891")).assert_status(303);
    }

    fn an_unknown_plate_is_linked_with_one_click(db) {
        let city = city(db);
        let id = add(city.db(), car().plate("DH 1234 A"));
        let unknown = super::unknowns::note(city.db(), "DH 1243 A", 0);
        let mut keeper = city.client_as(Role::AssetKeeper, Scope::Tenant);
        keeper.get("/plat-tak-dikenal").assert_status(200).assert_shows("DH 1243 A");
        let page = format!("/plat-tak-dikenal/{unknown}");
        keeper.get(&page).assert_shows(&format!("href=\"/jejak/unknown_vehicle/{unknown}\""));
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

both_databases! {
    steps: steps();

    fn a_vehicle_keeps_its_unit_and_working_days(db) {
        let city = city(db);
        let (home, unit) = add_unit(city.db(), "UPTD Alat Berat");
        let mut keeper = city.client_as(Role::AssetKeeper, Scope::Agency(home));
        keeper.get("/kendaraan/baru").assert_shows("UPTD Alat Berat").assert_shows("Setiap hari");
        let (opd, unit) = (home.to_string(), unit.to_string());
        let fields = |unit| {
            [
                ("opd", opd.as_str()), ("jenis", "vehicle"), ("kelas", "car"), ("nama", "Toyota Hilux"),
                ("bahan_bakar", "diesel"), ("meter", "odometer"), ("unit", unit), ("hari_kerja", "every_day"),
            ]
        };
        add(city.db(), car().plate("DH 1 A"));
        let strange = base::UnitId::new(base::Uuid::from_u128(5)).to_string();
        keeper.post("/kendaraan", &fields(&strange)).assert_status(422).assert_shows("Unit ini bukan milik OPD");
        let added = keeper.post("/kendaraan", &fields(&unit));
        keeper.follow(&added).assert_status(200).assert_shows("UPTD Alat Berat").assert_shows("Setiap hari");
    }

    fn duplicates_of_the_city_are_listed_to_who_may_merge_them(db) {
        let city = city(db);
        let one = add(city.db(), car().plate("DH 1 A").numbers("MHFX0001", "E1"));
        let other = add(city.db(), car().plate("DH 2 B").numbers("MHF-X0001", "E2"));
        let apart = add(city.db(), car().plate("DH 3 C").numbers("MHFX0009", "E3"));
        let mut keeper = city.client_as(Role::AssetKeeper, Scope::Agency(AGENCY));
        keeper.get("/kendaraan").assert_shows("/kendaraan/ganda");
        keeper.get("/kendaraan/ganda")
            .assert_status(200)
            .assert_shows(&format!("/kendaraan/{one}"))
            .assert_shows(&format!("/kendaraan/{other}"))
            .assert_shows("Nomor rangka sama")
            .assert_hides(&format!("/kendaraan/{apart}"));
        assert!(keeper.get("/kendaraan/ganda?format=xlsx").bytes.starts_with(b"PK"));
        let elsewhere = base::AgencyId::new(base::Uuid::from_u128(99));
        let mut stranger = city.client_as(Role::AssetKeeper, Scope::Agency(elsewhere));
        stranger.get("/kendaraan/ganda").assert_status(200).assert_hides("DH 1 A");
    }

    fn programs_read_vehicles_people_and_readings_within_their_reach(db) {
        let city = city(db);
        let driver = city.add(TestPerson::named("Yosef Nitbani"));
        let id = add(city.db(), car().plate("DH 1 A").driver(driver));
        let caller = city.api_as(Role::FuelOfficer, Scope::Agency(AGENCY));
        caller.get("/api/v1/vehicles?words=DH+1+A").assert_status(200).assert_shows("\"plate\":\"DH 1 A\"");
        let one = format!("/api/v1/vehicles/{id}");
        caller.get(&one).assert_status(200).assert_shows("\"tank_ml\":45000");
        caller.get(&format!("{one}/people")).assert_status(200).assert_shows(&driver.to_string());
        caller.get(&format!("{one}/readings")).assert_status(200).assert_shows("[]");
        caller.get(&format!("{one}/readings?from=kemarin")).assert_status(400);
        caller.get("/api/v1/vehicles?state=melayang").assert_status(400);
        let elsewhere = base::AgencyId::new(base::Uuid::from_u128(99));
        let stranger = city.api_as(Role::FuelOfficer, Scope::Agency(elsewhere));
        stranger.get(&one).assert_status(404);
        stranger.get("/api/v1/vehicles").assert_status(200).assert_hides("DH 1 A");
    }
}

/// An agency with one unit.
fn add_unit(db: &Db, name: &'static str) -> (base::AgencyId, base::UnitId) {
    let stamp = stamp_at(morning());
    let admin = Actor::person(
        TENANT,
        ActorId::new(Uuid::from_u128(79)),
        vec![Grant::new(Role::CityAdmin, Scope::Tenant)],
    );
    db.write_blocking(Command::by(&stamp), move |tx| {
        let stamp = stamp.fresh();
        let agency = register::AgencyInput {
            code: "1.03.01".to_owned(),
            name: "Dinas PUPR".to_owned(),
            short_name: "PUPR".to_owned(),
            is_active: true,
            ..register::AgencyInput::default()
        };
        let agency = register::create_agency(tx, &stamp, &admin, (&agency, &[7; 16]))
            .map_err(|error| error.map(|refusal| format!("{refusal:?}")))?;
        let unit = register::UnitInput {
            agency,
            name: name.to_owned(),
            work_pattern: register::WorkPattern::FiveDay,
            place_code: None,
            is_active: true,
        };
        let unit = register::create_unit(tx, &stamp, &admin, &unit)
            .map_err(|error| error.map(|refusal| format!("{refusal:?}")))?;
        Ok((agency, unit))
    })
    .unwrap()
}
