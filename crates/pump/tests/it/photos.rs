use authz::{Role, Scope};
use base::{PersonId, UtcMicros};
use blobs::BlobHash;
use fuel::{Doubt, PhotoSubject};
use register::{PhotoPolicy, Settings};
use stations::testkit::{admin, run};
use testkit::{TENANT, morning};

use crate::{Ready, ready, ready_with, steps};

/// A small picture as a phone sends it.
fn picture(shade: u8) -> Vec<u8> {
    let image = image::RgbImage::from_pixel(32, 24, image::Rgb([shade, 80, 40]));
    let mut file = std::io::Cursor::new(Vec::new());
    image.write_to(&mut file, image::ImageFormat::Jpeg).unwrap();
    file.into_inner()
}

fn photos(ready: &Ready, hold: fuel::HoldId) -> Vec<fuel::Photo> {
    ready
        .city
        .db()
        .read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
            fuel::list_hold_photos(tx, TENANT, hold)
        })
        .unwrap()
}

fn always(settings: Settings) -> Settings {
    Settings {
        photo_policy: PhotoPolicy::Always,
        ..settings
    }
}

testkit::both_databases! {
    steps: steps();

    fn a_photo_is_kept_with_time_and_place_and_shown_to_those_with_the_right(test) {
        let mut ready = ready_with(test, always);
        let issued = ready.issued();
        ready.scan(&issued.code).assert_status(200);
        let fields = [
            ("foto_plat_taken_at", "2026-11-23T23:59:30.000Z"),
            ("foto_plat_latitude", "-10.177123"),
            ("foto_plat_longitude", "123.607000"),
        ];
        let path = format!("/pompa/voucher/{}", issued.id);
        let started = ready.phone.post_file(&path, &fields, ("foto_plat", "photo.jpg", &picture(200)));
        let hold = crate::hold_of(&started);
        let kept = photos(&ready, hold);
        let [photo] = kept.as_slice() else { panic!("{kept:?}") };
        assert_eq!(photo.subject, PhotoSubject::Plate);
        let taken_at: UtcMicros = "2026-11-24T07:59:30+08:00".parse().unwrap();
        assert_eq!(photo.taken_at, Some(taken_at));
        assert_eq!((photo.latitude_e7, photo.longitude_e7), (Some(-101_771_230), Some(1_236_070_000)));
        let captured = ready.fill(hold, &[("litres", "10"), ("meter", "48210")]);
        ready.phone.follow(&captured).assert_hides("Foto tidak ada");

        let address = format!("/foto/{}", photo.hash);
        let shown = ready.phone.get(&address);
        shown.assert_status(200);
        assert_eq!(shown.header("content-type"), Some("image/jpeg"));
        assert!(shown.header("cache-control").unwrap().starts_with("private"));
        let (own, other) = (ready.fuel.agency, ready.fuel.other_agency);
        ready.city.client_as(Role::FuelOfficer, Scope::Agency(own)).get(&address).assert_status(200);
        ready.city.client_as(Role::Verifier, Scope::Tenant).get(&address).assert_status(200);
        ready.city.client_as(Role::FuelOfficer, Scope::Agency(other)).get(&address).assert_status(404);
        ready.city.client_as(Role::AssetKeeper, Scope::Agency(own)).get(&address).assert_status(403);
        assert_eq!(ready.city.visitor().get(&address).status, 303);
        ready.phone.get(&format!("/foto/{}", BlobHash::of(b"another"))).assert_status(404);
        ready.phone.get("/foto/..").assert_status(404);
    }

    fn a_missing_or_broken_photo_never_blocks(test) {
        let mut ready = ready_with(test, always);
        let issued = ready.issued();
        ready.scan(&issued.code).assert_shows("Foto pelat");
        let path = format!("/pompa/voucher/{}", issued.id);
        let started = ready.phone.post_file(&path, &[], ("foto_plat", "photo.jpg", b"no picture"));
        let hold = crate::hold_of(&started);
        ready.phone.follow(&started).assert_shows("Ambil foto untuk pengisian ini");
        let captured = ready.fill(hold, &[("litres", "10"), ("meter", "48210")]);
        ready.phone.follow(&captured).assert_shows("Foto tidak ada");
        assert_eq!(ready.redemption(hold).unwrap().doubts, [Doubt::PhotoMissing]);
    }

    fn a_photo_outlives_a_wrong_field(test) {
        let mut ready = ready_with(test, always);
        let issued = ready.issued();
        let hold = ready.hold(&issued);
        ready.phone.get(&format!("/pompa/isi/{hold}"));
        let path = format!("/pompa/isi/{hold}");
        let refused = ready.phone.post_file(&path, &[("litres", "")], ("foto_pompa", "photo.jpg", &picture(90)));
        refused.assert_status(422).assert_shows("Foto sebelumnya sudah tersimpan");
        let carried = refused.hidden("foto_pompa_ada").unwrap();
        let fields = [("litres", "10"), ("meter", "48210"), ("foto_pompa_ada", carried.as_str())];
        ready.fill(hold, &fields).assert_status(303);
        let kept = photos(&ready, hold);
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].subject, PhotoSubject::Pump);
        assert_eq!(ready.redemption(hold).unwrap().doubts, []);
    }

    fn the_drivers_photo_is_shown_with_his_voucher_only(test) {
        let mut ready = ready(test);
        let (store, driver) = (ready.blobs.store().clone(), ready.fuel.driver);
        let hash = *store.put(TENANT, &picture(10)).unwrap().bytes();
        run(ready.city.db(), morning(), move |tx, stamp| {
            identity::set_photo(tx, stamp, &admin(), (driver, Some(&hash)))
        })
        .unwrap();
        let issued = ready.issued();
        let address = format!("/pompa/voucher/{}/pengemudi/{driver}", issued.id);
        ready.scan(&issued.code).assert_shows(&address);
        ready.phone.get(&address).assert_status(200);
        let stranger = PersonId::new(base::Uuid::from_u128(99));
        ready.phone.get(&format!("/pompa/voucher/{}/pengemudi/{stranger}", issued.id)).assert_status(404);
        ready.city.client_as(Role::CityAdmin, Scope::Tenant).get(&address).assert_status(403);
    }
}
