use base::{MonthOfYear, Uuid};
use budget::{BudgetLine, FreezeMonth, FreezeRefusal};
use db::ActionError;
use ledger::LedgerRefusal;
use testkit::{TENANT, TestDb};

use crate::stage::{
    STEPS, a_line, account, dpa, in_ledger, level, november, read, refusal, run, set, treasury,
};

fn order(line: &BudgetLine, reason: &str) -> FreezeMonth {
    FreezeMonth {
        line: line.id,
        month: november(),
        reason: reason.to_owned(),
    }
}

fn freeze(db: &TestDb, input: FreezeMonth) -> Result<(), ActionError<FreezeRefusal>> {
    run(&db.db, move |tx, stamp| {
        budget::freeze_month(tx, stamp, &treasury(), &input)
    })
}

fn unfreeze(db: &TestDb, input: FreezeMonth) -> Result<(), ActionError<FreezeRefusal>> {
    run(&db.db, move |tx, stamp| {
        budget::unfreeze_month(tx, stamp, &treasury(), &input)
    })
}

testkit::both_databases! {
    steps: STEPS;

    fn a_frozen_month_promises_nothing_until_it_is_let_go(db) {
        let line = a_line(&db);
        set(&db.db, treasury(), &line, (level(1_000_000), dpa())).unwrap();
        freeze(&db, order(&line, "SPD belum terbit")).unwrap();
        let id = account(&db, line.id, november()).id;
        let reserve = |db: &TestDb, reference: u128| {
            in_ledger(&db.db, move |tx, stamp| {
                ledger::reserve(tx, stamp, id, Uuid::from_u128(reference), 1_000)
            })
        };
        assert!(matches!(refusal(reserve(&db, 1)), LedgerRefusal::Frozen { .. }));
        let why = read(&db.db, move |tx| budget::list_freezes(tx, TENANT, line.id));
        assert_eq!(why.len(), 1);
        assert_eq!((why[0].month, why[0].reason.as_str()), (november(), "SPD belum terbit"));
        unfreeze(&db, order(&line, "SPD terbit")).unwrap();
        assert!(reserve(&db, 2).is_ok());
        let why = read(&db.db, move |tx| budget::list_freezes(tx, TENANT, line.id));
        assert!(why.is_empty());
    }

    fn a_month_is_frozen_once_and_let_go_once(db) {
        let line = a_line(&db);
        assert_eq!(refusal(unfreeze(&db, order(&line, "x"))), FreezeRefusal::NotFrozen);
        freeze(&db, order(&line, "a")).unwrap();
        assert_eq!(refusal(freeze(&db, order(&line, "b"))), FreezeRefusal::AlreadyFrozen);
        unfreeze(&db, order(&line, "c")).unwrap();
        freeze(&db, order(&line, "d")).unwrap();
        assert!(account(&db, line.id, november()).frozen);
    }

    fn refuses_without_reason_and_outside_the_year(db) {
        let line = a_line(&db);
        assert_eq!(refusal(freeze(&db, order(&line, " "))), FreezeRefusal::ReasonMissing);
        let month = MonthOfYear::new(2027, 1).unwrap();
        let input = FreezeMonth { month, ..order(&line, "x") };
        assert_eq!(refusal(freeze(&db, input)), FreezeRefusal::MonthUnknown);
    }
}
