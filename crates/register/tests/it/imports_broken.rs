use register::{ImportError, RunState, UploadInput};
use testkit::{TENANT, TestDb};

use crate::support::{STEPS, actor, admin, count, counts, desk, import, stage, upload};

/// Enough rows for several steps; every tenth is refused when applied.
fn many(rows: usize) -> Vec<u8> {
    let mut text = "Nopol,Liter\n".to_owned();
    for row in 1..=rows {
        let plate = if row % 10 == 0 {
            "TIDAK".to_owned()
        } else {
            format!("DH {row} A")
        };
        text.extend([plate, format!(",{row}\n")]);
    }
    text.into_bytes()
}

/// Stops after every step, as a crash would, and goes on with a new desk over new workers.
fn finish_by_steps(
    db: &mut TestDb,
    run: register::ImportRunId,
    rows: usize,
) -> register::ImportRun {
    loop {
        db.reopen();
        let desk = desk(&db.db);
        let run = desk.advance_run(TENANT, run, rows).unwrap();
        if !run.state.is_working() {
            return run;
        }
    }
}

testkit::both_databases! {
    steps: STEPS;

    fn a_run_goes_on_after_a_crash_at_any_step(db) {
        let mut db = db;
        let id = {
            let desk = desk(&db.db);
            let id = upload(&desk, "facts", "many.csv", &many(1_234));
            let run = desk.lookup_run(&admin(), id).unwrap();
            let mapping = desk.propose_mapping(&run).unwrap().mapping;
            desk.set_mapping(&admin(), &run, &mapping).unwrap();
            id
        };
        let run = finish_by_steps(&mut db, id, 500);
        assert_eq!((run.state, run.staged_count, run.ready_count()), (RunState::Previewed, 1_234, 1_234));
        desk(&db.db).commit_run(&admin(), "test", &run).unwrap();
        let run = finish_by_steps(&mut db, id, 250);
        assert_eq!(run.state, RunState::Done);
        assert_eq!(counts(&run), [("created", 1_111), ("ready", 1_234), ("refused", 123)]);
        assert_eq!(count(&db.db, "fact"), 1_111);
    }

    fn two_workers_on_one_run_do_its_work_once(db) {
        let desk = desk(&db.db);
        let run = stage(&desk, "facts", "many.csv", &many(2_000));
        desk.commit_run(&admin(), "test", &run).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                let desk = desk.clone();
                scope.spawn(move || {
                    while desk.advance_run(TENANT, run.id, 250).unwrap().state.is_working() {}
                });
            }
        });
        let run = desk.lookup_run(&admin(), run.id).unwrap();
        assert_eq!(counts(&run), [("created", 1_800), ("ready", 2_000), ("refused", 200)]);
        assert_eq!((count(&db.db, "fact"), run.done_count), (1_800, 2_000));
    }

    fn a_row_that_fails_is_kept_and_the_others_go_in(db) {
        let desk = desk(&db.db);
        let file = "Nopol,Liter\nRUSAK,1\nDH 1 A,2\nLUPA,3\nDH 2 A,4\n";
        let run = import(&desk, "facts", "a.csv", file.as_bytes());
        assert_eq!(counts(&run), [("created", 2), ("ready", 4), ("refused", 2)]);
        // The row that forgot its journal entry left nothing behind either.
        assert_eq!(count(&db.db, "fact"), 2);
        let text = desk.rejected_file(&run, web::Locale::Id).unwrap().bytes;
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("RUSAK,1,") && text.contains("LUPA,3,"), "{text}");
    }

    fn a_file_that_breaks_off_is_not_imported_in_part(db) {
        let desk = desk(&db.db);
        let mut bytes = many(700);
        bytes.extend(b"\"never closed,1\n");
        bytes.extend(vec![b'x'; 9_000]);
        let run = stage(&desk, "facts", "broken.csv", &bytes);
        assert_eq!((run.state, run.trouble.as_deref()), (RunState::Withdrawn, Some("cell_too_long")));
        assert!(matches!(desk.commit_run(&admin(), "test", &run), Err(ImportError::WrongState)));
        assert_eq!(count(&db.db, "fact"), 0);
    }

    fn what_cannot_be_a_table_is_refused_by_name(db) {
        let desk = desk(&db.db);
        let try_open = |kind: &str, bytes: &[u8]| {
            let input = UploadInput { kind: kind.to_owned(), file_name: "a".to_owned(), bytes: bytes.to_vec(), sheet: None };
            desk.open_run(&admin(), "test", input)
        };
        assert!(matches!(try_open("agencies", b"<html>"), Err(ImportError::File("web_page"))));
        assert!(matches!(try_open("boundaries", b"a,b\n1,2\n"), Err(ImportError::File("not_geojson"))));
        assert!(matches!(try_open("nothing", b"a"), Err(ImportError::UnknownKind)));
        let driver = actor(authz::Role::Driver, authz::Scope::Own);
        let input = UploadInput { kind: "agencies".to_owned(), file_name: "a".to_owned(), bytes: b"a;b\n".to_vec(), sheet: None };
        assert!(matches!(desk.open_run(&driver, "test", input), Err(ImportError::Denied(_))));
        assert_eq!(count(&db.db, "import_run"), 0);
    }

    fn old_files_are_forgotten_and_their_counts_stay(db) {
        let desk = desk(&db.db);
        let run = import(&desk, "facts", "many.csv", &many(600));
        let later = testkit::morning().plus_seconds(91 * 86_400);
        assert_eq!(desk.purge(TENANT, later).unwrap(), 1);
        assert_eq!((count(&db.db, "import_row"), count(&db.db, "import_chunk")), (0, 0));
        let kept = desk.lookup_run(&admin(), run.id).unwrap();
        assert_eq!(kept.tallies, run.tallies);
        assert_eq!(desk.purge(TENANT, later).unwrap(), 0);
        let again = import(&desk, "facts", "many.csv", &many(600));
        assert_eq!(again.tallies.rows("unchanged"), 540);
    }
}
