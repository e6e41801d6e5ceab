//! What the tests share: a desk, a mapping, and lists in the shape of real exports.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;

use authz::{Actor, Grant, Role, Scope};
use base::{ManualClock, PersonId, SystemEntropy, Uuid, Zone};
use db::{Access, ActionError, Command, Db, Failure, Lease, Step, Tx, params};
use journal::{Evidence, SigningKey};
use purchases::{Purchase, PurchaseFilter, Totals};
use register::{ImportDesk, ImportRun, ImportTargets, RunState, UploadInput};
use tabular::Mapping;
use testkit::{TENANT, morning, stamp_at};

pub(crate) fn steps() -> Vec<Step> {
    [
        &journal::STEPS[..],
        &identity::STEPS[..],
        &register::STEPS[..],
        &fleet::STEPS[..],
        &stations::STEPS[..],
        &purchases::STEPS[..],
    ]
    .concat()
}

pub(crate) fn zone() -> Zone {
    Zone::named("Asia/Makassar").unwrap()
}

pub(crate) fn actor(role: Role, scope: Scope) -> Actor {
    let person = PersonId::new(Uuid::from_u128(0xa0));
    Actor::person(TENANT, person, vec![Grant::new(role, scope)])
}

pub(crate) fn admin() -> Actor {
    actor(Role::CityAdmin, Scope::Tenant)
}

pub(crate) fn desk(db: &Db) -> ImportDesk {
    let targets = ImportTargets::new(purchases::import_targets());
    let clock = Arc::new(ManualClock::at(morning()));
    ImportDesk::new(db.clone(), targets, (clock, Arc::new(SystemEntropy)))
}

/// The columns of a card's export, and how they are read: gallons, miles, dollars.
pub(crate) const EXPORT_MAP: &str = r#"
kind = "purchases"
zone = "America/Chicago"
date_order = "month_day_year"
decimal_mark = "point"

[fields.reference]
columns = ["Trx", "Item"]

[fields.bought_at]
columns = ["Day", "Time"]

[fields.vehicle]
column = "Vehicle ID"

[fields.line]
column = "Product Class"

[fields.product]
column = "Product"

[fields.quantity]
column = "Units"
unit = "gallon_us"

[fields.unit]
column = "Unit of Measure"

[fields.unit_price]
column = "Unit Cost"
unit = "usd"

[fields.amount]
column = "Gross Cost"
unit = "usd"

[fields.odometer]
column = "Odometer"
unit = "mile"
"#;

/// A made-up export: two vehicles that the register lacks, a wash, a discount, and three slips.
pub(crate) const EXPORT: &str = "\
Trx,Item,Day,Time,Vehicle ID,Product Class,Product,Units,Unit of Measure,Unit Cost,Gross Cost,Odometer\n\
900,1,02/01/2021,08:15:00,V7,Unleaded,UNL,10.5,GA,2.10,22.05,10000\n\
901,1,02/08/2021,08:20:00,V7,Unleaded,UNL,11.25,GA,2.10,23.63,10210\n\
901,2,02/08/2021,08:20:00,V7,Service,WASH,1,EA,8,8,10210\n\
902,1,02/15/2021,09:00:00,V7,Unleaded,UNL,10.875,GA,2.20,23.93,10425\n\
903,1,02/22/2021,09:10:00,V7,Unleaded,UNL,11.0,GA,2.20,24.2,1042\n\
904,1,02/23/2021,10:00:00,V9,Diesel,DSL,20.25,GA,2.5,50.63,88000\n\
905,1,02/24/2021,10:00:00,V9,Non-Fuel,DISC,1,EA,-0.75,-0.75,88000\n\
906,1,02/25/2021,10:00:00,,Diesel,DSL,5,GA,2.5,12.5,88010\n\
907,1,02/30/2021,10:00:00,V9,Diesel,DSL,5,GA,2.5,12.5,88020\n\
908,1,02/26/2021,10:00:00,V9,Diesel,DSL,5,L,2.5,12.5,88030\n";

pub(crate) fn upload(
    desk: &ImportDesk,
    actor: &Actor,
    (name, text, map): (&str, &str, &str),
) -> ImportRun {
    let input = UploadInput {
        kind: "purchases".to_owned(),
        file_name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
        sheet: None,
    };
    let id = desk.open_run(actor, "test", input).unwrap();
    let run = desk.lookup_run(actor, id).unwrap();
    let mapping = if map.is_empty() {
        let mut guessed = desk.propose_mapping(&run).unwrap().mapping;
        guessed.zone = Some(zone().name().to_owned());
        guessed
    } else {
        Mapping::from_toml(map).unwrap()
    };
    desk.set_mapping(actor, &run, &mapping).unwrap();
    desk.advance_run(TENANT, id, usize::MAX).unwrap()
}

/// The whole way of a file in somebody's name.
pub(crate) fn import_as(desk: &ImportDesk, actor: &Actor, file: (&str, &str, &str)) -> ImportRun {
    let run = upload(desk, actor, file);
    desk.commit_run(actor, "test", &run).unwrap();
    let run = desk.advance_run(TENANT, run.id, usize::MAX).unwrap();
    assert_eq!(run.state, RunState::Done);
    run
}

pub(crate) fn import(desk: &ImportDesk, file: (&str, &str, &str)) -> ImportRun {
    import_as(desk, &admin(), file)
}

/// Rows by what became of them, without the words of the preview.
pub(crate) fn outcomes(run: &ImportRun) -> String {
    let mut text = String::new();
    for (outcome, tally) in &run.tallies.0 {
        if outcome != "ready" {
            let _ = write!(text, "{outcome} {} ", tally.rows);
        }
    }
    text.trim_end().to_owned()
}

pub(crate) fn read<T: Send + 'static>(
    db: &Db,
    f: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
) -> T {
    db.read_blocking(TENANT, Access::ReadOwn, f).unwrap()
}

pub(crate) fn count(db: &Db, table: &'static str) -> i64 {
    read(db, move |tx| {
        let sql = format!("SELECT COUNT(*) AS number FROM {table} WHERE tenant_id = $1");
        tx.query_one(&sql, params![TENANT])?.get("number")
    })
}

/// All purchases, the oldest first.
pub(crate) fn all(db: &Db) -> Vec<Purchase> {
    let mut found = read(db, |tx| {
        let reach = admin().reach(authz::Action::PurchaseHistoryView);
        let place = (None, base::PageSize::clamped(200));
        purchases::list_purchases(tx, TENANT, &reach, &PurchaseFilter::default(), place)
    })
    .items;
    found.reverse();
    found
}

pub(crate) fn totals(db: &Db, actor: Actor, filter: PurchaseFilter) -> Totals {
    read(db, move |tx| {
        let reach = actor.reach(authz::Action::PurchaseHistoryView);
        purchases::purchase_totals(tx, TENANT, &reach, &filter)
    })
}

/// Runs an action as one command.
pub(crate) fn act<T, R>(
    db: &Db,
    f: impl Fn(&mut Tx<'_>, &base::Stamp) -> Result<T, ActionError<R>> + Send + 'static,
) -> T
where
    T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
    R: std::fmt::Debug + Send + 'static,
{
    let stamp = stamp_at(morning());
    db.write_blocking(Command::by(&stamp), move |tx| f(tx, &stamp.fresh()))
        .unwrap()
}

/// Seals the journal and proves that it agrees with the tables.
#[track_caller]
pub(crate) fn assert_journal_agrees(db: &Db) {
    let signer = SigningKey::new("kupang.test", &[42; 32]);
    let trusted = vec![signer.verifying_key()];
    let at = morning().plus_seconds(3_600);
    db.write_blocking(Command::by(&stamp_at(at)), move |tx| {
        let lease = Lease::take(tx, "sealer", "test", at)?.unwrap();
        while journal::seal(tx, TENANT, &lease)? > 0 {}
        journal::checkpoint(tx, TENANT, at, &signer).map_err(ActionError::<()>::from)
    })
    .unwrap();
    let outside: Vec<&str> = [
        &journal::OUTSIDE[..],
        &identity::OUTSIDE[..],
        &register::OUTSIDE[..],
        &fleet::OUTSIDE[..],
        &stations::OUTSIDE[..],
        &purchases::OUTSIDE[..],
    ]
    .concat();
    let evidence = Evidence {
        trusted,
        outside_tables: outside
            .into_iter()
            .map(str::to_owned)
            .collect::<HashSet<_>>(),
        ..Evidence::default()
    };
    let report = db
        .read_blocking(TENANT, Access::Report, move |tx| {
            journal::verify(tx, TENANT, &evidence, &mut |_| {})
        })
        .unwrap();
    assert!(report.is_clean(), "{report:?}");
}
