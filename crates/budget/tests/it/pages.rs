use base::{Rupiah, Uuid};
use tabular::{Limits, TableFile};
use testkit::TestDb;
use web::axum::http::StatusCode;

use crate::site::Site;
use crate::stage::{
    STEPS, a_line, account, add_agency, balance, dpa, finance_officer, in_ledger, level, line,
    november, set, treasury,
};

/// A line with ceilings, its officer, and the officer of another agency.
fn stage(db: &TestDb) -> (Site, budget::BudgetLine) {
    let first = a_line(db);
    let other = add_agency(db, "1.02.01", "Dinas Kesehatan");
    set(&db.db, treasury(), &first, (level(1_000_000), dpa())).unwrap();
    let people = vec![
        ("bud", treasury()),
        ("pupr", finance_officer(first.agency)),
        ("dinkes", finance_officer(other)),
    ];
    (Site::new(db, people), line(db, first.id))
}

const DOCUMENT: [(&str, &str); 3] = [
    ("jenis", "pergeseran"),
    ("nomor", "900/17/2026"),
    ("tanggal", "10/06/2026"),
];

testkit::both_databases! {
    steps: STEPS;

    fn every_page_of_a_line_is_hidden_from_other_agencies(db) {
        let (site, line) = stage(&db);
        for path in ["", "/ubah", "/isi", "/riwayat", "/bulan/2026-11"] {
            let path = format!("/pagu/{}{path}", line.id);
            assert_eq!(site.get("pupr", &path).status, StatusCode::OK, "{path}");
            assert_eq!(site.get("dinkes", &path).status, StatusCode::NOT_FOUND, "{path}");
        }
        let listed = site.get("dinkes", "/pagu");
        assert!(!listed.text.contains(&line.activity_name));
        assert!(site.get("pupr", "/pagu").text.contains(&line.activity_name));
        let month = format!("/pagu/{}/bulan/2027-01", line.id);
        assert_eq!(site.get("pupr", &month).status, StatusCode::NOT_FOUND);
    }

    fn a_line_is_typed_and_then_its_ceilings(db) {
        let (site, line) = stage(&db);
        let typed = [
            ("tahun", "2026"),
            ("kode_kegiatan", "1.03.02.1.01.0001"),
            ("kegiatan", "Operasi alat berat"),
            ("kode_rekening", "5.1.02.01.01.0004"),
            ("rekening", "Bahan bakar"),
            ("dana", "dak"),
        ];
        let agency = line.agency.to_string();
        let mut all = typed.to_vec();
        all.push(("opd", &agency));
        let wrong = site.send("pupr", ("/pagu/baru", "/pagu"), &typed);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let answer = site.send("pupr", ("/pagu/baru", "/pagu"), &all);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let form = answer.header("location").to_owned();
        let mut ceilings = vec![("cara", "setahun"), ("setahun", "120.000.500")];
        ceilings.extend(DOCUMENT);
        let answer = site.send("pupr", (&form, &form), &ceilings);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let id: budget::BudgetLineId = answer.header("location")[6..].parse().unwrap();
        assert_eq!(balance(&db, id).allocated, Rupiah::new(120_000_500));
        assert_eq!(account(&db, id, november()).allocated, 10_000_000);
        let again = site.send("pupr", ("/pagu/baru", "/pagu"), &all);
        assert!(again.text.contains("sudah ada untuk tahun itu"));
    }

    fn adding_up_saves_nothing_and_shows_the_sum(db) {
        let (site, line) = stage(&db);
        let path = format!("/pagu/{}/isi", line.id);
        let typed = [("cara", "setahun"), ("setahun", "24.000.000"), ("langkah", "hitung")];
        let answer = site.send("pupr", (&path, &path), &typed);
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.text.contains("24.000.000</strong>"), "{}", answer.text);
        assert_eq!(balance(&db, line.id).allocated, Rupiah::new(12_000_000));
    }

    fn a_form_older_than_the_ceilings_is_refused_with_what_was_typed(db) {
        let (site, line) = stage(&db);
        let path = format!("/pagu/{}/isi", line.id);
        let old = (line.revision - 1).to_string();
        let mut typed = vec![("cara", "setahun"), ("setahun", "36.000.000"), ("revisi", old.as_str())];
        typed.extend(DOCUMENT);
        let answer = site.send("pupr", (&path, &path), &typed);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("Orang lain baru saja mengubah"));
        assert!(answer.text.contains("value=\"36.000.000\""));
    }

    fn a_month_shows_its_movements_and_is_frozen_with_a_reason(db) {
        let (site, line) = stage(&db);
        let id = account(&db, line.id, november()).id;
        let voucher = Uuid::from_u128(0xabcd);
        in_ledger(&db.db, move |tx, stamp| ledger::reserve(tx, stamp, id, voucher, 250_000)).unwrap();
        let path = format!("/pagu/{}/bulan/2026-11", line.id);
        let page = site.get("pupr", &path);
        assert!(page.text.contains(&format!("/voucher/{voucher}")));
        assert!(page.text.contains("250.000"));
        let freeze = format!("{path}/bekukan");
        let wrong = site.send("pupr", (&path, &freeze), &[("alasan", "")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = site.send("pupr", (&path, &freeze), &[("alasan", "SPD belum terbit")]);
        assert_eq!(done.header("location"), path);
        assert!(account(&db, line.id, november()).frozen);
        assert!(site.get("pupr", &path).text.contains("SPD belum terbit"));
        let open = format!("{path}/buka");
        let done = site.send("pupr", (&path, &open), &[("alasan", "SPD terbit")]);
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert!(!account(&db, line.id, november()).frozen);
    }

    fn the_workbook_has_the_rows_of_the_list(db) {
        let (site, _) = stage(&db);
        let rows = |person: &str| {
            let page = site.get(person, "/pagu?tahun=2026&bulan=11&format=xlsx");
            assert!(page.header("content-disposition").contains("pagu-bbm-2026.xlsx"));
            let file = TableFile::open(page.bytes, Limits::default()).unwrap();
            let rows = file.rows().unwrap();
            rows.map(|row| row.unwrap().cell(6).stored().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(rows("pupr"), ["1000000"]);
        assert_eq!(rows("bud"), ["1000000"]);
        assert!(rows("dinkes").is_empty());
    }

    fn history_shows_document_and_changes(db) {
        let (site, line) = stage(&db);
        let page = site.get("pupr", &format!("/pagu/{}/riwayat", line.id));
        assert!(page.text.contains("DPA/A.1/1.03.01/2026"));
        assert!(page.text.contains("2 Januari 2026"));
        assert!(page.text.contains("+Rp\u{a0}12.000.000"));
    }
}

#[test]
fn samples_are_whole_in_both_languages() {
    for locale in web::Locale::ALL {
        let frame = web::PageFrame::sample(locale, "");
        let samples = (budget::area().samples)(locale);
        assert!(samples.len() >= 15);
        for sample in samples {
            assert_eq!(sample.faults(&frame), Vec::<String>::new());
        }
    }
}
