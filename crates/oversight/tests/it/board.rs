//! The first page answers each person's own question first.

use authz::{Role, Scope};
use fuel::testkit::{FuelCity, add_car, found_city, steps};
use identity::testkit::{Answer, City, TestPerson};
use testkit::{TestDb, morning};

struct Site {
    site: City,
    city: FuelCity,
}

impl Site {
    fn open() -> Self {
        let database = TestDb::sqlite(&steps());
        let city = found_city(&database.db);
        city.redeem(&database.db, morning(), 8_000);
        let site = City::of(database)
            .share(city.keys.clone())
            .area(oversight::area())
            .open();
        Self { site, city }
    }

    fn board(&self, role: Role, scope: Scope) -> Answer {
        let answer = self.site.client_as(role, scope).get("/");
        answer.assert_status(200);
        answer
    }
}

#[track_caller]
fn assert_before(page: &Answer, first: &str, then: &str) {
    let text = page.text();
    let place = |words: &str| {
        text.find(words)
            .unwrap_or_else(|| panic!("no {words:?} in {text}"))
    };
    assert!(
        place(first) < place(then),
        "{then:?} stands before {first:?}"
    );
}

#[test]
fn an_officer_begins_with_a_voucher_and_what_ends_today() {
    let site = Site::open();
    let mut today = site.city.voucher();
    today.valid_until = "2026-11-25T00:00:00+08:00".parse().unwrap();
    let ending = site.city.issue(site.site.db(), &today).unwrap().id;
    let later = site.city.issued(site.site.db()).id;
    let page = site.board(Role::FuelOfficer, Scope::Agency(site.city.agency));
    assert_before(&page, "action=\"/voucher/baru\"", "habis hari ini");
    page.assert_shows(&format!("/voucher/{ending}"))
        .assert_hides(&format!("/voucher/{later}"));
}

#[test]
fn a_treasurer_begins_with_the_lines_of_the_month() {
    let site = Site::open();
    let page = site.board(Role::Treasurer, Scope::Agency(site.city.agency));
    assert_before(
        &page,
        "Penyelenggaraan rapat dan perjalanan dinas",
        "Perlu perhatian",
    );
    // Eight litres at Rp 13.650 of ten millions.
    page.assert_shows("Rp\u{a0}109.200")
        .assert_shows("Rp\u{a0}9.890.800")
        .assert_shows(&format!("/pagu/{}/bulan/2026-11", site.city.line));
    let other = site.board(Role::Treasurer, Scope::Agency(site.city.other_agency));
    other
        .assert_hides("Rp\u{a0}109.200")
        .assert_shows("Belum ada pagu untuk bulan ini.");
}

#[test]
fn a_verifier_begins_with_what_is_doubtful() {
    let site = Site::open();
    let page = site.board(Role::Verifier, Scope::Tenant);
    assert_before(&page, "Perlu diperiksa", "Perlu perhatian");
}

#[test]
fn a_mayor_begins_with_the_ceiling_and_saves_the_table() {
    let site = Site::open();
    let page = site.board(Role::Mayor, Scope::Tenant);
    assert_before(&page, "Tersedia", "Perlu perhatian");
    let file = site
        .site
        .client_as(Role::Mayor, Scope::Tenant)
        .get("/?format=xlsx");
    file.assert_status(200);
    assert!(file.bytes.starts_with(b"PK"));
}

#[test]
fn a_driver_sees_his_vouchers_with_their_qr_and_his_quota() {
    let site = Site::open();
    let db = site.site.db();
    let driver = site
        .site
        .add(TestPerson::named("Yosef Nitbani").role(Role::Driver, Scope::Own));
    let mut client = site.site.client_of(driver);
    client
        .get("/")
        .assert_status(200)
        .assert_shows("Tidak ada voucher untuk Anda saat ini.");
    let mut voucher = site.city.voucher();
    voucher.vehicle = add_car(db, site.city.agency, "DH 8200 A", driver);
    let issued = site.city.issue(db, &voucher).unwrap().id;
    let link = site
        .city
        .keys
        .link(testkit::TENANT, &site.city.lookup(db, issued));
    client
        .get("/")
        .assert_shows("DH 8200 A")
        .assert_shows(&format!("/v/{link}"))
        .assert_shows("Kamis, 26 November 2026, tengah malam")
        .assert_shows("147\u{a0}l")
        .assert_hides("DH 8123 A");
}
