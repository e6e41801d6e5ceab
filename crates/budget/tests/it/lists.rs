use std::collections::BTreeSet;

use authz::{Action, Reach};
use base::{AgencyId, Cursor, PageSize, Rupiah, Uuid};
use budget::{Balance, BudgetLineId, LineBalance, LineFilter};
use testkit::{TENANT, TestDb};

use crate::stage::{
    STEPS, a_line, account, add, add_agency, dpa, finance_officer, in_ledger, level, line,
    new_line, november, read, set, treasury,
};

fn all(db: &TestDb, reach: &Reach, filter: &LineFilter) -> Vec<LineBalance> {
    let mut found = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let (reach, filter, from) = (reach.clone(), filter.clone(), after.clone());
        let page = read(&db.db, move |tx| {
            let paging = (from.as_ref(), PageSize::clamped(2));
            budget::list_line_balances(tx, TENANT, &reach, &filter, paging)
        });
        found.extend(page.items);
        match page.next {
            Some(next) => after = Some(Cursor::decode(&next).unwrap()),
            None => return found,
        }
    }
}

fn totals(db: &TestDb, reach: Reach, filter: LineFilter) -> Vec<(AgencyId, Balance)> {
    read(&db.db, move |tx| {
        budget::list_agency_balances(tx, TENANT, &reach, &filter)
    })
}

fn filter() -> LineFilter {
    LineFilter {
        year: 2026,
        ..LineFilter::default()
    }
}

/// Five lines of the first agency (with 1.000 a month each) and one of a second.
fn two_agencies(db: &TestDb) -> (AgencyId, AgencyId, Vec<BudgetLineId>) {
    let first = a_line(db);
    let second = add_agency(db, "1.02.01", "Dinas Kesehatan");
    let mut ids = vec![first.id];
    for number in 0..4 {
        let mut new = new_line(first.agency);
        new.words.activity_code = format!("2.0{number}");
        new.words.activity_name = format!("Kegiatan {number}");
        ids.push(add(db, treasury(), new).unwrap());
    }
    ids.push(add(db, treasury(), new_line(second)).unwrap());
    for id in &ids {
        set(&db.db, treasury(), &line(db, *id), (level(1_000), dpa())).unwrap();
    }
    (first.agency, second, ids)
}

testkit::both_databases! {
    steps: STEPS;

    fn pages_of_two_show_every_line_once(db) {
        let (_, _, ids) = two_agencies(&db);
        let found = all(&db, &Reach::All, &filter());
        let seen: BTreeSet<BudgetLineId> = found.iter().map(|row| row.line.id).collect();
        assert_eq!(found.len(), 6);
        assert_eq!(seen, ids.into_iter().collect());
        let codes: Vec<&str> = found.iter().map(|row| row.line.activity_code.as_str()).collect();
        assert!(codes.is_sorted());
    }

    fn an_officer_sees_his_agency_only(db) {
        let (first, second, _) = two_agencies(&db);
        let reach = finance_officer(second).reach(Action::BudgetLineView);
        let found = all(&db, &reach, &filter());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line.agency, second);
        let foreign = LineFilter { agency: Some(first), ..filter() };
        assert!(all(&db, &reach, &foreign).is_empty());
        assert!(totals(&db, reach, foreign).is_empty());
        assert!(all(&db, &Reach::Nothing, &filter()).is_empty());
    }

    fn totals_of_agencies_are_the_sums_of_their_lines(db) {
        let (first, _, ids) = two_agencies(&db);
        let id = account(&db, ids[0], november()).id;
        in_ledger(&db.db, move |tx, stamp| {
            let transfer = ledger::reserve(tx, stamp, id, Uuid::from_u128(1), 300)?;
            ledger::post(tx, TENANT, transfer, 200, stamp.at)?;
            ledger::reserve(tx, stamp, id, Uuid::from_u128(2), 100)
        })
        .unwrap();
        let sum = |rows: &[LineBalance]| {
            rows.iter().map(|row| row.balance).fold(Balance::default(), Balance::plus)
        };
        let rows = all(&db, &Reach::All, &filter());
        let agencies = totals(&db, Reach::All, filter());
        let whole = agencies.iter().map(|(_, balance)| *balance).fold(Balance::default(), Balance::plus);
        assert_eq!(whole, sum(&rows));
        assert_eq!(whole.allocated, Rupiah::new(72_000));
        let month = LineFilter { month: Some(november()), agency: Some(first), ..filter() };
        let expected = Balance {
            allocated: Rupiah::new(5_000),
            pending: Rupiah::new(100),
            posted: Rupiah::new(200),
            available: Rupiah::new(4_700),
            ..Balance::default()
        };
        assert_eq!(totals(&db, Reach::All, month.clone()), [(first, expected)]);
        assert_eq!(sum(&all(&db, &Reach::All, &month)), expected);
    }

    fn search_finds_names_and_codes(db) {
        two_agencies(&db);
        let named = |search: &str| {
            let filter = LineFilter { search: search.to_owned(), ..filter() };
            all(&db, &Reach::All, &filter).len()
        };
        assert_eq!(named("KEGIATAN 2"), 1);
        assert_eq!(named("2.03"), 1);
        assert_eq!(named("%"), 6);
        assert_eq!(named("tidak ada"), 0);
    }

    fn movements_of_one_instant_are_paged_without_loss(db) {
        let first = a_line(&db);
        set(&db.db, treasury(), &first, (level(1_000), dpa())).unwrap();
        let id = account(&db, first.id, november()).id;
        in_ledger(&db.db, move |tx, stamp| {
            for reference in 0..7 {
                ledger::reserve(tx, stamp, id, Uuid::from_u128(reference), 1)?;
            }
            Ok(())
        })
        .unwrap();
        let mut seen = BTreeSet::new();
        let mut after: Option<Cursor> = None;
        loop {
            let from = after.clone();
            let page = read(&db.db, move |tx| {
                budget::list_movements(tx, TENANT, id, (from.as_ref(), PageSize::clamped(3)))
            });
            seen.extend(page.items.iter().map(|movement| movement.reference));
            match page.next {
                Some(next) => after = Some(Cursor::decode(&next).unwrap()),
                None => break,
            }
        }
        assert_eq!(seen.len(), 7);
    }
}
