use authz::{Role, Scope};
use base::{AgencyId, Millilitres, Uuid};
use purchases::{LineKind, PurchaseFilter};
use register::{AgencyInput, create_agency};
use testkit::{TENANT, both_databases};
use web::Locale;

use crate::support::*;

/// A treasurer's list in rupiah, without times and numbers of its own.
const LIST: &str = "\
Tanggal;No Polisi;Jenis BBM;Jumlah liter;Harga per liter;Total;Kilometer;Nama SPBU\n\
13/01/2022;DH 1234 A;Pertalite;35,50;7.650;271.575;45.210;54.851.02\n\
13/01/2022;DH 1234 A;Pertalite;35,50;7.650;271.575;45.210;54.851.02\n\
14/01/2022;DH 55 X;Oli mesin;1;95.000;95.000;;\n\
15/01/2022;???;Solar;10;5.150;51.500;;\n";

both_databases! {
    steps: steps();

    fn every_line_is_accounted_for_and_sums_are_those_of_the_file(database) {
        let db = &database.db;
        let desk = desk(db);
        let run = import(&desk, ("card.csv", EXPORT, EXPORT_MAP));
        assert_eq!(outcomes(&run), "created 5 non_fuel 2 rejected 3");
        let totals = totals(db, admin(), PurchaseFilter::default());
        let of = |totals: &[purchases::UnitTotal]| -> Vec<String> {
            totals.iter().map(|total| format!("{} {}", total.total, total.unit)).collect()
        };
        // Added by hand from the file above.
        assert_eq!(of(&totals.quantities), ["63.875 gallon_us", "2 item"]);
        assert_eq!(of(&totals.amounts), ["151.69 usd"]);
        assert_eq!((totals.lines, totals.fuel_lines, totals.rupiah.get()), (7, 5, 0));
        // 10.5, 11.25, 10.875, 11 and 20.25 gallons, each rounded half up to a millilitre.
        let volumes = [39_747, 42_586, 41_166, 41_640, 76_655];
        assert_eq!(totals.volume, Millilitres::new(volumes.iter().sum()));
        let derived: Vec<i64> = all(db).iter().filter_map(|p| p.volume).map(Millilitres::get).collect();
        assert_eq!(derived, volumes);
        let wash = &all(db)[2];
        assert_eq!((wash.kind, wash.unit.as_str(), wash.volume), (LineKind::NonFuel, "item", None));
        assert_eq!(wash.amount_rupiah, None, "dollars are no rupiah");
        assert_journal_agrees(db);
    }

    fn only_what_adds_up_is_summed(database) {
        let run = import(&desk(&database.db), ("card.csv", EXPORT, EXPORT_MAP));
        let sums = |outcome: &str| -> Vec<String> { run.tallies.0[outcome].sums.keys().cloned().collect() };
        assert_eq!(sums("created"), ["amount", "quantity"]);
        assert_eq!(sums("non_fuel"), ["amount"], "pieces are no gallons");
    }

    fn rows_that_stay_out_come_back_with_a_column_masalah(database) {
        let db = &database.db;
        let desk = desk(db);
        let run = import(&desk, ("card.csv", EXPORT, EXPORT_MAP));
        let file = desk.rejected_file(&run, Locale::Id).unwrap();
        assert_eq!(file.file_name, "card-masalah.csv");
        let text = String::from_utf8(file.bytes).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].ends_with(",Odometer,masalah"), "{text}");
        assert!(lines[1].starts_with("906,1,") && lines[1].contains("kosong"), "{text}");
        assert!(lines[2].starts_with("907,1,02/30/2021"), "{text}");
        assert!(lines[3].starts_with("908,1,") && lines[3].contains("gallon_us"), "{text}");
        assert_eq!(lines.len(), 4);
        for locale in Locale::ALL {
            let remarks = desk.remarks(&run, locale).unwrap();
            assert_eq!(remarks[1].href, "/plat-tak-dikenal");
            assert!(remarks[1].text.starts_with('2'), "{remarks:?}");
        }
    }

    fn a_second_import_changes_nothing(database) {
        let db = &database.db;
        let desk = desk(db);
        import(&desk, ("card.csv", EXPORT, EXPORT_MAP));
        let before = (all(db), count(db, "journal_entry"), count(db, "unknown_vehicle"));
        let again = import(&desk, ("card.csv", EXPORT, EXPORT_MAP));
        assert_eq!(outcomes(&again), "rejected 3 unchanged 7");
        // Fewer columns mapped is still the same list.
        let fewer = EXPORT_MAP.replace("[fields.line]\ncolumn = \"Product Class\"\n", "");
        let mapped = import(&desk, ("card.csv", EXPORT, &fewer));
        assert_eq!(outcomes(&mapped), "rejected 3 unchanged 7");
        assert_eq!((all(db), count(db, "journal_entry"), count(db, "unknown_vehicle")), before);
        // A number that says something else now is refused by name.
        let changed = EXPORT.replace("10.5,GA,2.10,22.05", "12.5,GA,2.10,26.25");
        let refused = upload(&desk, &admin(), ("card.csv", &changed, EXPORT_MAP));
        assert_eq!(refused.tallies.rows("rejected"), 4);
        let file = desk.rejected_file(&refused, Locale::En).unwrap();
        assert!(String::from_utf8(file.bytes).unwrap().contains("other content"));
    }

    fn a_list_without_numbers_is_told_by_its_content(database) {
        let db = &database.db;
        let desk = desk(db);
        let run = import(&desk, ("daftar.csv", LIST, ""));
        assert_eq!(outcomes(&run), "created 2 non_fuel 1 rejected 1");
        let found = all(db);
        assert_eq!(found[0].amount_rupiah.map(base::Rupiah::get), Some(271_575));
        assert_eq!(found[0].volume, Some(Millilitres::new(35_500)));
        assert!(!found[0].has_time);
        assert_eq!(found[0].bought_at.to_string(), "2022-01-13T04:00:00Z", "noon in Kupang");
        let again = import(&desk, ("daftar.csv", LIST, ""));
        assert_eq!(outcomes(&again), "rejected 1 unchanged 3");
        // The same purchase in another spelling is no third one, and is not lost either.
        let spelled = format!("{LIST}13/01/2022;dh 1234 a;PERTALITE;35,5;7650;271575;45210;54.851.02\n");
        let third = import(&desk, ("daftar.csv", &spelled, ""));
        assert_eq!(outcomes(&third), "rejected 1 unchanged 4");
        assert_eq!(all(db).len(), 3);
    }

    fn a_purchase_spelled_twice_in_one_file_is_shown_not_dropped(database) {
        let db = &database.db;
        let desk = desk(db);
        let twice = "Tanggal;No Polisi;Jenis BBM;Jumlah liter;Total\n\
            13/01/2022;DH 1234 A;Pertalite;35,5;271.575\n\
            13/01/2022;DH 1234 A;Pertalite;35,50;271.575\n";
        let run = import(&desk, ("daftar.csv", twice, ""));
        assert_eq!(outcomes(&run), "created 1 refused 1");
        let file = desk.rejected_file(&run, Locale::Id).unwrap();
        assert!(String::from_utf8(file.bytes).unwrap().contains("sama isinya"));
    }

    fn an_officer_imports_for_his_agency_only(database) {
        let db = &database.db;
        let desk = desk(db);
        let agency: AgencyId = act(db, |tx, stamp| {
            let input = AgencyInput {
                code: "1.03".to_owned(),
                name: "Dinas PUPR".to_owned(),
                short_name: "Dinas PUPR".to_owned(),
                is_active: true,
                ..AgencyInput::default()
            };
            create_agency(tx, stamp, &admin(), (&input, &[1; 16]))
        });
        let officer = actor(Role::FuelOfficer, Scope::Agency(agency));
        let list = "Tanggal;No Polisi;OPD;Jenis BBM;Jumlah liter;Total\n\
            13/01/2022;DH 1 A;;Pertalite;10;76500\n\
            13/01/2022;DH 2 A;Dinas PUPR;Pertalite;10;76500\n\
            13/01/2022;DH 3 A;Dinas Angin;Pertalite;10;76500\n";
        let run = import_as(&desk, &officer, ("pupr.csv", list, ""));
        assert_eq!(outcomes(&run), "created 2 rejected 1");
        assert!(all(db).iter().all(|purchase| purchase.agency == Some(agency)));
        let other = AgencyId::new(Uuid::from_u128(99));
        let stranger = actor(Role::FuelOfficer, Scope::Agency(other));
        let refused = upload(&desk, &stranger, ("pupr.csv", list, ""));
        assert_eq!(refused.tallies.rows("ready"), 1, "only the line that names no agency");
        assert_eq!(totals(db, stranger, PurchaseFilter::default()).lines, 0);
        assert_eq!(totals(db, officer, PurchaseFilter::default()).lines, 2);
        let driver = actor(Role::Driver, Scope::Own);
        let input = register::UploadInput {
            kind: "purchases".to_owned(),
            file_name: "x.csv".to_owned(),
            bytes: list.as_bytes().to_vec(),
            sheet: None,
        };
        assert!(desk.open_run(&driver, "test", input).is_err());
    }

    fn the_template_reads_back_empty(database) {
        let db = &database.db;
        let desk = desk(db);
        for language in [tabular::Language::Indonesian, tabular::Language::English] {
            let bytes = desk.template("purchases", language).unwrap();
            let input = register::UploadInput {
                kind: "purchases".to_owned(),
                file_name: "contoh.xlsx".to_owned(),
                bytes,
                sheet: None,
            };
            let id = desk.open_run(&admin(), "test", input).unwrap();
            let run = desk.lookup_run(&admin(), id).unwrap();
            let mut mapping = desk.propose_mapping(&run).unwrap().mapping;
            mapping.zone = Some(zone().name().to_owned());
            assert_eq!(mapping.fields.len(), desk.target("purchases").unwrap().kind().fields.len());
            desk.set_mapping(&admin(), &run, &mapping).unwrap();
            let run = desk.advance_run(TENANT, id, usize::MAX).unwrap();
            assert_eq!(run.tallies.rows("example"), 2);
        }
    }
}

#[test]
fn a_column_of_units_decides_the_unit_of_quantities() {
    use tabular::{Limits, TableFile, Unit, guess, profile};
    let text = "Transaction Date,Vehicle ID,Product,Units,Unit of Measure,Gross Cost\n\
        2021-03-01 08:00,A1,Unleaded,10.5,GA,22.05\n\
        2021-03-01 09:00,A1,Car Wash,1,EA,8.00\n";
    let file = TableFile::open(text.as_bytes().to_vec(), Limits::default()).unwrap();
    let targets = purchases::import_targets();
    let profiles = profile(file.header(), file.sample());
    let guessed = guess(targets[0].kind(), file.header(), &profiles);
    assert_eq!(
        guessed.mapping.fields["quantity"].unit,
        Some(Unit::GallonUs)
    );
    assert!(guessed.fields["quantity"].is_unit_named);
}
