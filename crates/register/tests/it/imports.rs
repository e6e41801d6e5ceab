use register::{PreviewFilter, RunState, list_agencies};
use testkit::TENANT;
use web::Locale;

use crate::support::{STEPS, admin, count, counts, desk, import, read, stage};

const AGENCIES: &str = "Daftar OPD Kota Kupang;;\n\
    Kode SKPD;Nama SKPD;Nama Kepala\n\
    1.03;Dinas Pekerjaan Umum;Yohanes Contoh\n\
    2.15;Dinas Perhubungan;\n\
    ;Tanpa kode;\n\
    1.03;Kembar;\n";

const FACTS: &str = "Nopol,Liter\nDH 1 A,\"12,5\"\nDH 1 A,\"12,5\"\nDH 2 B,\"10,25\"\nDH 3 C,banyak\nTIDAK,\"1,5\"\nBUKAN,\"2,5\"\n";

testkit::both_databases! {
    steps: STEPS;

    fn good_rows_go_in_and_bad_rows_come_back_with_reasons(db) {
        let desk = desk(&db.db);
        let run = import(&desk, "agencies", "opd.csv", AGENCIES.as_bytes());
        assert_eq!(run.state, RunState::Done);
        assert_eq!(counts(&run), [("created", 2), ("ready", 2), ("rejected", 2)]);
        let agencies = read(&db.db, |tx| list_agencies(tx, TENANT));
        assert_eq!(agencies[0].name, "Dinas Pekerjaan Umum");
        assert_eq!(agencies[0].head_name.as_deref(), Some("Yohanes Contoh"));
        let file = desk.rejected_file(&run, Locale::Id).unwrap();
        assert_eq!(file.file_name, "opd-masalah.csv");
        let text = String::from_utf8(file.bytes).unwrap();
        let expected = "Daftar OPD Kota Kupang;;\n\
            Kode SKPD;Nama SKPD;Nama Kepala;masalah\n\
            ;Tanpa kode;;Kode OPD kosong. Isi kolom ini.\n\
            1.03;Kembar;;Sama dengan baris 3. Hapus salah satu.\n";
        assert_eq!(text, expected);
        // The corrected file is understood without mapping again.
        let corrected = text.replace(";Tanpa kode", "9.99;Tanpa kode").replace("1.03;Kembar", "9.98;Kembar");
        let run = import(&desk, "agencies", "opd-masalah.csv", corrected.as_bytes());
        assert_eq!(counts(&run), [("created", 2), ("ready", 2)]);
    }

    fn a_register_imported_twice_changes_nothing_twice(db) {
        let desk = desk(&db.db);
        import(&desk, "agencies", "opd.csv", AGENCIES.as_bytes());
        let entries = count(&db.db, "journal_entry");
        let again = import(&desk, "agencies", "opd.csv", AGENCIES.as_bytes());
        assert_eq!(again.tallies.rows("unchanged"), 2);
        assert_eq!(count(&db.db, "journal_entry"), entries);
        // A later file changes what it says and keeps what it does not say.
        let later = "Kode;Nama\n1.03;Dinas PUPR\n";
        assert_eq!(import(&desk, "agencies", "b.csv", later.as_bytes()).tallies.rows("updated"), 1);
        let agencies = read(&db.db, |tx| list_agencies(tx, TENANT));
        assert_eq!(agencies[0].name, "Dinas PUPR");
        assert_eq!(agencies[0].head_name.as_deref(), Some("Yohanes Contoh"));
        // And the first file again sets it back: that is what the register was told last.
        let back = import(&desk, "agencies", "opd.csv", AGENCIES.as_bytes());
        assert_eq!(back.tallies.rows("updated"), 1);
    }

    fn facts_are_added_once_however_often_the_file_comes(db) {
        let desk = desk(&db.db);
        let run = import(&desk, "facts", "a.csv", FACTS.as_bytes());
        assert_eq!(
            counts(&run),
            [("created", 3), ("non_fuel", 1), ("ready", 5), ("refused", 1), ("rejected", 1)]
        );
        // Two equal lines are two purchases, also when they come again.
        assert_eq!(count(&db.db, "fact"), 3);
        let sum = &run.tallies.0["created"].sums["volume"];
        assert_eq!((sum.total.as_deref(), sum.base), (Some("35.25"), Some(35_250)));
        let again = import(&desk, "facts", "copy of a.csv", FACTS.as_bytes());
        assert_eq!(again.tallies.rows("unchanged"), 4);
        assert_eq!(count(&db.db, "fact"), 3);
        let more = FACTS.replace("DH 3 C,banyak", "DH 1 A,\"12,5\"");
        let more = import(&desk, "facts", "more.csv", more.as_bytes());
        assert_eq!((more.tallies.rows("created"), count(&db.db, "fact")), (1, 4));
    }

    fn a_preview_shows_problems_and_changes_nothing(db) {
        let desk = desk(&db.db);
        let run = stage(&desk, "agencies", "opd.csv", AGENCIES.as_bytes());
        assert_eq!((run.state, run.staged_count), (RunState::Previewed, 4));
        assert_eq!(count(&db.db, "agency"), 0);
        let all = desk.preview(&run, PreviewFilter::All, (0, 3)).unwrap();
        assert_eq!((all.rows.len(), all.next), (3, Some(5)));
        assert_eq!(all.rows[0].expected.as_deref(), Some("created"));
        let bad = desk.preview(&run, PreviewFilter::Problems, (0, 100)).unwrap();
        assert_eq!(bad.rows.len(), 2);
        assert_eq!(bad.rows[0].problems[0].code, "missing");
        assert_eq!(bad.rows[0].problems[0].column, Some(0));
        desk.withdraw_run(&admin(), &run).unwrap();
        assert!(desk.commit_run(&admin(), "test", &run).is_err());
        assert_eq!(count(&db.db, "agency"), 0);
    }

    fn the_mapping_of_a_file_is_remembered(db) {
        let desk = desk(&db.db);
        let bytes = b"A;B\n1.03;Dinas\n";
        let id = crate::support::upload(&desk, "agencies", "x.csv", bytes);
        let run = desk.lookup_run(&admin(), id).unwrap();
        let mut mapping = desk.propose_mapping(&run).unwrap().mapping;
        assert!(desk.set_mapping(&admin(), &run, &mapping).is_err(), "nothing can be guessed from A and B");
        mapping.fields.insert("code".to_owned(), tabular::FieldMapping::column("A"));
        mapping.fields.insert("name".to_owned(), tabular::FieldMapping::column("B"));
        desk.set_mapping(&admin(), &run, &mapping).unwrap();
        let id = crate::support::upload(&desk, "agencies", "y.csv", bytes);
        let run = desk.lookup_run(&admin(), id).unwrap();
        let proposal = desk.propose_mapping(&run).unwrap();
        assert!(proposal.is_remembered);
        assert_eq!(proposal.mapping.fields["code"].columns(), ["A"]);
    }

    fn another_sheet_of_a_workbook_is_read_with_its_own_columns(db) {
        let desk = desk(&db.db);
        let workbook = desk.template("agencies", tabular::Language::Indonesian).unwrap();
        let id = crate::support::upload(&desk, "agencies", "contoh.xlsx", &workbook);
        let first = desk.lookup_run(&admin(), id).unwrap();
        let sheets = desk.propose_mapping(&first).unwrap().sheets;
        assert!(sheets.len() > 1, "{sheets:?}");
        let other = sheets.iter().find(|sheet| Some(*sheet) != first.sheet.as_ref()).unwrap();
        desk.choose_sheet(&admin(), &first, other).unwrap();
        let second = desk.lookup_run(&admin(), id).unwrap();
        assert_eq!(second.sheet.as_ref(), Some(other));
        assert_ne!(second.header.fingerprint(), first.header.fingerprint());
        // Whoever still looks at the first sheet changes nothing.
        assert!(desk.choose_sheet(&admin(), &first, other).is_err());
        assert!(desk.choose_sheet(&admin(), &second, "Tidak ada").is_err());
    }

    fn encodings_and_kinds_of_files_do_not_matter(db) {
        let desk = desk(&db.db);
        // "Café" in Windows-1252 with semicolons, in UTF-8 with commas, in UTF-16.
        let windows = b"Kode;Nama\n1.01;Dinas Caf\xe9\n".to_vec();
        let utf8 = "\u{feff}Kode,Nama\n1.02,Dinas Café\n".as_bytes().to_vec();
        let utf16: Vec<u8> = "\u{feff}Kode\tNama\n1.03\tDinas Café\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [windows, utf8, utf16] {
            assert_eq!(import(&desk, "agencies", "a.csv", &bytes).tallies.rows("created"), 1);
        }
        let workbook = desk.template("agencies", tabular::Language::Indonesian).unwrap();
        let blank = import(&desk, "agencies", "contoh.xlsx", &workbook);
        assert_eq!(counts(&blank), [("example", 2)]);
        let names: Vec<String> = read(&db.db, |tx| list_agencies(tx, TENANT)).into_iter().map(|agency| agency.name).collect();
        assert_eq!(names, ["Dinas Café", "Dinas Café", "Dinas Café"]);
    }
}
