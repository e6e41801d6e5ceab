//! A person's photo, and the erasure of his data: the tables forget, the journal stays whole.

use std::collections::HashSet;
use std::io::Cursor;

use authz::{Role, Scope};
use base::PersonId;
use blobs::{BlobHash, BlobStore, Blobs};
use db::{Access, ActionError, Command, Lease};
use identity::testkit::{City, TestPerson};
use image::{DynamicImage, ImageFormat, RgbImage};
use journal::{Evidence, SigningKey};
use testkit::{TENANT, TestDb};

use crate::{PASSWORD, STEPS};

struct Ready {
    city: City,
    store: BlobStore,
    driver: PersonId,
    _folder: tempfile::TempDir,
}

fn ready(db: TestDb) -> Ready {
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::open(folder.path()).unwrap();
    let blobs = Blobs::start(store.clone(), 1).unwrap();
    let city = City::of(db).share(blobs).open();
    let driver = city.add(
        TestPerson::named("Yohanes Bulu")
            .nip("197001011995031001")
            .email("yohanes@kupang.go.id")
            .phone("+6281111111111")
            .role(Role::Driver, Scope::Own)
            .password(PASSWORD),
    );
    Ready {
        city,
        store,
        driver,
        _folder: folder,
    }
}

/// A photo with a marker where EXIF would stand.
fn picture() -> Vec<u8> {
    let image = RgbImage::from_fn(1_600, 1_200, |x, y| {
        image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image)
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .unwrap();
    let mut jpeg = bytes.into_inner();
    let secret = b"\xff\xe1\x00\x1cExif\0\0kamera-rahasia-kupang";
    let mut segment = secret.to_vec();
    let length = u16::try_from(segment.len() - 2).unwrap().to_be_bytes();
    segment[2] = length[0];
    segment[3] = length[1];
    jpeg.splice(2..2, segment);
    jpeg
}

fn photo_of(city: &City, person: PersonId) -> Option<[u8; 32]> {
    let read = move |tx: &mut db::Tx<'_>| identity::lookup_person(tx, TENANT, person);
    let found = city.db().read_blocking(TENANT, Access::ReadOwn, read);
    found.unwrap().unwrap().photo_hash
}

#[track_caller]
pub(crate) fn assert_journal_agrees(city: &City) {
    let signer = SigningKey::new("kupang.test", &[42; 32]);
    let trusted = vec![signer.verifying_key()];
    let at = city.now();
    let stamp = base::Stamp::new(
        TENANT,
        base::ActorId::new(base::Uuid::nil()),
        "test",
        &base::ManualClock::at(at),
        &base::SystemEntropy,
    );
    let sealed = city.db().write_blocking(Command::by(&stamp), move |tx| {
        let lease = Lease::take(tx, "sealer", "test", at)?.expect("the lease is free");
        while journal::seal(tx, TENANT, &lease)? > 0 {}
        journal::checkpoint(tx, TENANT, at, &signer).map_err(ActionError::<()>::from)
    });
    sealed.unwrap();
    let outside: [&[&str]; 2] = [&journal::OUTSIDE, &identity::OUTSIDE];
    let evidence = Evidence {
        trusted,
        outside_tables: outside
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect::<HashSet<_>>(),
        ..Evidence::default()
    };
    let verify = move |tx: &mut db::Tx<'_>| journal::verify(tx, TENANT, &evidence, &mut |_| {});
    let report = city
        .db()
        .read_blocking(TENANT, Access::Report, verify)
        .unwrap();
    assert!(report.is_clean(), "{report:?}");
}

testkit::both_databases! {
    steps: STEPS;

    fn a_photo_is_kept_small_and_without_exif(db) {
        let ready = ready(db);
        let (city, driver) = (&ready.city, ready.driver);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let form = format!("/pengguna/{driver}/foto");
        admin.get(&form).assert_status(200).assert_shows("Yohanes Bulu");
        admin.post_file(&form, &[], ("photo", "surat.txt", b"bukan foto")).assert_status(422).assert_shows("bukan foto yang terbaca");
        assert_eq!(photo_of(city, driver), None);
        admin.post_file(&form, &[], ("photo", "wajah.jpg", &picture())).assert_status(303);
        let hash = BlobHash::new(photo_of(city, driver).unwrap());
        let kept = ready.store.read(TENANT, &hash).unwrap().unwrap();
        assert!(kept.len() <= blobs::PHOTO_BYTES_MAX);
        assert!(!kept.windows(14).any(|part| part == b"kamera-rahasia"));
        let shown = admin.get(&format!("{form}/gambar"));
        assert_eq!(shown.assert_status(200).header("content-type"), Some("image/jpeg"));
        city.client_as(Role::FuelOfficer, Scope::Tenant).get(&format!("{form}/gambar")).assert_status(403);
        // Removing it takes the file away too.
        admin.post(&format!("{form}/hapus"), &[]).assert_status(303);
        assert_eq!(photo_of(city, driver), None);
        assert_eq!(ready.store.read(TENANT, &hash).unwrap(), None);
    }

    fn an_erased_person_leaves_nothing_personal_and_a_whole_journal(db) {
        let ready = ready(db);
        let (city, driver) = (&ready.city, ready.driver);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let page = format!("/pengguna/{driver}");
        admin.post_file(&format!("{page}/foto"), &[], ("photo", "wajah.jpg", &picture())).assert_status(303);
        admin.post(&format!("{page}/pin/driver"), &[]).assert_status(200);
        admin.post(&format!("{page}/tautan"), &[]).assert_status(200);
        let photo = BlobHash::new(photo_of(city, driver).unwrap());
        // Who is still there is not erased.
        admin.post(&format!("{page}/hapus"), &[]).assert_status(422).assert_shows("Tutup pengguna ini dahulu");
        admin.post(&format!("{page}/tutup"), &[]).assert_status(303);
        admin.get(&format!("{page}/hapus")).assert_status(200).assert_shows("Orang terhapus");
        city.client_as(Role::KominfoOperator, Scope::Tenant).post(&format!("{page}/hapus"), &[]).assert_status(403);
        let erased = admin.post(&format!("{page}/hapus"), &[]);
        admin.follow(&erased).assert_shows("Orang terhapus").assert_hides("Yohanes").assert_hides("197001011995031001");
        // It cannot be undone, nor done twice.
        admin.post(&format!("{page}/buka"), &[]).assert_status(404);
        admin.post(&format!("{page}/hapus"), &[]).assert_status(409);
        assert_eq!(ready.store.read(TENANT, &photo).unwrap(), None);
        let left = city.db().read_blocking(TENANT, Access::ReadOwn, move |tx| {
            let mut left = Vec::new();
            for table in ["account", "pin", "reset_link", "recovery_code", "login_session"] {
                let sql = format!("SELECT COUNT(*) AS number FROM {table} WHERE tenant_id = $1 AND person_id = $2");
                left.push(tx.query_one(&sql, db::params![TENANT, driver])?.get::<i64>("number")?);
            }
            let row = tx.query_one(
                "SELECT COUNT(*) AS number FROM person WHERE tenant_id = $1 AND id = $2 AND nip IS NULL \
                 AND email IS NULL AND phone IS NULL AND photo_hash IS NULL AND privacy_salt IS NULL",
                db::params![TENANT, driver],
            )?;
            left.push(row.get::<i64>("number")?);
            Ok(left)
        }).unwrap();
        assert_eq!(left, [0, 0, 0, 0, 0, 1]);
        assert_journal_agrees(city);
    }
}
