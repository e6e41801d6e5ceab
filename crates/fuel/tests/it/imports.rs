use authz::Actor;
use base::Uuid;
use db::{ActionError, Db};
use fuel::testkit::{found_city, steps};
use fuel::{DecreeTarget, list_decrees, list_rules};
use register::{ImportRow, ImportRunId, ImportTarget as _, RowError, RowOutcome};
use stations::testkit::{admin, run};
use tabular::{CheckedRow, Checker, Limits, TableFile, Verdict, guess, profile};
use testkit::{TENANT, both_databases, morning};

use crate::assert_journal_agrees;

const HEADER: &str = "Nomor SK;Tentang;Berlaku mulai;Jenis;Nopol;Jumlah;Satuan;Per;Sisa";

fn rows(lines: &[&str]) -> Vec<CheckedRow> {
    let text = format!("{HEADER}\n{}\n", lines.join("\n"));
    let file = TableFile::open(text.into_bytes(), Limits::default()).unwrap();
    let target = DecreeTarget::default();
    let seen = profile(file.header(), file.sample());
    let guessed = guess(target.kind(), file.header(), &seen);
    let checker = Checker::new(target.kind(), &guessed.mapping, file.header())
        .unwrap_or_else(|problems| panic!("{problems:?}"));
    checker
        .check_all(file.rows().unwrap())
        .map(|row| row.unwrap())
        .inspect(|row| assert_eq!(row.verdict, Verdict::Accepted, "{row:?}"))
        .collect()
}

/// Applies lines as the desk does; gives the word of what became of each.
fn apply(db: &Db, actor: &Actor, lines: &[&str]) -> Vec<String> {
    let (rows, actor) = (rows(lines), actor.clone());
    run(db, morning(), move |tx, stamp| {
        let target = DecreeTarget::default();
        let mut words = Vec::new();
        for row in &rows {
            let import = ImportRow {
                run: ImportRunId::new(Uuid::from_u128(1)),
                file_name: "sk.csv",
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
    })
    .unwrap()
}

both_databases! {
    steps: steps();

    fn lines_with_one_number_make_one_decree(database) {
        let db = &database.db;
        found_city(db);
        let lines = [
            "30/2026;Kuota;2026-02-01;car;;7,5;liter;hari kerja;tidak",
            "30/2026;Kuota;2026-02-01;;DH 8123 A;2000000;Rp;bulan;ya",
            "30/2026;Kuota;2026-02-01;;DH 1 X;5;liter;bulan;tidak",
            "30/2026;Kuota;2026-02-01;pesawat;;5;liter;bulan;tidak",
            "30/2026;Kuota;2026-02-01;;;5;liter;bulan;tidak",
        ];
        let expected = ["created", "created", "plate_unknown", "class_unknown", "quota_target_missing"];
        assert_eq!(apply(db, &admin(), &lines), expected);
        let again = apply(db, &admin(), &lines[..2]);
        assert_eq!(again, ["unchanged", "unchanged"]);
        let changed = ["30/2026;Kuota;2026-02-01;car;;8;liter;hari kerja;tidak"];
        assert_eq!(apply(db, &admin(), &changed), ["rule_differs"]);
        let moved = ["30/2026;Kuota;2026-03-01;car;;7,5;liter;hari kerja;tidak"];
        assert_eq!(apply(db, &admin(), &moved), ["decree_dates_differ"]);
        let rules = db
            .read_blocking(TENANT, db::Access::ReadOwn, |tx| {
                let decrees = list_decrees(tx, TENANT)?;
                let decree = decrees.iter().find(|decree| decree.number == "30/2026").unwrap();
                list_rules(tx, TENANT, decree.id)
            })
            .unwrap();
        let amounts: Vec<i64> = rules.iter().map(|rule| rule.amount).collect();
        assert_eq!(amounts, [7_500, 2_000_000]);
        assert_journal_agrees(db);
    }

    fn who_may_not_changes_nothing(database) {
        let db = &database.db;
        let city = found_city(db);
        let lines = ["31/2026;Kuota;2026-02-01;car;;7;liter;hari kerja;tidak"];
        assert_eq!(apply(db, &city.officer, &lines), ["denied"]);
    }

    fn the_preview_says_what_would_become_of_a_line(database) {
        let db = &database.db;
        found_city(db);
        let lines = [
            "32/2026;Kuota;2026-02-01;car;;7;liter;hari kerja;tidak",
            "32/2026;Kuota;2026-02-01;pesawat;;7;liter;hari kerja;tidak",
        ];
        let records: Vec<_> = rows(&lines).into_iter().map(|row| row.record).collect();
        let previews = db
            .read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
                DecreeTarget::default().preview(tx, TENANT, &admin(), &records)
            })
            .unwrap();
        assert_eq!(previews[0].expected, RowOutcome::Created);
        assert_eq!(previews[1].problems[0].code, "class_unknown");
        let target = DecreeTarget::default();
        for locale in web::Locale::ALL {
            assert!(target.problem_text(locale, &previews[1].problems[0]).is_some());
        }
    }
}
