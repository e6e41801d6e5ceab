use std::collections::BTreeMap;
use std::sync::{Arc, Barrier};

use authz::Denied;
use base::{MonthOfYear, Rupiah, Uuid};
use budget::{BudgetLineId, CeilingsRefusal, Document, DocumentKind};
use db::{ActionError, Db};
use ledger::LedgerRefusal;
use testkit::{TENANT, TestDb};

use crate::stage::{
    STEPS, a_line, account, add_agency, balance, dpa, finance_officer, in_ledger, level, line,
    november, read, refusal, set, treasury,
};

fn shift() -> Document {
    Document {
        kind: DocumentKind::Pergeseran,
        number: "900/17/2026".to_owned(),
        on: "2026-06-10".parse().unwrap(),
        reason: Some("pergeseran ke pemeliharaan".to_owned()),
    }
}

fn correction() -> Document {
    Document {
        kind: DocumentKind::Correction,
        reason: None,
        ..shift()
    }
}

/// What the allocations of each month add up to.
fn summed(db: &Db, id: BudgetLineId) -> BTreeMap<MonthOfYear, i64> {
    let allocations = read(db, move |tx| budget::list_allocations(tx, TENANT, id));
    let mut sums = BTreeMap::new();
    for allocation in allocations {
        *sums.entry(allocation.month).or_insert(0) += allocation.delta.get();
    }
    sums
}

fn assert_sums_agree(db: &TestDb, id: BudgetLineId) {
    let sums = summed(&db.db, id);
    for (month, account) in read(&db.db, move |tx| {
        budget::list_months(tx, TENANT, (id, 2026))
    }) {
        let sum = sums.get(&month).copied().unwrap_or_default();
        assert_eq!(sum, account.allocated, "{month}");
    }
}

testkit::both_databases! {
    steps: STEPS;

    fn allocations_add_up_to_what_the_ledger_allocates(db) {
        let first = a_line(&db);
        let done = set(&db.db, treasury(), &first, (level(10_000_000), dpa())).unwrap();
        assert_eq!((done.month_count, done.delta.get()), (12, 120_000_000));
        assert_sums_agree(&db, first.id);
        let mut months = *level(10_000_000).months();
        months[5] = Rupiah::new(4_000_000);
        months[6] = Rupiah::new(16_000_000);
        let second = line(&db, first.id);
        let ceilings = budget::Ceilings::new(months).unwrap();
        let done = set(&db.db, treasury(), &second, (ceilings, shift())).unwrap();
        assert_eq!((done.month_count, done.delta), (2, Rupiah::ZERO));
        assert_sums_agree(&db, first.id);
        assert_eq!(balance(&db, first.id).allocated, Rupiah::new(120_000_000));
    }

    fn history_is_newest_first_and_names_its_documents(db) {
        let first = a_line(&db);
        set(&db.db, treasury(), &first, (level(1_000), dpa())).unwrap();
        let second = line(&db, first.id);
        set(&db.db, treasury(), &second, (level(2_000), shift())).unwrap();
        let history = read(&db.db, move |tx| budget::list_allocations(tx, TENANT, first.id));
        assert_eq!(history.len(), 24);
        let changes: std::collections::BTreeSet<Uuid> =
            history.iter().map(|allocation| allocation.change).collect();
        assert_eq!(changes.len(), 2);
        assert!(history.iter().any(|allocation| allocation.document == shift()));
        assert!(history.iter().any(|allocation| allocation.document == dpa()));
    }

    fn of_two_editors_who_saw_the_same_ceilings_one_is_refused(db) {
        let seen = a_line(&db);
        let barrier = Arc::new(Barrier::new(2));
        let editors: Vec<_> = [3_000, 5_000]
            .map(|amount| {
                let (db, seen, barrier) = (db.db.clone(), seen.clone(), Arc::clone(&barrier));
                std::thread::spawn(move || {
                    barrier.wait();
                    set(&db, treasury(), &seen, (level(amount), dpa()))
                })
            })
            .into_iter()
            .collect();
        let outcomes: Vec<_> = editors.into_iter().map(|editor| editor.join().unwrap()).collect();
        let set_count = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let refused = outcomes
            .iter()
            .filter(|outcome| matches!(outcome, Err(ActionError::Refused(CeilingsRefusal::Changed))))
            .count();
        assert_eq!((set_count, refused), (1, 1));
        assert_sums_agree(&db, seen.id);
        assert_eq!(summed(&db.db, seen.id).len(), 12);
    }

    fn a_cut_below_what_is_promised_is_accepted_and_stops_new_promises(db) {
        let first = a_line(&db);
        set(&db.db, treasury(), &first, (level(1_000_000), dpa())).unwrap();
        let november_account = account(&db, first.id, november()).id;
        in_ledger(&db.db, move |tx, stamp| {
            ledger::reserve(tx, stamp, november_account, Uuid::from_u128(1), 900_000)
        })
        .unwrap();
        let second = line(&db, first.id);
        let done = set(&db.db, treasury(), &second, (level(400_000), shift())).unwrap();
        assert_eq!(done.overdrawn, Rupiah::new(500_000));
        let cut = account(&db, first.id, november());
        assert_eq!((cut.allocated, cut.pending, cut.overdrawn), (400_000, 900_000, 500_000));
        let more = in_ledger(&db.db, move |tx, stamp| {
            ledger::reserve(tx, stamp, november_account, Uuid::from_u128(2), 1)
        });
        assert!(matches!(refusal(more), LedgerRefusal::Overdrawn { by: 500_000, .. }));
        assert_sums_agree(&db, first.id);
        let third = line(&db, first.id);
        let done = set(&db.db, treasury(), &third, (level(950_000), shift())).unwrap();
        assert_eq!(done.overdrawn, Rupiah::ZERO);
        assert_eq!(account(&db, first.id, november()).available(), 50_000);
    }

    fn the_same_ceilings_again_are_refused_and_change_nothing(db) {
        let first = a_line(&db);
        set(&db.db, treasury(), &first, (level(7_000), dpa())).unwrap();
        let second = line(&db, first.id);
        let again = set(&db.db, treasury(), &second, (level(7_000), shift()));
        assert_eq!(refusal(again), CeilingsRefusal::NothingChanges);
        assert_eq!(line(&db, first.id), second);
    }

    fn a_correction_without_a_reason_is_refused(db) {
        let first = a_line(&db);
        let outcome = set(&db.db, treasury(), &first, (level(7_000), correction()));
        assert_eq!(refusal(outcome), CeilingsRefusal::ReasonMissing);
    }

    fn ceilings_of_another_agency_do_not_exist_for_its_neighbour(db) {
        let first = a_line(&db);
        let other = add_agency(&db, "1.02.01", "Dinas Kesehatan");
        let outcome = set(&db.db, finance_officer(other), &first, (level(1), dpa()));
        assert_eq!(refusal(outcome), CeilingsRefusal::Denied(Denied::Hidden));
        let outcome = set(&db.db, finance_officer(first.agency), &first, (level(1), dpa()));
        assert!(outcome.is_ok());
    }
}
