//! Measures an import of 100,000 rows on SQLite: `cargo run --release -p register --example hundred_thousand`.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::sync::Arc;
use std::time::Instant;

use authz::{Action, Actor, Grant, Role, Scope};
use base::{PersonId, Stamp, SystemClock, SystemEntropy, TenantId, Uuid};
use db::{Db, Location, Options, Step, Tx, params};
use register::{
    ImportDesk, ImportRow, ImportTarget, ImportTargets, RowError, RowOutcome, UploadInput,
};
use tabular::{Field, FieldKind, ImportKind, Measure, Wording};

const ROWS: usize = 100_000;
const TENANT: TenantId = TenantId::new(Uuid::from_u128(1));

/// Rows like purchases: a plate, an instant, a volume, an amount; one journal entry each.
struct Purchases(ImportKind);

impl ImportTarget for Purchases {
    fn kind(&self) -> &ImportKind {
        &self.0
    }

    fn action(&self) -> Action {
        Action::RegisterImportRun
    }

    fn purpose(&self) -> Wording {
        Wording::new("Ukur", "Measure")
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        _: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError> {
        let id = stamp.next_id();
        let record = row.record;
        tx.change_exactly_one(
            "INSERT INTO purchase (tenant_id, id, plate, at, volume_ml, amount_rupiah) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![
                stamp.tenant,
                id,
                record.text("plate"),
                record.utc_micros("at"),
                record.integer("volume"),
                record.integer("amount")
            ],
        )?;
        journal::record(
            tx,
            stamp,
            "example.purchase",
            journal::Subject::new("purchase", id),
            None,
        )?;
        Ok(RowOutcome::Created)
    }
}

fn kind() -> ImportKind {
    let word = |text: &'static str| Wording::new(text, text);
    let plate = FieldKind::Text { max_characters: 20 };
    let fields = vec![
        Field::new("plate", plate, word("Nopol")).required(),
        Field::new("at", FieldKind::Instant, word("Waktu")).required(),
        Field::new(
            "volume",
            FieldKind::Quantity(Measure::Volume),
            word("Liter"),
        )
        .required(),
        Field::new(
            "amount",
            FieldKind::Quantity(Measure::Money),
            word("Rupiah"),
        )
        .required(),
    ];
    ImportKind::new("purchases", word("Pembelian"), fields)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("register-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&folder);
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn measure(folder: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    let table = Step {
        area: "example",
        number: 1,
        sql: "CREATE TABLE purchase (tenant_id ID NOT NULL, id ID NOT NULL, plate TEXT, at BIGINT,
              volume_ml BIGINT, amount_rupiah BIGINT, revision BIGINT NOT NULL DEFAULT 0,
              PRIMARY KEY (tenant_id, id)) STRICT;",
    };
    let steps: Vec<Step> = [
        &journal::STEPS[..],
        &identity::STEPS[..],
        &register::STEPS[..],
        &[table][..],
    ]
    .concat();
    let location = Location::Sqlite(folder.join("import.db"));
    db::migrate(&location, &steps, base::UtcMicros::new(0))?;
    let db = Db::open(&location, &Options::for_cores(2))?;
    let targets = ImportTargets::new([Arc::new(Purchases(kind())) as Arc<dyn ImportTarget>]);
    let desk = ImportDesk::new(
        db,
        targets,
        (Arc::new(SystemClock), Arc::new(SystemEntropy)),
    );
    let person = PersonId::new(Uuid::from_u128(2));
    let admin = Actor::person(
        TENANT,
        person,
        vec![Grant::new(Role::CityAdmin, Scope::Tenant)],
    );
    for round in ["first", "again"] {
        let begun = Instant::now();
        let input = UploadInput {
            kind: "purchases".to_owned(),
            file_name: "purchases.csv".to_owned(),
            bytes: file(),
            sheet: None,
        };
        let id = desk.open_run(&admin, "example", input)?;
        let run = desk.lookup_run(&admin, id)?;
        let mut mapping = desk.propose_mapping(&run)?.mapping;
        mapping.zone = Some("Asia/Makassar".to_owned());
        desk.set_mapping(&admin, &run, &mapping)?;
        let run = desk.advance_run(TENANT, id, usize::MAX)?;
        let staged = begun.elapsed();
        desk.commit_run(&admin, "example", &run)?;
        let run = desk.advance_run(TENANT, id, usize::MAX)?;
        println!(
            "{round}: staged {staged:.1?}, whole {:.1?}",
            begun.elapsed()
        );
        for (outcome, tally) in &run.tallies.0 {
            println!("  {outcome}: {}", tally.rows);
        }
    }
    Ok(())
}

fn file() -> Vec<u8> {
    let mut text = "Nopol;Waktu;Liter;Rupiah\n".to_owned();
    for row in 0..ROWS {
        let (day, hour, minute) = (row % 28 + 1, row % 12 + 6, row % 60);
        let line = format!(
            "DH {} A;{day:02}/03/2022 {hour:02}:{minute:02};{},{:02};{}\n",
            row % 1_008,
            row % 60 + 5,
            row % 100,
            row % 900_000 + 50_000
        );
        text.push_str(&line);
    }
    text.into_bytes()
}
