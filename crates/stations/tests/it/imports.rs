use std::sync::Arc;

use authz::{Actor, Grant, Role, Scope};
use base::{AgencyId, Uuid};
use db::{Access, ActionError, Db};
use register::{ImportRow, ImportRunId, ImportTarget, RowError};
use stations::testkit::{add_standards, admin, run};
use stations::{PriceTarget, StationTarget};
use tabular::{Checker, Language, Limits, TableFile, Verdict, guess, profile};
use testkit::{TENANT, both_databases, morning};

use crate::steps;

const LIST: &str = "Nomor SPBU;Nama SPBU;Alamat;Perusahaan;Jenis SPBU;Koordinat;Jam buka;Produk dijual\n\
    54.851.02;SPBU Oebobo;Jl. Contoh 1;PT Contoh;DODO;-10.1771, 123.6070;24 jam;Pertamax, Dexlite\n\
    5485107;SPBU Kelapa Lima;Jl. Contoh 2;;;;06.00-22.00;\n\
    54.851.09;SPBU Salah;Jl. Contoh 3;;COCO;;;\n\
    Oebobo;SPBU Tanpa Nomor;Jl. Contoh 4;;;;;\n\
    54.851.10;SPBU Jauh;Jl. Contoh 5;;;200, 300;;\n\
    54.851.11;SPBU Aneh;Jl. Contoh 6;;;;pagi;\n\
    54.851.12;SPBU Lain;Jl. Contoh 7;;;;;Air\n";

fn apply(db: &Db, actor: &Actor, text: &str) -> Vec<String> {
    apply_to(db, actor, Arc::new(StationTarget::default()), text)
}

fn apply_to(db: &Db, actor: &Actor, target: Arc<dyn ImportTarget>, text: &str) -> Vec<String> {
    let file = TableFile::open(text.as_bytes().to_vec(), Limits::default()).unwrap();
    let guessed = guess(
        target.kind(),
        file.header(),
        &profile(file.header(), file.sample()),
    );
    let mut mapping = guessed.mapping;
    mapping.zone = Some("Asia/Makassar".to_owned());
    let checker = Checker::new(target.kind(), &mapping, file.header()).unwrap();
    let rows: Vec<_> = checker
        .check_all(file.rows().unwrap())
        .map(Result::unwrap)
        .collect();
    assert!(
        rows.iter().all(|row| row.verdict == Verdict::Accepted),
        "{rows:?}"
    );
    let actor = actor.clone();
    run(db, morning(), move |tx, stamp| {
        let mut words = Vec::new();
        for row in &rows {
            let import = ImportRow {
                run: ImportRunId::new(Uuid::from_u128(1)),
                file_name: "spbu.csv",
                number: row.row.number,
                record: &row.record,
                cells: &row.row,
                fingerprint: row.fingerprint,
                occurrence: row.occurrence,
                privacy_salt: [1; 16],
            };
            words.push(
                match tx.savepoint(|tx| target.apply(tx, stamp, &actor, &import)) {
                    Ok(outcome) => outcome.code().to_owned(),
                    Err(RowError::Rejected(problems)) => problems[0].code.clone(),
                    Err(RowError::Failed(failure)) => {
                        return Err(ActionError::<()>::Failed(failure));
                    }
                },
            );
        }
        Ok(words)
    })
    .unwrap()
}

both_databases! {
    steps: steps();

    fn a_list_of_stations_comes_in_and_bad_rows_say_why(test) {
        let db = &test.db;
        add_standards(db, morning());
        let expected = [
            "created", "created", "ownership_differs", "number_invalid", "coordinates_invalid",
            "hours_invalid", "product_unknown",
        ];
        assert_eq!(apply(db, &admin(), LIST), expected);
        let again = apply(db, &admin(), LIST);
        assert_eq!(again[..2], ["unchanged", "unchanged"]);
        let found = db.read_blocking(TENANT, Access::ReadOwn, |tx| stations::list_stations(tx, TENANT)).unwrap();
        let first = found.iter().find(|station| station.name == "SPBU Oebobo").unwrap();
        assert_eq!(first.products, ["pertamax", "dexlite"]);
        assert_eq!(first.province, "53");
        assert_eq!(first.coordinates.unwrap().to_string(), "-10.1771000, 123.6070000");
        // A later file changes what it says and keeps the rest.
        let later = "Nomor SPBU;Telepon\n54-85102;0380 555\n";
        assert_eq!(apply(db, &admin(), later), ["updated"]);
        let id = first.id;
        let now = db.read_blocking(TENANT, Access::ReadOwn, move |tx| stations::lookup_station(tx, TENANT, id)).unwrap().unwrap();
        assert_eq!((now.phone.as_deref(), now.products.len()), (Some("0380 555"), 2));
        let new = "Nomor SPBU;Telepon\n54.851.77;0380 555\n";
        assert_eq!(apply(db, &admin(), new), ["name_missing"]);
    }

    fn a_price_holds_from_midnight_and_bad_cells_say_why(test) {
        let db = &test.db;
        add_standards(db, morning());
        let list = "Produk;Nomor SPBU;Harga;Mulai berlaku;Sumber\n\
            Pertamax;;13650;2026-11-01;P 1\n\
            Pertamax;;13650;2026-11-01 00:00;P 1\n\
            Pertamax;;-100;2026-11-02;P 2\n\
            Pertamax;;9999999999999999;2026-11-02;P 2\n\
            Pertamax;;Rp 1,5;2026-11-02;P 2\n\
            Pertamax;;13650;3020-11-02;P 2\n\
            Pertamax;;13650;1850-11-02;P 2\n";
        let prices = Arc::new(PriceTarget::default());
        let (bad, year) = ("price_implausible", "year_implausible");
        assert_eq!(
            apply_to(db, &admin(), prices, list),
            ["created", "unchanged", bad, bad, bad, year, year]
        );
    }

    fn who_may_not_edit_stations_imports_none(test) {
        let db = &test.db;
        add_standards(db, morning());
        let agency = AgencyId::new(Uuid::from_u128(10));
        let grant = Grant::new(Role::FuelOfficer, Scope::Agency(agency));
        let officer = Actor::person(TENANT, base::PersonId::new(Uuid::from_u128(11)), vec![grant]);
        let list = "Nomor SPBU;Nama SPBU;Alamat\n54.851.02;SPBU Oebobo;Jl. Contoh 1\n";
        assert_eq!(apply(db, &officer, list), ["denied"]);
    }
}

#[test]
fn the_template_offers_the_three_kinds_of_ownership() {
    let target = StationTarget::default();
    for language in [Language::Indonesian, Language::English] {
        let bytes = tabular::template(target.kind(), language).unwrap();
        let file = TableFile::open(bytes, Limits::default()).unwrap();
        let guessed = guess(
            target.kind(),
            file.header(),
            &profile(file.header(), file.sample()),
        );
        assert_eq!(guessed.mapping.fields.len(), target.kind().fields.len());
        let checker = Checker::new(target.kind(), &guessed.mapping, file.header()).unwrap();
        let rows: Vec<_> = checker
            .check_all(file.rows().unwrap())
            .map(Result::unwrap)
            .collect();
        assert_eq!(rows.len(), 2);
        for row in rows {
            assert_eq!((row.verdict, row.problems), (Verdict::Example, Vec::new()));
        }
    }
}
