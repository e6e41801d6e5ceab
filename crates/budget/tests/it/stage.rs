//! A city with two agencies, and its people.

use authz::{Actor, Grant, Role, Scope};
use base::{AgencyId, CivilDate, MonthOfYear, PersonId, Rupiah, Stamp, Uuid};
use budget::{
    Balance, BudgetLine, BudgetLineId, Ceilings, CeilingsRefusal, CeilingsSet, Document,
    DocumentKind, FundSource, LineRefusal, LineState, LineWords, NewLine, SetCeilings,
};
use db::{Access, ActionError, Command, Db, Step, Tx};
use journal::Subject;
use serde::Serialize;
use serde::de::DeserializeOwned;
use testkit::{TENANT, TestDb, morning, stamp_at};

pub(crate) const STEPS: [Step; 5] = [
    journal::STEPS[0],
    register::STEPS[0],
    register::STEPS[1],
    ledger::STEPS[0],
    budget::STEPS[0],
];

/// The city's treasury: edits every agency's budget.
pub(crate) fn treasury() -> Actor {
    let grant = Grant::new(Role::CityTreasury, Scope::Tenant);
    Actor::person(TENANT, PersonId::new(Uuid::from_u128(11)), vec![grant])
}

/// A finance officer of one agency.
pub(crate) fn finance_officer(agency: AgencyId) -> Actor {
    let grant = Grant::new(Role::FinanceOfficer, Scope::Agency(agency));
    Actor::person(TENANT, PersonId::new(Uuid::from_u128(12)), vec![grant])
}

/// Runs an action as a command.
pub(crate) fn run<T, R>(
    db: &Db,
    f: impl Fn(&mut Tx<'_>, &Stamp) -> Result<T, ActionError<R>> + Send + 'static,
) -> Result<T, ActionError<R>>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    R: Send + 'static,
{
    let stamp = stamp_at(morning());
    db.write_blocking(Command::by(&stamp), move |tx| f(tx, &stamp.fresh()))
}

/// Runs an operation of the ledger as a command with its journal entry.
pub(crate) fn in_ledger<T>(
    db: &Db,
    f: impl Fn(&mut Tx<'_>, &Stamp) -> Result<T, ActionError<ledger::LedgerRefusal>> + Send + 'static,
) -> Result<T, ActionError<ledger::LedgerRefusal>>
where
    T: Serialize + DeserializeOwned + Send + 'static,
{
    run(db, move |tx, stamp| {
        let value = f(tx, stamp)?;
        journal::record(
            tx,
            stamp,
            "test",
            Subject::new("account", Uuid::nil()),
            None,
        )?;
        Ok(value)
    })
}

pub(crate) fn read<T: Send + 'static>(
    db: &Db,
    f: impl Fn(&mut Tx<'_>) -> Result<T, db::Failure> + Send + 'static,
) -> T {
    db.read_blocking(TENANT, Access::ReadOwn, f).unwrap()
}

pub(crate) fn refusal<T: std::fmt::Debug, R: std::fmt::Debug>(
    outcome: Result<T, ActionError<R>>,
) -> R {
    match outcome {
        Err(ActionError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// A fresh agency.
pub(crate) fn add_agency(db: &TestDb, code: &str, short_name: &str) -> AgencyId {
    let admin = Actor::person(
        TENANT,
        PersonId::new(Uuid::from_u128(10)),
        vec![Grant::new(Role::CityAdmin, Scope::Tenant)],
    );
    let input = register::AgencyInput {
        code: code.to_owned(),
        name: short_name.to_owned(),
        short_name: short_name.to_owned(),
        is_active: true,
        ..register::AgencyInput::default()
    };
    run(&db.db, move |tx, stamp| {
        register::create_agency(tx, stamp, &admin, (&input, &[7; 16]))
    })
    .unwrap()
}

pub(crate) fn new_line(agency: AgencyId) -> NewLine {
    NewLine {
        agency,
        year: 2026,
        words: LineWords {
            activity_code: "1.03.01.2.09.0002".to_owned(),
            activity_name: "Pemeliharaan kendaraan dinas".to_owned(),
            account_code: "5.1.02.01.01.0004".to_owned(),
            account_name: "Bahan bakar dan pelumas".to_owned(),
            fund_source: FundSource::Apbd,
            state: LineState::Open,
        },
    }
}

pub(crate) fn add(
    db: &TestDb,
    actor: Actor,
    new: NewLine,
) -> Result<BudgetLineId, ActionError<LineRefusal>> {
    run(&db.db, move |tx, stamp| {
        budget::add_line(tx, stamp, &actor, &new)
    })
}

/// A line of a fresh agency.
pub(crate) fn a_line(db: &TestDb) -> BudgetLine {
    let agency = add_agency(db, "1.03.01", "Dinas PUPR");
    let id = add(db, treasury(), new_line(agency)).unwrap();
    line(db, id)
}

pub(crate) fn line(db: &TestDb, id: BudgetLineId) -> BudgetLine {
    read(&db.db, move |tx| budget::lookup_line(tx, TENANT, id)).expect("the line is there")
}

pub(crate) fn dpa() -> Document {
    Document {
        kind: DocumentKind::Dpa,
        number: "DPA/A.1/1.03.01/2026".to_owned(),
        on: CivilDate::constant(2026, 1, 2),
        reason: None,
    }
}

/// Every month the same ceiling.
pub(crate) fn level(amount: i64) -> Ceilings {
    Ceilings::new([Rupiah::new(amount); 12]).unwrap()
}

pub(crate) fn set(
    db: &Db,
    actor: Actor,
    line: &BudgetLine,
    (ceilings, document): (Ceilings, Document),
) -> Result<CeilingsSet, ActionError<CeilingsRefusal>> {
    let input = SetCeilings {
        line: line.id,
        revision: line.revision,
        ceilings,
        document,
    };
    run(db, move |tx, stamp| {
        budget::set_ceilings(tx, stamp, &actor, &input)
    })
}

pub(crate) fn november() -> MonthOfYear {
    MonthOfYear::new(2026, 11).unwrap()
}

pub(crate) fn account(db: &TestDb, id: BudgetLineId, month: MonthOfYear) -> ledger::Account {
    read(&db.db, move |tx| budget::find_month(tx, TENANT, id, month)).expect("the month is there")
}

pub(crate) fn balance(db: &TestDb, id: BudgetLineId) -> Balance {
    let months = read(&db.db, move |tx| {
        budget::list_months(tx, TENANT, (id, 2026))
    });
    months
        .iter()
        .map(|(_, account)| Balance::of(account))
        .fold(Balance::default(), Balance::plus)
}
