use fuel::testkit::add_car;
use fuel::{VoucherId, VoucherKeys};
use identity::testkit::TestPerson;
use testkit::{TENANT, morning};

use crate::minute;
use crate::site::TestSite;

fn link(site: &TestSite, voucher: VoucherId) -> String {
    format!(
        "/v/{}",
        site.city
            .keys
            .link(TENANT, &site.city.lookup(site.db(), voucher))
    )
}

#[test]
fn a_driver_sees_all_he_needs_and_no_name() {
    let site = TestSite::open();
    let voucher = site.city.issued(site.db()).id;
    let page = site.site.visitor().get(&link(&site, voucher));
    page.assert_status(200)
        .assert_shows("DH 8123 A")
        .assert_shows("10\u{a0}l Pertamax")
        .assert_shows("Kamis, 26 November 2026, tengah malam")
        .assert_shows("SPBU 54.851.07")
        .assert_shows("Buka 24 jam")
        .assert_shows("<svg viewBox=")
        .assert_hides("Yohanes")
        .assert_hides("QR Pertamina");
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(page.bytes.len() < 40_000, "{} bytes", page.bytes.len());
}

#[test]
fn each_end_of_a_voucher_is_said_in_words() {
    let site = TestSite::open();
    let mut driver = site.site.visitor();
    let (used, _) = site.city.redeem(site.db(), minute(10), 8_000);
    driver
        .get(&link(&site, used))
        .assert_shows("Voucher ini sudah terpakai.")
        .assert_shows("di SPBU 54.851.07")
        .assert_hides("<svg viewBox");
    let cancelled = site.city.issued(site.db()).id;
    site.city.cancel(site.db(), minute(1), cancelled).unwrap();
    driver
        .get(&link(&site, cancelled))
        .assert_shows("Voucher ini dibatalkan.");
    let mut later = site.city.voucher();
    later.valid_from = "2026-11-26T00:00:00+08:00".parse().unwrap();
    let later = site.city.issue(site.db(), &later).unwrap().id;
    driver
        .get(&link(&site, later))
        .assert_shows("Voucher ini belum berlaku.")
        .assert_shows("26 Nov 2026, 00:00 WITA");
    site.site
        .clock
        .set("2026-11-27T00:00:00+08:00".parse().unwrap());
    driver
        .get(&link(&site, later))
        .assert_shows("Voucher ini sudah habis waktu.");
}

#[test]
fn subsidised_fuel_asks_for_the_other_qr_too() {
    let site = TestSite::open();
    stations::testkit::add_price(site.db(), "pertalite", 10_000, minute(-60));
    let driver = TestPerson::named("Marten")
        .without_account()
        .insert(site.db(), TENANT, morning());
    let mut input = site.city.voucher();
    input.vehicle = add_car(site.db(), site.city.agency, "DH 8300 A", driver);
    input.product = "pertalite".to_owned();
    let voucher = site.city.issue(site.db(), &input).unwrap().id;
    site.site
        .visitor()
        .get(&link(&site, voucher))
        .assert_shows("Bawa juga QR Pertamina.");
}

#[test]
fn a_guessed_link_finds_nothing_and_guessing_ends() {
    let site = TestSite::open();
    let voucher = site.city.issued(site.db()).id;
    let link = link(&site, voucher);
    let mut guesser = site.site.visitor();
    guesser.set_address([10, 0, 0, 9]);
    let (start, _) = link.split_at(link.len() - 4);
    for guess in 0..10 {
        guesser
            .get(&format!("{start}000{guess}"))
            .assert_status(404);
    }
    guesser.get(&format!("{start}00ff")).assert_status(429);
    guesser.get("/v/kosong").assert_status(429);
    assert_eq!(VoucherKeys::voucher_of_link("kosong"), None);
    // Somebody else still sees his voucher.
    site.site.visitor().get(&link).assert_status(200);
}

#[test]
fn a_driver_lists_what_he_may_draw_named_or_not_and_nothing_else() {
    let site = TestSite::open();
    let db = site.db();
    let driver = site
        .site
        .add(TestPerson::named("Yosef Nitbani").role(authz::Role::Driver, authz::Scope::Own));
    let his = add_car(db, site.city.agency, "DH 8200 A", driver);
    let issue = |vehicle, drawer| {
        let mut voucher = site.city.voucher();
        (voucher.vehicle, voucher.drawer) = (vehicle, drawer);
        site.city.issue(db, &voucher).unwrap().code
    };
    let (open, named) = (issue(his, None), issue(his, Some(driver)));
    let other = issue(site.city.vehicle, None);
    let shown = |code: &str| format!("{}-{}", &code[..5], &code[5..]);
    let page = site.site.client_of(driver).get("/voucher");
    page.assert_status(200)
        .assert_shows(&shown(&open))
        .assert_shows(&shown(&named))
        .assert_hides(&shown(&other))
        // There is one agency for him, so nothing to choose from.
        .assert_hides("name=\"opd\"");
}
