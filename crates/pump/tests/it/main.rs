//! The journey over HTTP, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up has to stop and say why"
)]

mod cities;
mod journey;
mod odd;
mod photos;
mod place;
mod samples;
mod shift;

use base::PersonId;
use blobs::{BlobStore, Blobs};
use fuel::testkit::{FuelCity, found_city};
use fuel::{HoldId, Issued, RedemptionId, Voucher, VoucherId};
use identity::testkit::{Answer, City, Client};
use register::{DriverCheck, PhotoPolicy, Settings};
use stations::DeviceSessions;
use stations::testkit::{admin, run};
use testkit::{TENANT, TestDb, morning};

/// The schema of everything the journey touches.
pub(crate) fn steps() -> Vec<db::Step> {
    [fuel::testkit::steps().as_slice(), &pump::STEPS].concat()
}

/// A city whose pump stands ready.
pub(crate) struct Ready {
    pub(crate) city: City,
    pub(crate) fuel: FuelCity,
    pub(crate) blobs: Blobs,
    /// The attendant's phone.
    pub(crate) phone: Client,
    _folder: tempfile::TempDir,
}

/// The usual city: photos on doubt, the driver by his photo.
pub(crate) fn ready(test: TestDb) -> Ready {
    ready_with(test, |settings| settings)
}

/// A city with other settings.
pub(crate) fn ready_with(test: TestDb, change: fn(Settings) -> Settings) -> Ready {
    let fuel = found_city(&test.db);
    set_settings(&test.db, change);
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::open(folder.path()).unwrap();
    let blobs = Blobs::start(store, 1).unwrap();
    let devices = DeviceSessions::new(test.db.clone());
    let city = City::of(test)
        .area(pump::area())
        .devices(devices)
        .share(blobs.clone())
        .share(fuel.keys.clone())
        .open();
    let mut phone = city.visitor();
    phone.set_cookie("sesi", &fuel.pump.token);
    Ready {
        city,
        fuel,
        blobs,
        phone,
        _folder: folder,
    }
}

fn set_settings(db: &db::Db, change: fn(Settings) -> Settings) {
    run(db, morning(), move |tx, stamp| {
        let settings = change(Settings {
            driver_check: DriverCheck::Photo,
            photo_policy: PhotoPolicy::OnDoubt,
            help_contact: Some("Bagian Umum, 0812-3456-7890".to_owned()),
            ..register::load_settings(tx, TENANT)?
        });
        register::update_settings(tx, stamp, &admin(), &settings)
    })
    .unwrap();
}

impl Ready {
    /// Issues the usual voucher of ten litres.
    pub(crate) fn issued(&self) -> Issued {
        self.fuel.issued(self.city.db())
    }

    /// The text of a voucher's QR.
    pub(crate) fn token(&self, voucher: VoucherId) -> String {
        self.fuel
            .keys
            .token(TENANT, &self.lookup(voucher), "DH 8123 A")
            .unwrap()
    }

    /// A voucher as it stands.
    pub(crate) fn lookup(&self, voucher: VoucherId) -> Voucher {
        self.fuel.lookup(self.city.db(), voucher)
    }

    /// Scans a code and opens where it leads.
    pub(crate) fn scan(&mut self, code: &str) -> Answer {
        self.phone.get("/pompa").assert_status(200);
        let scanned = self.phone.post("/pompa/pindai", &[("kode", code)]);
        self.phone.follow(&scanned)
    }

    /// Sends the form before the nozzle without a photo.
    pub(crate) fn start(&mut self, voucher: VoucherId, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/pompa/voucher/{voucher}");
        self.phone.post_file(&path, fields, ("foto_plat", "", &[]))
    }

    /// Scans and starts the usual way; gives the hold.
    pub(crate) fn hold(&mut self, issued: &Issued) -> HoldId {
        self.scan(&issued.code).assert_status(200);
        let started = self.start(issued.id, &[]);
        hold_of(&started)
    }

    /// Sends the form after the nozzle without a photo.
    pub(crate) fn fill(&mut self, hold: HoldId, fields: &[(&str, &str)]) -> Answer {
        self.phone.get(&format!("/pompa/isi/{hold}"));
        let path = format!("/pompa/isi/{hold}");
        self.phone.post_file(&path, fields, ("foto_pompa", "", &[]))
    }

    /// What was recorded under a hold.
    pub(crate) fn redemption(&self, hold: HoldId) -> Option<fuel::Redemption> {
        self.city
            .db()
            .read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
                fuel::lookup_redemption_by_hold(tx, TENANT, hold)
            })
            .unwrap()
    }

    /// A hold as it was made.
    pub(crate) fn lookup_hold(&self, hold: HoldId) -> fuel::Hold {
        self.city
            .db()
            .read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
                fuel::lookup_hold(tx, TENANT, hold)
            })
            .unwrap()
            .unwrap()
    }

    /// Gives the driver a PIN.
    pub(crate) fn set_driver_pin(&self, pin: &str) {
        let hash = identity::hash_now(pin, &[3; 16], identity::Cost::Test).unwrap();
        let person: PersonId = self.fuel.driver;
        let new = identity::NewPin {
            person,
            kind: identity::PinKind::Driver,
            hash,
            salt: [4; 16],
        };
        run(self.city.db(), morning(), move |tx, stamp| {
            identity::set_pin(tx, stamp, &admin(), &new)
        })
        .unwrap();
    }
}

/// The hold an answer sends the browser to.
#[track_caller]
pub(crate) fn hold_of(answer: &Answer) -> HoldId {
    answer.assert_status(303);
    let target = answer.header("location").unwrap();
    let (_, rest) = target.split_once("/pompa/isi/").unwrap();
    rest.split('?').next().unwrap().parse().unwrap()
}

/// The redemption an answer sends the browser to.
#[track_caller]
pub(crate) fn redemption_of(answer: &Answer) -> RedemptionId {
    answer.assert_status(303);
    let target = answer.header("location").unwrap();
    target
        .strip_prefix("/pompa/struk/")
        .unwrap()
        .parse()
        .unwrap()
}
