use authz::{Role, Scope};
use fleet::testkit::{AGENCY, car};
use fleet::{PlateFollowers, UnknownState};
use identity::testkit::City;
use purchases::PurchaseFollower;
use std::sync::Arc;
use testkit::{TENANT, TestDb, both_databases};

use crate::support::*;

const LIST: &str = "No Transaksi;Waktu transaksi;No Polisi;Jenis BBM;Jumlah liter;Total;Kilometer\n\
    1;13/01/2022 08:00;17;Pertalite;30;229500;20000\n\
    2;20/01/2022 08:00;17;Pertalite;30;229500;20300\n\
    3;21/01/2022 08:00;DH 9 X;Pertalite;30;229500;500\n";

fn city(db: TestDb) -> City {
    let followers: [Arc<dyn fleet::PlateFollower>; 1] = [Arc::new(PurchaseFollower)];
    City::of(db)
        .share(PlateFollowers::new(followers))
        .area(fleet::area())
        .area(purchases::area())
        .open()
}

/// Address and revision of an unknown plate.
fn unknown(city: &City, text: &'static str) -> (String, String) {
    let found = read(city.db(), |tx| {
        let size = base::PageSize::clamped(50);
        fleet::list_unknowns(tx, TENANT, UnknownState::Open, (None, size))
    });
    let plate = found
        .items
        .into_iter()
        .find(|plate| plate.text == text)
        .unwrap();
    (
        format!("/plat-tak-dikenal/{}", plate.id),
        plate.revision.to_string(),
    )
}

both_databases! {
    steps: steps();

    fn one_click_links_a_plate_and_all_its_purchases(database) {
        let id = act(&database.db, |tx, stamp| car(AGENCY).plate("DH 1234 A").add(tx, stamp));
        import(&desk(&database.db), ("kartu.csv", LIST, ""));
        let city = city(database);
        let mut officer = city.client_as(Role::CityAdmin, Scope::Tenant);
        let (page, revision) = unknown(&city, "17");
        officer.get(&page).assert_status(200).assert_shows("Lihat 2 pembelian");
        let wrong = [("tindakan", "hubungkan"), ("plat", "DH 777 Z"), ("revisi", revision.as_str())];
        officer.post(&page, &wrong).assert_status(422);
        let link = [("tindakan", "hubungkan"), ("plat", "DH 1234 A"), ("revisi", revision.as_str())];
        officer.post(&page, &link).assert_redirect("/plat-tak-dikenal");
        let found = all(city.db());
        let attached: Vec<_> = found.iter().map(|p| (p.vehicle, p.agency)).collect();
        assert_eq!(attached, [(Some(id), Some(AGENCY)), (Some(id), Some(AGENCY)), (None, None)]);
        assert_eq!(count(city.db(), "meter_reading"), 2, "its meter has a history now");
        assert_eq!(count(city.db(), "purchase_series"), 0);
        // The next list of this number is known at once.
        let more = "No Transaksi;Waktu transaksi;No Polisi;Jenis BBM;Jumlah liter;Total;Kilometer\n\
            4;27/01/2022 08:00;17;Pertalite;30;229500;20600\n";
        import(&desk(city.db()), ("kartu.csv", more, ""));
        assert!(all(city.db()).iter().filter(|p| p.vehicle_text == "17").all(|p| p.vehicle == Some(id)));
        assert_journal_agrees(city.db());
    }

    fn a_plate_that_is_not_ours_keeps_its_purchases_apart(database) {
        import(&desk(&database.db), ("kartu.csv", LIST, ""));
        let city = city(database);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let (page, revision) = unknown(&city, "DH 9 X");
        let refuse = [("tindakan", "bukan"), ("alasan", "Kendaraan pribadi"), ("revisi", revision.as_str())];
        admin.post(&page, &refuse).assert_redirect("/plat-tak-dikenal");
        assert!(all(city.db()).iter().all(|purchase| purchase.vehicle.is_none()));
        admin.get("/pembelian?masa=semua&register=tidak").assert_shows("DH 9 X");
        assert_journal_agrees(city.db());
    }
}
