use std::io::Cursor;

use authz::{Role, Scope};
use blobs::{BlobStore, Blobs};
use identity::testkit::City;
use image::{DynamicImage, ImageFormat, RgbImage};
use testkit::TENANT;

use crate::support::{STEPS, add_agency};

fn png(shade: u8) -> Vec<u8> {
    let image = RgbImage::from_pixel(600, 300, image::Rgb([shade, 20, 90]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image)
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

testkit::both_databases! {
    steps: STEPS;

    fn a_logo_stands_for_its_agency_and_the_citys_for_the_rest(db) {
        let folder = tempfile::tempdir().unwrap();
        let store = BlobStore::open(folder.path()).unwrap();
        let agency = add_agency(&db.db, "1.03", "Dinas PUPR");
        let other = add_agency(&db.db, "1.04", "Dinas Perhubungan");
        let city = City::of(db)
            .share(Blobs::start(store.clone(), 1).unwrap())
            .area(register::area())
            .open();
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let (own, of_city) = (format!("/kop/{agency}"), format!("/kop/{TENANT}"));
        admin.get(&own).assert_status(200).assert_shows("Logo Dinas PUPR").assert_hides("/hapus\"");
        let words = |alt: &'static str| [("alt", alt)];
        let picture = png(200);
        admin.post_file(&own, &words("Lambang"), ("logo", "a.txt", b"bukan gambar")).assert_status(422).assert_shows("bukan gambar yang terbaca");
        admin.post_file(&own, &words(""), ("logo", "a.png", &picture)).assert_status(422).assert_shows("keterangan logo");
        admin.post_file(&own, &words("Lambang PUPR"), ("logo", "a.png", &picture)).assert_redirect(&format!("/opd/{agency}"));
        let shown = admin.get(&format!("{own}/gambar"));
        assert_eq!(shown.assert_status(200).header("content-type"), Some("image/jpeg"));
        admin.get(&own).assert_shows("alt=\"Lambang PUPR\"").assert_shows("/hapus\"");
        admin.get(&format!("/kop/{other}/gambar")).assert_status(404);
        admin.post_file(&of_city, &words("Lambang kota"), ("logo", "kota.png", &png(10))).assert_redirect("/pengaturan");
        admin.get(&format!("/kop/{other}/gambar")).assert_status(200);
        // The words alone can change.
        admin.post_file(&own, &words("Lambang Dinas"), ("logo", "", b"")).assert_status(303);
        admin.get(&own).assert_shows("alt=\"Lambang Dinas\"");
        // A picture of another shade takes the file of the first one away.
        admin.post_file(&own, &words("Lambang Dinas"), ("logo", "b.png", &png(90))).assert_status(303);
        assert_eq!(store.list(TENANT).unwrap().len(), 2);
        admin.post(&format!("{own}/hapus"), &[]).assert_status(303);
        assert_eq!(store.list(TENANT).unwrap().len(), 1);
        admin.get(&format!("{own}/gambar")).assert_status(200);
        // Everybody sees it, few set it.
        let mut officer = city.client_as(Role::FuelOfficer, Scope::Agency(agency));
        officer.get(&format!("{own}/gambar")).assert_status(200);
        assert!(matches!(officer.get(&own).status, 403 | 404));
        assert!(matches!(officer.post(&format!("{own}/hapus"), &[]).status, 403 | 404));
        admin.get(&format!("/kop/{}", base::Uuid::from_u128(99))).assert_status(404);
        city.visitor().get(&format!("{own}/gambar")).assert_status(303);
    }
}
