//! Measures an import of 100,000 purchases on SQLite, of vehicles that the register knows and of such
//! that it lacks: `cargo run --release -p purchases --example hundred_thousand`.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use authz::{Actor, Grant, Role, Scope};
use base::{PersonId, Stamp, SystemClock, SystemEntropy, TenantId, Uuid, Zone};
use db::{ActionError, Command, Db, Location, Options};
use fleet::FleetRefusal;
use fleet::testkit::{AGENCY, car};
use register::{ImportDesk, ImportTargets, UploadInput};

const ROWS: usize = 100_000;
const VEHICLES: usize = 1_000;
const TENANT: TenantId = TenantId::new(Uuid::from_u128(1));

fn main() -> Result<(), Box<dyn Error>> {
    for (name, is_known) in [("not in the register", false), ("in the register", true)] {
        let folder = std::env::temp_dir().join(format!("purchases-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        println!("{ROWS} purchases of {VEHICLES} vehicles that are {name}");
        let measured = measure(&folder, is_known);
        std::fs::remove_dir_all(&folder)?;
        measured?;
    }
    Ok(())
}

fn measure(folder: &Path, is_known: bool) -> Result<(), Box<dyn Error>> {
    let steps = [
        &journal::STEPS[..],
        &identity::STEPS[..],
        &register::STEPS[..],
        &fleet::STEPS[..],
        &stations::STEPS[..],
        &purchases::STEPS[..],
    ]
    .concat();
    let location = Location::Sqlite(folder.join("import.db"));
    db::migrate(&location, &steps, base::UtcMicros::new(0))?;
    let db = Db::open(&location, &Options::for_cores(2))?;
    if is_known {
        add_vehicles(&db)?;
    }
    let zone = Zone::named("Asia/Makassar")?;
    let targets = ImportTargets::new(purchases::import_targets());
    let desk = ImportDesk::new(
        db,
        targets,
        (Arc::new(SystemClock), Arc::new(SystemEntropy)),
    );
    let person = PersonId::new(Uuid::from_u128(2));
    let grants = vec![Grant::new(Role::CityAdmin, Scope::Tenant)];
    let admin = Actor::person(TENANT, person, grants);
    for round in ["first", "again"] {
        let begun = Instant::now();
        let input = UploadInput {
            kind: "purchases".to_owned(),
            file_name: "purchases.csv".to_owned(),
            bytes: file().into_bytes(),
            sheet: None,
        };
        let id = desk.open_run(&admin, "example", input)?;
        let run = desk.lookup_run(&admin, id)?;
        let mut mapping = desk.propose_mapping(&run)?.mapping;
        mapping.zone = Some(zone.name().to_owned());
        desk.set_mapping(&admin, &run, &mapping)?;
        let run = desk.advance_run(TENANT, id, usize::MAX)?;
        let staged = begun.elapsed();
        desk.commit_run(&admin, "example", &run)?;
        let run = desk.advance_run(TENANT, id, usize::MAX)?;
        let whole = begun.elapsed();
        println!("  {round}: staged {staged:.1?}, whole {whole:.1?}");
        for (outcome, tally) in &run.tallies.0 {
            println!("    {outcome}: {}", tally.rows);
        }
    }
    Ok(())
}

fn add_vehicles(db: &Db) -> Result<(), Box<dyn Error>> {
    let actor = base::ActorId::new(Uuid::from_u128(3));
    let stamp = Stamp::new(TENANT, actor, "example", &SystemClock, &SystemEntropy);
    db.write_blocking(Command::by(&stamp), move |tx| {
        let stamp = stamp.fresh();
        for vehicle in 0..VEHICLES {
            let plate = format!("DH {} A", vehicle + 1_000);
            car(AGENCY).plate(&plate).add(tx, &stamp)?;
        }
        Ok::<_, ActionError<FleetRefusal>>(())
    })?;
    Ok(())
}

/// A hundred fills of every vehicle, mixed as exports are, with an odometer that is wrong now and then.
fn file() -> String {
    let mut text = "No Transaksi;Waktu transaksi;No Polisi;Jenis BBM;Jumlah liter;Harga per liter;Total;Kilometer;Nama SPBU\n".to_owned();
    for row in 0..ROWS {
        let (vehicle, fill) = (row % VEHICLES, ROWS / VEHICLES - row / VEHICLES);
        let (year, month, day) = (2022 + fill / 60, 1 + fill / 5 % 12, 1 + fill % 5 * 5);
        let litres = 30 + row % 10;
        let shown = 20_000 + fill * 350 + vehicle % 7;
        let shown = if row % 9 == 0 { shown / 10 } else { shown };
        let _ = writeln!(
            text,
            "T{row};{year}-{month:02}-{day:02} {:02}:{:02};DH {} A;Pertalite;{litres},5;10000;{};{shown};54.851.02",
            row % 12 + 6,
            row % 60,
            vehicle + 1_000,
            litres * 10_000 + 5_000,
        );
    }
    text
}
