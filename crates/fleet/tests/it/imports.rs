use ::testkit::both_databases;
use authz::{Role, Scope};
use fleet::{VehicleFilter, import_targets};
use identity::testkit::TestPerson;
use register::{AgencyInput, ImportRow, ImportRunId, RowError, RowOutcome, create_agency};
use tabular::{Checker, Limits, TableFile, guess, profile};

use super::*;

const KIB: &str = "OPD;Kelas;Nama Barang;Merk;Nopol;No Rangka;No Mesin;Tahun;Harga;Isi tangki\n\
    Dinas PUPR;Mobil penumpang;Mini Bus;Toyota Avanza;DH 1234 A;MHF-M1BA 001;K3 12345;2019;180.500.000;45\n\
    Dinas PUPR;Truk sampah;Arm Roll;Isuzu;DH 8123 A;-;;2015;;\n\
    Dinas Angin;Mobil penumpang;Mini Bus;;DH 9 Z;;;;;\n";

type Outcomes = Vec<Result<RowOutcome, String>>;

const DRIVERS: &str = "No Polisi;NIP;Nama Pengemudi;No HP;Tugas;TMT\n\
    DH 1234 A;198504122010012003;;;Pemegang;01/01/2026\n\
    DH 1234 A;;Yohanes Bria;81234567890;Sopir;01/01/2026\n\
    DH 1234 A;;Yohanes Bria;0812 0000 0000;Sopir;01/01/2026\n\
    DH 1234 A;;Yohanes Bria;;Sopir;01/01/2026\n\
    DH 1234 A;;Yohanes Bria;kosong;Sopir;01/01/2026\n";

fn import(db: &Db) -> Outcomes {
    import_list(db, "vehicles", KIB)
}

/// Applies every row as the import does, each in a savepoint of its own.
fn import_list(db: &Db, kind: &str, list: &str) -> Outcomes {
    let targets = import_targets();
    let target = targets
        .iter()
        .find(|target| target.kind().key == kind)
        .unwrap();
    let file = TableFile::open(list.as_bytes().to_vec(), Limits::default()).unwrap();
    let guess = guess(
        target.kind(),
        file.header(),
        &profile(file.header(), file.sample()),
    );
    let checker = Checker::new(target.kind(), &guess.mapping, file.header()).unwrap();
    let rows: Vec<_> = checker
        .check_all(file.rows().unwrap())
        .map(Result::unwrap)
        .collect();
    let stamp = stamp_at(morning());
    let target = std::sync::Arc::clone(target);
    db.write_blocking(Command::by(&stamp), move |tx| {
        let stamp = stamp.fresh();
        let mut outcomes: Vec<Result<String, String>> = Vec::new();
        for row in &rows {
            let row = ImportRow {
                run: ImportRunId::new(base::Uuid::nil()),
                file_name: "kib-b.csv",
                number: row.row.number,
                record: &row.record,
                cells: &row.row,
                fingerprint: [0; 16],
                occurrence: 1,
                privacy_salt: [1; 16],
            };
            let applied = tx.savepoint(|tx| target.apply(tx, &stamp, &keeper_of_all(), &row));
            outcomes.push(match applied {
                Ok(outcome) => Ok(outcome.code().to_owned()),
                Err(RowError::Rejected(problems)) => Err(problems[0].code.clone()),
                Err(RowError::Failed(failure)) => return Err(ActionError::<()>::Failed(failure)),
            });
        }
        Ok(outcomes)
    })
    .unwrap()
    .into_iter()
    .map(|outcome| {
        outcome.map(|code| match code.as_str() {
            "created" => RowOutcome::Created,
            "updated" => RowOutcome::Updated,
            _ => RowOutcome::Unchanged,
        })
    })
    .collect()
}

/// Two agencies, and the standard classes.
fn agencies_and_classes(db: &Db) {
    for (code, name) in [("1.03", "Dinas PUPR"), ("1.04", "Dinas Lain")] {
        let stamp = stamp_at(morning());
        db.write_blocking(Command::by(&stamp), move |tx| {
            let grant = Grant::new(Role::CityAdmin, Scope::Tenant);
            let admin = Actor::person(TENANT, person(1), vec![grant]);
            let input = AgencyInput {
                code: code.to_owned(),
                name: name.to_owned(),
                short_name: name.to_owned(),
                is_active: true,
                ..AgencyInput::default()
            };
            create_agency(tx, &stamp.fresh(), &admin, (&input, &[1; 16]))?;
            Ok::<_, ActionError<register::AgencyRefusal>>(())
        })
        .unwrap();
    }
    act(db, morning(), |tx, stamp| {
        fleet::add_standard_classes(tx, stamp, &keeper_of_all())
    })
    .unwrap();
}

both_databases! {
    steps: steps();

    fn kib_b_comes_in_once_and_drops_no_row_silently(database) {
        let db = &database.db;
        agencies_and_classes(db);
        let unknown = Err("agency_unknown".to_owned());
        assert_eq!(import(db), [Ok(RowOutcome::Created), Ok(RowOutcome::Created), unknown.clone()]);
        assert_eq!(import(db), [Ok(RowOutcome::Unchanged), Ok(RowOutcome::Unchanged), unknown]);
        let reach = keeper_of_all().reach(authz::Action::FleetVehicleView);
        let listed = look(db, move |tx| {
            let place = (None, base::PageSize::default());
            fleet::list_vehicles(tx, (TENANT, today()), &reach, &VehicleFilter::default(), place)
        });
        let names: Vec<_> = listed.items.iter().map(|v| (v.name().to_owned(), v.is_incomplete())).collect();
        assert_eq!(names, [("DH 1234 A".to_owned(), false), ("DH 8123 A".to_owned(), true)]);
        assert_eq!(listed.items[0].tank_ml, Some(base::Millilitres::new(45_000)));
        assert_eq!(listed.items[0].asset.price, Some(base::Rupiah::new(180_500_000)));
    }

    fn a_plate_alone_merges_no_two_vehicles(database) {
        let db = &database.db;
        agencies_and_classes(db);
        let list = "OPD;Kelas;Nama Barang;Nopol;No Rangka;No Mesin\n\
            Dinas PUPR;Mobil penumpang;Mini Bus;DH 7 A;12;\n\
            Dinas PUPR;Mobil penumpang;Pickup;DH 7 A;13;\n\
            Dinas Lain;Mobil penumpang;Sedan;DH 7 A;;\n\
            Dinas Lain;Mobil penumpang;Sedan;DH 7 A;MHF-M1BA 001;K3 12345\n";
        let other = || Err("plate_of_another".to_owned());
        let rest = [other(), other(), other()];
        let first = import_list(db, "vehicles", list);
        assert_eq!((&first[0], &first[1..]), (&Ok(RowOutcome::Created), &rest[..]));
        let again = import_list(db, "vehicles", list);
        assert_eq!((&again[0], &again[1..]), (&Ok(RowOutcome::Unchanged), &rest[..]));
    }

    fn cells_that_cannot_be_true_are_problems_by_name(database) {
        let db = &database.db;
        agencies_and_classes(db);
        let list = "OPD;Kelas;Nama Barang;Nopol;Tahun;Harga;Isi tangki\n\
            Dinas PUPR;Mobil penumpang;Mini Bus;DH 1 A;2019;180500000;-45\n\
            Dinas PUPR;Mobil penumpang;Mini Bus;DH 2 A;3020;180500000;45\n\
            Dinas PUPR;Mobil penumpang;Mini Bus;DH 3 A;1850;180500000;45\n\
            Dinas PUPR;Mobil penumpang;Mini Bus;DH 4 A;2028;180500000;45\n\
            Dinas PUPR;Mobil penumpang;Mini Bus;DH 5 A;2019;-100;45\n\
            Dinas PUPR;Mobil penumpang;Mini Bus;DH 6 A;2019;9999999999999999;45\n\
            Dinas PUPR;Mobil penumpang;Mini Bus;DH 7 A;2019;Rp 1,5;45\n\
            Dinas PUPR;Mobil penumpang;Mini Bus;???;2019;180500000;45\n\
            Dinas PUPR;Mobil penumpang;Mini Bus;tidak ada;2019;0;45\n";
        let refused = |code: &str| Err(code.to_owned());
        assert_eq!(import_list(db, "vehicles", list), [
            refused("tank_implausible"),
            refused("year_implausible"),
            refused("year_implausible"),
            refused("year_implausible"),
            refused("price_implausible"),
            refused("price_implausible"),
            refused("price_in_parts"),
            refused("plate_unreadable"),
            Ok(RowOutcome::Created),
        ]);
    }

    fn people_without_nip_are_found_by_name_and_telephone(database) {
        let db = &database.db;
        add(db, car().plate("DH 1234 A"));
        TestPerson::named("Maria Nggadas").nip("198504122010012003").without_account().insert(db, TENANT, morning());
        TestPerson::named("Yohanes Bria").phone("+6281234567890").without_account().insert(db, TENANT, morning());
        TestPerson::named("Yohanes Bria").phone("+6281234567891").without_account().insert(db, TENANT, morning());
        let refused = |code: &str| Err(code.to_owned());
        let expected = |first: RowOutcome, second: RowOutcome| [
            Ok(first),
            Ok(second),
            refused("person_not_found"),
            refused("person_unnamed"),
            refused("phone_unreadable"),
        ];
        assert_eq!(import_list(db, "holders", DRIVERS), expected(RowOutcome::Created, RowOutcome::Created));
        assert_eq!(import_list(db, "holders", DRIVERS), expected(RowOutcome::Unchanged, RowOutcome::Unchanged));
    }
}
