use authz::Denied;
use base::{AgencyId, Rupiah, Uuid};
use budget::{Ceilings, FundSource, LineRefusal, LineState, LineWords, NewLine};
use db::ActionError;
use testkit::{OTHER_TENANT, TENANT, TestDb};

use crate::stage::{
    STEPS, a_line, add, add_agency, dpa, finance_officer, level, line, new_line, november, read,
    refusal, run, set, treasury,
};

fn edit(
    db: &TestDb,
    before: budget::BudgetLine,
    words: LineWords,
) -> Result<(), ActionError<LineRefusal>> {
    run(&db.db, move |tx, stamp| {
        budget::edit_line(tx, stamp, &treasury(), &before, &words)
    })
}

fn pick(db: &TestDb, agency: AgencyId) -> Vec<budget::BudgetLineId> {
    let lines = read(&db.db, move |tx| {
        budget::pick_line(tx, TENANT, agency, november())
    });
    lines.into_iter().map(|line| line.id).collect()
}

testkit::both_databases! {
    steps: STEPS;

    fn a_new_line_has_twelve_months_with_nothing_in_them(db) {
        let line = a_line(&db);
        let months = read(&db.db, move |tx| budget::list_months(tx, TENANT, (line.id, 2026)));
        assert_eq!(months.len(), 12);
        assert!(months.iter().all(|(_, account)| account.allocated == 0 && !account.frozen));
        let account = months[10].1.id;
        let found = read(&db.db, move |tx| budget::lookup_line_of_account(tx, TENANT, account));
        assert_eq!(found, Some((line.id, november())));
    }

    fn the_same_line_twice_is_refused_and_named(db) {
        let first = a_line(&db);
        let again = add(&db, treasury(), new_line(first.agency));
        assert_eq!(refusal(again), LineRefusal::LineTaken { line: first.id });
        let next_year = NewLine { year: 2027, ..new_line(first.agency) };
        assert!(add(&db, treasury(), next_year).is_ok());
    }

    fn refuses_unknown_agencies_and_strangers(db) {
        let first = a_line(&db);
        let nowhere = AgencyId::new(Uuid::from_u128(404));
        assert_eq!(refusal(add(&db, treasury(), new_line(nowhere))), LineRefusal::AgencyUnknown);
        let other = add_agency(&db, "1.02.01", "Dinas Kesehatan");
        let outcome = add(&db, finance_officer(other), new_line(first.agency));
        assert_eq!(refusal(outcome), LineRefusal::Denied(Denied::Hidden));
        let found = read(&db.db, move |tx| budget::lookup_line(tx, OTHER_TENANT, first.id));
        assert_eq!(found, None);
    }

    fn of_two_edits_of_the_same_revision_the_second_is_refused(db) {
        let before = a_line(&db);
        let words = |name: &str| LineWords {
            activity_name: name.to_owned(),
            ..LineWords::of(&before)
        };
        edit(&db, before.clone(), words("Pemeliharaan alat berat")).unwrap();
        let late = edit(&db, before.clone(), words("Lain"));
        assert_eq!(refusal(late), LineRefusal::Changed);
        assert_eq!(line(&db, before.id).activity_name, "Pemeliharaan alat berat");
    }

    fn an_edit_cannot_make_two_lines_the_same(db) {
        let first = a_line(&db);
        let mut other = new_line(first.agency);
        other.words.fund_source = FundSource::Dak;
        let other = add(&db, treasury(), other).unwrap();
        let outcome = edit(&db, line(&db, other), LineWords::of(&first));
        assert_eq!(refusal(outcome), LineRefusal::LineTaken { line: first.id });
    }

    fn lines_with_something_left_are_picked_first_and_emergency_money_last(db) {
        let empty = a_line(&db);
        let agency = empty.agency;
        let new = |code: &str, fund_source| {
            let mut new = new_line(agency);
            code.clone_into(&mut new.words.activity_code);
            new.words.fund_source = fund_source;
            let id = add(&db, treasury(), new).unwrap();
            line(&db, id)
        };
        let emergency = new("0.00", FundSource::Btt);
        let rich = new("9.99", FundSource::Apbd);
        let closed = new("0.01", FundSource::Dak);
        set(&db.db, treasury(), &emergency, (level(1_000), dpa())).unwrap();
        let mut only_november = [Rupiah::ZERO; 12];
        only_november[10] = Rupiah::new(1_000);
        let ceilings = Ceilings::new(only_november).unwrap();
        set(&db.db, treasury(), &rich, (ceilings, dpa())).unwrap();
        let words = LineWords { state: LineState::Closed, ..LineWords::of(&closed) };
        edit(&db, closed, words).unwrap();
        assert_eq!(pick(&db, agency), [rich.id, empty.id, emergency.id]);
    }
}
