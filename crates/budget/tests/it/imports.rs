use authz::Actor;
use base::{Rupiah, Uuid};
use budget::{BudgetLine, LineTarget};
use db::ActionError;
use register::{ImportRow, ImportRunId, ImportTarget as _, RowError, RowOutcome, RowProblem};
use tabular::{CheckedRow, Checker, Limits, TableFile, Verdict, guess, profile};
use testkit::{TENANT, TestDb};

use crate::stage::{
    STEPS, account, add_agency, balance, finance_officer, november, read, run, treasury,
};

const HEADER: &str = "Kode SKPD;Tahun;Kode Sub Kegiatan;Nama Sub Kegiatan;Kode Rekening;\
    Sumber Dana;Januari;November;Jumlah setahun;Nomor DPA;Tanggal DPA";

/// The rows of a DPA as the checker hands them on.
fn rows(lines: &[&str]) -> Vec<CheckedRow> {
    let text = format!("{HEADER}\n{}\n", lines.join("\n"));
    let file = TableFile::open(text.into_bytes(), Limits::default()).unwrap();
    let target = LineTarget::default();
    let guessed = guess(
        target.kind(),
        file.header(),
        &profile(file.header(), file.sample()),
    );
    let checker = Checker::new(target.kind(), &guessed.mapping, file.header())
        .unwrap_or_else(|problems| panic!("{problems:?}"));
    checker
        .check_all(file.rows().unwrap())
        .map(|row| row.unwrap())
        .inspect(|row| assert_eq!(row.verdict, Verdict::Accepted, "{row:?}"))
        .collect()
}

/// Applies rows as the desk does: each in a savepoint; gives the words of what became of each.
fn apply(db: &TestDb, actor: Actor, lines: &[&str]) -> Vec<String> {
    let rows = rows(lines);
    let outcome = run(&db.db, move |tx, stamp| {
        let target = LineTarget::default();
        let mut words = Vec::new();
        for row in &rows {
            let import = ImportRow {
                run: ImportRunId::new(Uuid::from_u128(1)),
                file_name: "dpa.csv",
                number: row.row.number,
                record: &row.record,
                cells: &row.row,
                fingerprint: row.fingerprint,
                occurrence: row.occurrence,
                privacy_salt: [1; 16],
            };
            let done = tx.savepoint(|tx| target.apply(tx, stamp, &actor, &import));
            words.push(match done {
                Ok(outcome) => outcome.code().to_owned(),
                Err(RowError::Rejected(problems)) => problems[0].code.clone(),
                Err(RowError::Failed(failure)) => return Err(ActionError::Failed(failure)),
            });
        }
        Ok::<_, ActionError<()>>(words)
    });
    outcome.unwrap()
}

fn preview(db: &TestDb, actor: Actor, lines: &[&str]) -> Vec<(RowOutcome, Vec<RowProblem>)> {
    let records: Vec<_> = rows(lines).into_iter().map(|row| row.record).collect();
    let previews = read(&db.db, move |tx| {
        LineTarget::default().preview(tx, TENANT, &actor, &records)
    });
    previews
        .into_iter()
        .map(|row| (row.expected, row.problems))
        .collect()
}

fn lines(db: &TestDb, agency: base::AgencyId) -> Vec<BudgetLine> {
    read(&db.db, move |tx| {
        budget::list_lines_of(tx, TENANT, agency, 2026)
    })
}

const DPA: [&str; 2] = [
    "1.03.01;2026;1.03.01.2.09.0002;Kendaraan dinas;5.1.02.01.01.0004;APBD;4.000.000;1.500.000;5.500.000;DPA/1;2026-01-02",
    "1.03.01;2026;1.03.01.2.09.0003;Alat berat;5.1.02.01.01.0004;DAK;;;24.000.000;DPA/1;2026-01-02",
];

testkit::both_databases! {
    steps: STEPS;

    fn a_dpa_comes_in_and_a_second_time_changes_nothing(db) {
        let agency = add_agency(&db, "1.03.01", "Dinas PUPR");
        let expected: Vec<_> = preview(&db, treasury(), &DPA).into_iter().map(|row| row.0).collect();
        assert_eq!(expected, [RowOutcome::Created, RowOutcome::Created]);
        assert_eq!(apply(&db, treasury(), &DPA), ["created", "created"]);
        let first = lines(&db, agency);
        assert_eq!(first.len(), 2);
        assert_eq!(balance(&db, first[0].id).allocated, Rupiah::new(5_500_000));
        assert_eq!(account(&db, first[0].id, november()).allocated, 1_500_000);
        assert_eq!(account(&db, first[1].id, november()).allocated, 2_000_000);
        let history = |db: &TestDb, id| {
            read(&db.db, move |tx| budget::list_allocations(tx, TENANT, id)).len()
        };
        assert_eq!((history(&db, first[0].id), history(&db, first[1].id)), (2, 12));
        let expected: Vec<_> = preview(&db, treasury(), &DPA).into_iter().map(|row| row.0).collect();
        assert_eq!(expected, [RowOutcome::Unchanged, RowOutcome::Unchanged]);
        assert_eq!(apply(&db, treasury(), &DPA), ["unchanged", "unchanged"]);
        assert_eq!(lines(&db, agency), first);
        assert_eq!((history(&db, first[0].id), history(&db, first[1].id)), (2, 12));
    }

    fn a_changed_row_updates_its_line_with_the_new_document(db) {
        let agency = add_agency(&db, "1.03.01", "Dinas PUPR");
        apply(&db, treasury(), &DPA);
        let row = DPA[1].replace("24.000.000", "36.000.000").replace("DPA/1", "DPPA/1");
        assert_eq!(apply(&db, treasury(), &[&row]), ["updated"]);
        let line = lines(&db, agency).remove(1);
        assert_eq!(balance(&db, line.id).allocated, Rupiah::new(36_000_000));
        let history = read(&db.db, move |tx| budget::list_allocations(tx, TENANT, line.id));
        assert!(history.iter().any(|part| part.document.number == "DPPA/1"));
        let named = DPA[0].replace("Kendaraan dinas", "Kendaraan operasional");
        assert_eq!(apply(&db, treasury(), &[&named]), ["updated"]);
        assert_eq!(lines(&db, agency)[0].activity_name, "Kendaraan operasional");
    }

    fn bad_rows_are_named_and_good_ones_go_in(db) {
        let agency = add_agency(&db, "1.03.01", "Dinas PUPR");
        let other = add_agency(&db, "1.02.01", "Dinas Kesehatan");
        let bad = [
            &DPA[0].replace("1.03.01;2026", "9.99;2026"),
            &DPA[0].replace("5.500.000", "6.000.000"),
            &DPA[0].replace("5.1.02.01.01.0004", "lima"),
            &DPA[0].replace(";2026;", ";26;"),
            &DPA[0].replace("4.000.000;1.500.000;5.500.000", ";;"),
            DPA[1],
        ];
        let bad: Vec<&str> = bad.iter().map(AsRef::as_ref).collect();
        let codes = [
            "agency_unknown",
            "sum_differs",
            "account_code_invalid",
            "year_invalid",
            "ceilings_missing",
        ];
        let previews = preview(&db, treasury(), &bad);
        for (code, (_, problems)) in codes.iter().zip(&previews) {
            assert_eq!(problems[0].code, *code);
            for locale in web::Locale::ALL {
                assert!(LineTarget::default().problem_text(locale, &problems[0]).is_some(), "{code}");
            }
        }
        let mut expected = codes.to_vec();
        expected.push("created");
        assert_eq!(apply(&db, treasury(), &bad), expected);
        assert_eq!(lines(&db, agency).len(), 1);
        assert_eq!(apply(&db, finance_officer(other), &DPA), ["agency_unknown", "agency_unknown"]);
    }

    fn the_builder_of_tests_adds_a_line_with_its_ceilings(db) {
        let agency = add_agency(&db, "1.03.01", "Dinas PUPR");
        let stamp = testkit::stamp_at(testkit::morning());
        let line = budget::testkit::TestLine::of(agency).every_month(7_000).add(&db.db, &stamp);
        assert_eq!(balance(&db, line.id).allocated, Rupiah::new(84_000));
    }
}
