use base::Rupiah;
use fuel::testkit::{add_car, set_ceiling};
use identity::testkit::TestPerson;
use stations::testkit::run;
use testkit::{TENANT, morning};

use crate::assert_journal_agrees;
use crate::site::TestSite;

fn issue_form<'a>(vehicle: &'a str, line: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("vehicle", vehicle),
        ("line", line),
        ("product", "pertamax"),
        ("litres", "12,5"),
        ("until", "2026-11-27"),
    ]
}

#[test]
fn a_voucher_is_issued_in_three_taps() {
    let site = TestSite::open();
    let mut officer = site.officer();
    let vehicle = site.city.vehicle.to_string();
    officer
        .get("/voucher/baru")
        .assert_status(200)
        .assert_shows(&format!("/voucher/baru?kendaraan={vehicle}"));
    let form = officer.get(&format!("/voucher/baru?kendaraan={vehicle}"));
    form.assert_status(200)
        .assert_shows("7\u{a0}l x 21 hari kerja = 147\u{a0}l, terpakai 0\u{a0}l, dipesan 0\u{a0}l")
        .assert_shows("Rp\u{a0}10.000.000")
        .assert_shows("value=\"45\"");
    let line = site.city.line.to_string();
    let answer = officer.post("/voucher", &issue_form(&vehicle, &line));
    let page = officer.follow(&answer);
    page.assert_status(200)
        .assert_shows("Voucher diterbitkan.")
        .assert_shows("12,5\u{a0}l Pertamax")
        .assert_shows("<svg viewBox=")
        .assert_shows("https://wa.me/?text=")
        .assert_shows("/jejak/voucher/");
    assert_eq!(site.city.budget(site.db()).pending, 170_625);
    assert_journal_agrees(site.db());
}

#[test]
fn a_machine_without_a_plate_has_a_voucher_to_show() {
    let site = TestSite::open();
    let (agency, driver) = (site.city.agency, site.city.driver);
    let mower = run(site.db(), morning(), move |tx, stamp| {
        fleet::testkit::mower(agency).driver(driver).add(tx, stamp)
    })
    .unwrap();
    let mut input = site.city.voucher();
    input.vehicle = mower;
    input.letter_number = Some("500.10/12/2026".to_owned());
    let issued = site.city.issue(site.db(), &input).unwrap();
    let mut officer = site.officer();
    let page = officer.get(&format!("/voucher/{}", issued.id));
    page.assert_status(200).assert_shows("<svg viewBox=");
    officer
        .get(&format!("/voucher/cetak?ids={}", issued.id))
        .assert_status(200);
    officer.get("/voucher/abc").assert_status(404);
}

#[test]
fn the_form_proposes_what_has_a_price() {
    let site = TestSite::open();
    let vehicle = site.city.vehicle.to_string();
    let address = format!("/voucher/baru?kendaraan={vehicle}");
    let mut officer = site.officer();
    officer
        .get(&address)
        .assert_shows("value=\"pertamax\" checked")
        .assert_hides("Lihat harga");
    withdraw_prices(site.db());
    officer
        .get(&address)
        .assert_shows("jadi voucher akan ditolak")
        .assert_shows("href=\"/harga\"");
    let station = site.city.pump.station;
    add_station_price(site.db(), "pertamax_turbo", station);
    officer
        .get(&address)
        .assert_shows("value=\"pertamax_turbo\" checked")
        .assert_shows(&format!("value=\"{station}\" selected"))
        .assert_hides("Lihat harga");
}

#[test]
fn pressing_twice_issues_once() {
    let site = TestSite::open();
    let mut officer = site.officer();
    let (vehicle, line) = (site.city.vehicle.to_string(), site.city.line.to_string());
    let form = issue_form(&vehicle, &line);
    let first = officer.post_keyed("/voucher", &form, "kunci-1");
    let second = officer.post_keyed("/voucher", &form, "kunci-1");
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(site.city.budget(site.db()).pending, 170_625);
}

#[test]
fn a_refusal_keeps_what_was_typed_and_says_the_numbers() {
    let site = TestSite::open();
    set_ceiling(site.db(), site.city.line, Rupiah::new(100_000));
    let mut officer = site.officer();
    let (vehicle, line) = (site.city.vehicle.to_string(), site.city.line.to_string());
    officer
        .post("/voucher", &issue_form(&vehicle, &line))
        .assert_status(422)
        .assert_shows("Pagu tidak cukup: tersedia Rp\u{a0}100.000, perlu Rp\u{a0}170.625.")
        .assert_shows("value=\"12,5\"");
    let mut wrong = issue_form(&vehicle, &line);
    wrong[3].1 = "banyak";
    officer
        .post("/voucher", &wrong)
        .assert_status(422)
        .assert_shows("Tulis jumlah liter dengan angka");
}

#[test]
fn the_list_filters_exports_and_hides_other_agencies() {
    let site = TestSite::open();
    let issued = site.city.issued(site.db());
    let shown = format!("{}-{}", &issued.code[..5], &issued.code[5..]);
    let mut officer = site.officer();
    officer
        .get("/voucher")
        .assert_status(200)
        .assert_shows(&shown)
        .assert_shows("DH 8123 A");
    officer
        .get("/voucher?status=cancelled")
        .assert_hides(&shown);
    officer
        .get("/voucher?kendaraan=DH%208123")
        .assert_shows(&shown);
    officer
        .get("/voucher?kendaraan=DH%209999")
        .assert_hides(&shown);
    officer
        .get(&format!("/voucher?kode={}", shown.to_lowercase()))
        .assert_shows(&shown);
    officer.get("/voucher?dari=2026-11-25").assert_hides(&shown);
    let file = officer.get("/voucher?format=xlsx");
    file.assert_status(200);
    assert!(file.bytes.starts_with(b"PK"), "an XLSX file is a ZIP");
    assert_eq!(
        file.header("content-disposition"),
        Some("attachment; filename=\"voucher-2026-11-24.xlsx\"")
    );
    let mut stranger = site.stranger();
    stranger
        .get("/voucher")
        .assert_status(200)
        .assert_hides(&shown);
    stranger
        .get(&format!("/voucher/{}", issued.id))
        .assert_status(404);
    stranger
        .get(&format!("/voucher/{}/batal", issued.id))
        .assert_status(404);
    stranger
        .get(&format!("/voucher/cetak?ids={}", issued.id))
        .assert_hides("DH 8123 A");
    let vehicle = site.city.vehicle;
    stranger
        .get(&format!("/voucher/baru?kendaraan={vehicle}"))
        .assert_status(404);
    stranger
        .get(&format!("/kuota/kendaraan/{vehicle}"))
        .assert_status(404);
    site.site
        .visitor()
        .get("/voucher")
        .assert_redirect("/masuk?kembali=/voucher");
}

#[test]
fn cancelling_needs_a_reason_and_returns_the_money() {
    let site = TestSite::open();
    let voucher = site.city.issued(site.db()).id;
    let mut officer = site.officer();
    let address = format!("/voucher/{voucher}/batal");
    officer
        .get(&address)
        .assert_status(200)
        .assert_shows("Rp\u{a0}136.500");
    officer
        .post(&address, &[("reason", " ")])
        .assert_status(422)
        .assert_shows("Masukkan alasan");
    let answer = officer.post(&address, &[("reason", "Perjalanan batal")]);
    officer
        .follow(&answer)
        .assert_shows("Voucher dibatalkan. Anggaran Rp\u{a0}136.500 kembali.")
        .assert_shows("Perjalanan batal")
        .assert_hides("https://wa.me/");
    officer
        .post(&address, &[("reason", "lagi")])
        .assert_status(422)
        .assert_shows("sudah terpakai, kedaluwarsa, atau dibatalkan");
    assert_eq!(site.city.budget(site.db()).pending, 0);
}

#[test]
fn issuing_again_voids_the_old_link() {
    let site = TestSite::open();
    let issued = site.city.issued(site.db());
    let before = site.city.lookup(site.db(), issued.id);
    let old_link = format!("/v/{}", site.city.keys.link(TENANT, &before));
    let mut officer = site.officer();
    let address = format!("/voucher/{}/terbit-ulang", issued.id);
    officer.get(&address).assert_status(200);
    let answer = officer.post(&address, &[("reason", "HP hilang"), ("sequence", "0")]);
    officer.follow(&answer).assert_shows("QR baru diterbitkan");
    officer
        .post(&address, &[("reason", "HP hilang"), ("sequence", "0")])
        .assert_status(422)
        .assert_shows("diterbitkan ulang oleh orang lain");
    let mut driver = site.site.visitor();
    driver
        .get(&old_link)
        .assert_status(200)
        .assert_shows("Voucher ini sudah diganti.")
        .assert_hides("<svg viewBox");
}

#[test]
fn many_vehicles_at_once_lose_nothing() {
    let site = TestSite::open();
    let driver =
        TestPerson::named("Marten Tefa")
            .without_account()
            .insert(site.db(), TENANT, morning());
    let second = add_car(site.db(), site.city.agency, "DH 8200 A", driver).to_string();
    set_ceiling(site.db(), site.city.line, Rupiah::new(150_000));
    let mut officer = site.officer();
    officer
        .get("/voucher/baru/banyak")
        .assert_status(200)
        .assert_shows("DH 8200 A");
    let first = site.city.vehicle.to_string();
    let form = [
        ("vehicles", first.as_str()),
        ("vehicles", second.as_str()),
        ("by", "sama"),
        ("litres", "10"),
        ("until", "2026-11-27"),
    ];
    let done = officer.post_keyed("/voucher/banyak", &form, "banyak-1");
    done.assert_status(200)
        .assert_shows("1 voucher terbit senilai Rp\u{a0}136.500, 1 ditolak.")
        .assert_shows("tersedia Rp\u{a0}13.500, perlu Rp\u{a0}136.500")
        .assert_shows("/voucher/cetak?berkas=")
        .assert_shows(&format!("name=\"vehicles\" value=\"{second}\""));
    // The page can be loaded again: nothing is issued twice and nothing is lost.
    officer
        .post_keyed("/voucher/banyak", &form, "banyak-1")
        .assert_shows("1 ditolak.");
    assert_eq!(site.city.budget(site.db()).pending, 136_500);
    officer
        .post(
            "/voucher/banyak",
            &[("by", "sama"), ("litres", "10"), ("until", "2026-11-27")],
        )
        .assert_status(422)
        .assert_shows("Pilih paling sedikit satu kendaraan.");
}

#[test]
fn by_quota_fills_the_tank_or_what_is_left() {
    let site = TestSite::open();
    let mut officer = site.officer();
    officer
        .get("/voucher/baru/banyak?kelas=car")
        .assert_shows("Sisa kuota 147\u{a0}l");
    let vehicle = site.city.vehicle.to_string();
    let form = [
        ("vehicles", vehicle.as_str()),
        ("by", "kuota"),
        ("until", "2026-11-27"),
    ];
    for _ in 0..3 {
        officer
            .post("/voucher/banyak", &form)
            .assert_shows("1 voucher terbit");
    }
    officer
        .post("/voucher/banyak", &form)
        .assert_shows("Rp\u{a0}163.800");
    assert_eq!(site.city.quota(site.db()).pending, 147_000);
    officer
        .post("/voucher/banyak", &form)
        .assert_shows("1 ditolak.");
}

#[test]
fn printing_shows_only_what_can_be_drawn() {
    let site = TestSite::open();
    let (one, other) = (
        site.city.issued(site.db()).id,
        site.city.issued(site.db()).id,
    );
    site.city
        .cancel(site.db(), crate::minute(1), other)
        .unwrap();
    let mut officer = site.officer();
    let sheet = officer.get(&format!("/voucher/cetak?ids={one},{other}"));
    sheet
        .assert_status(200)
        .assert_shows("1 voucher tidak dicetak");
    assert_eq!(sheet.text().matches("class=\"voucher\"").count(), 1);
}

#[test]
fn a_standing_voucher_is_set_and_ended() {
    let site = TestSite::open();
    let mut officer = site.officer();
    let vehicle = site.city.vehicle.to_string();
    let line = site.city.line.to_string();
    officer
        .get(&format!("/voucher/berulang/baru?kendaraan={vehicle}"))
        .assert_status(200)
        .assert_shows("Senin");
    let form = [
        ("vehicle", vehicle.as_str()),
        ("line", line.as_str()),
        ("product", "pertamax"),
        ("litres", "20"),
        ("weekdays", "1"),
        ("weekdays", "4"),
        ("hour", "6"),
        ("days", "3"),
        ("from", "2026-11-24"),
    ];
    officer
        .post("/voucher/berulang", &form)
        .assert_redirect("/voucher/berulang");
    let list = officer.get("/voucher/berulang");
    list.assert_shows("Senin, Kamis 06:00")
        .assert_shows("Belum pernah");
    let text = list.text();
    let id = text.split("/voucher/berulang/").find_map(|rest| {
        rest.get(..36)
            .filter(|id| id.parse::<fuel::StandingId>().is_ok())
    });
    let address = format!("/voucher/berulang/{}", id.unwrap());
    site.stranger().get(&address).assert_status(404);
    let page = officer.get(&address);
    let revision = page.hidden("revision").unwrap();
    officer
        .post(&format!("{address}/akhiri"), &[("revision", &revision)])
        .assert_redirect("/voucher/berulang");
    officer.get("/voucher/berulang").assert_shows("Berakhir");
}

#[test]
fn a_decree_is_typed_shown_and_revoked() {
    let site = TestSite::open();
    let mut admin = site.admin();
    admin
        .get("/kuota")
        .assert_status(200)
        .assert_shows("12/KEP/HK/2026");
    admin.get("/kuota/baru?baris=2").assert_status(200);
    let form = [
        ("number", "40/KEP/HK/2026"),
        ("title", "Kuota tambahan"),
        ("from", "2026-11-01"),
        ("rows", "2"),
        ("target-0", "car"),
        ("amount-0", "5"),
        ("unit-0", "millilitres"),
        ("per-0", "working_day"),
        ("plate-1", "DH 8123 A"),
        ("amount-1", "2.000.000"),
        ("unit-1", "rupiah"),
        ("per-1", "month"),
        ("carry-1", "ya"),
    ];
    let answer = admin.post("/kuota", &form);
    let page = admin.follow(&answer);
    page.assert_shows("SK berlaku.")
        .assert_shows("Kendaraan DH 8123 A")
        .assert_shows("Rp\u{a0}2.000.000");
    let quota = format!("/kuota/kendaraan/{}", site.city.vehicle);
    site.officer()
        .get(&quota)
        .assert_status(200)
        .assert_shows("Rp\u{a0}2.000.000 x 1 bulan = Rp\u{a0}2.000.000, terpakai Rp\u{a0}0");
    let address = answer.header("location").unwrap().to_owned();
    let revision = page.hidden("revision").unwrap();
    let revoked = admin.post(&format!("{address}/cabut"), &[("revision", &revision)]);
    admin.follow(&revoked).assert_shows("Dicabut");
    site.officer()
        .get(&quota)
        .assert_shows("7\u{a0}l x 21 hari kerja = 147\u{a0}l");
    let mut wrong = form;
    wrong[0].1 = "41/2026";
    wrong[8].1 = "DH 1 X";
    admin
        .post("/kuota", &wrong)
        .assert_status(422)
        .assert_shows("DH 1 X tidak ada");
    site.officer().get("/kuota/baru").assert_status(403);
}

#[test]
fn a_plate_typed_on_the_first_page_leads_straight_to_its_form() {
    let site = TestSite::open();
    let mut officer = site.officer();
    let vehicle = site.city.vehicle;
    officer
        .get("/voucher/baru?cari=DH+8123+A")
        .assert_redirect(&format!("/voucher/baru?kendaraan={vehicle}"));
    officer
        .get("/voucher/baru?cari=DH+9999+ZZ")
        .assert_status(200)
        .assert_shows("Tidak ada kendaraan");
}

#[test]
fn more_rows_of_a_decree_keep_what_was_typed() {
    let site = TestSite::open();
    let mut admin = site.admin();
    let typed = [
        ("number", "14/KEP/HK/2026"),
        ("rows", "3"),
        ("amount-2", "9"),
        ("more", "1"),
    ];
    admin.get("/kuota/baru").assert_status(200);
    admin
        .post("/kuota", &typed)
        .assert_status(200)
        .assert_shows("14/KEP/HK/2026")
        .assert_shows("name=\"amount-7\"")
        .assert_hides("error-summary");
}

#[test]
fn a_standing_voucher_is_found_by_plate_and_shows_its_vouchers() {
    let site = TestSite::open();
    let mut officer = site.officer();
    let (vehicle, line) = (site.city.vehicle.to_string(), site.city.line.to_string());
    let form = [
        ("vehicle", vehicle.as_str()),
        ("line", &line),
        ("product", "pertamax"),
        ("litres", "10"),
        ("weekdays", "2"),
        ("hour", "6"),
        ("days", "3"),
        ("from", "2026-11-24"),
    ];
    officer.get(&format!("/voucher/berulang/baru?kendaraan={vehicle}"));
    let set = officer.post("/voucher/berulang", &form);
    officer
        .follow(&set)
        .assert_status(200)
        .assert_shows("DH 8123 A");
    officer
        .get("/voucher/berulang?kendaraan=DH+8123+A&status=active")
        .assert_shows("Selasa 06:00");
    officer
        .get("/voucher/berulang?status=refused")
        .assert_hides("Selasa 06:00");
    let file = officer.get("/voucher/berulang?format=xlsx");
    file.assert_status(200);
    assert!(file.bytes.starts_with(b"PK"));
}

/// Withdraws every price of the city.
fn withdraw_prices(db: &db::Db) {
    stations::testkit::run(db, morning(), |tx, stamp| {
        let filter = stations::PriceFilter::default();
        let size = base::PageSize::default();
        for notice in stations::list_price_notices(tx, TENANT, &filter, None, size)?.items {
            let input = stations::NoticeWithdrawal {
                notice: notice.id,
                reason: "Salah ketik".to_owned(),
            };
            stations::withdraw_price_notice(tx, stamp, &stations::testkit::admin(), &input)?;
        }
        Ok(())
    })
    .expect("the prices are withdrawn");
}

/// A price that holds at one station only.
fn add_station_price(db: &db::Db, product: &str, station: base::StationId) {
    let price = stations::NewPriceNotice {
        place: stations::PricePlace::Station(station),
        ..stations::testkit::notice(product, 15_000, morning())
    };
    stations::testkit::run(db, morning(), move |tx, stamp| {
        stations::add_price_notice(tx, stamp, &stations::testkit::admin(), &price)
    })
    .expect("the price is entered");
}

#[test]
fn a_vehicle_in_the_workshop_is_named_before_anything_is_filled_in() {
    let site = TestSite::open();
    let vehicle = site.city.vehicle;
    stations::testkit::run(site.db(), morning(), move |tx, stamp| {
        let status = fleet::NewStatus {
            vehicle,
            state: fleet::VehicleState::Workshop,
            from_on: "2026-11-20".parse().unwrap(),
            until_on: None,
            reason: "Servis".to_owned(),
            reference: None,
        };
        let keeper = fleet::testkit::keeper(stamp.tenant);
        fleet::declare_status(tx, stamp, &keeper, &status).map(|_| ())
    })
    .unwrap();
    let mut officer = site.officer();
    officer
        .get(&format!("/voucher/baru?kendaraan={vehicle}"))
        .assert_status(200)
        .assert_shows("Status kendaraan ini hari ini: Di bengkel.");
    officer
        .get("/voucher/baru/banyak")
        .assert_shows("Di bengkel. Sisa");
}
