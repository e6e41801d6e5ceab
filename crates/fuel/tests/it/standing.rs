use base::{Millilitres, Rupiah, UtcMicros};
use db::Db;
use fuel::testkit::{FuelCity, found_city, set_ceiling, steps};
use fuel::{
    IssueRefusal, NewStanding, StandingId, StandingRefusal, StandingState, StandingStep,
    VoucherFilter, issue_due_standing, list_vouchers,
};
use stations::testkit::run;
use testkit::{TENANT, both_databases, morning};

use crate::{assert_journal_agrees, refusal};

fn every_monday_at_six(city: &FuelCity) -> NewStanding {
    NewStanding {
        vehicle: city.vehicle,
        drawer: None,
        product: "pertamax".to_owned(),
        volume: Millilitres::new(10_000),
        line: city.line,
        station: None,
        weekdays: vec![1],
        hour: 6,
        days_valid: 3,
        purpose: "Rutin".to_owned(),
        from_on: "2026-11-24".parse().unwrap(),
        until_on: None,
    }
}

fn set(db: &Db, city: &FuelCity, new: &NewStanding) -> StandingId {
    let (officer, new) = (city.officer.clone(), new.clone());
    run(db, morning(), move |tx, stamp| {
        fuel::set_standing(tx, stamp, &officer, &new)
    })
    .unwrap()
}

fn work(db: &Db, city: &FuelCity, at: &str) -> (u32, u32) {
    let (keys, at): (_, UtcMicros) = (city.keys.clone(), at.parse().unwrap());
    let nil = StandingId::new(base::Uuid::nil());
    let step: StandingStep = run(db, at, move |tx, stamp| {
        issue_due_standing(tx, stamp, &keys, nil)
    })
    .unwrap();
    assert_eq!(step.next, None);
    (step.issued, step.refused)
}

both_databases! {
    steps: steps();

    fn is_issued_once_on_its_day_from_its_hour_on(database) {
        let db = &database.db;
        let city = found_city(db);
        let standing = set(db, &city, &every_monday_at_six(&city));
        assert_eq!(work(db, &city, "2026-11-24T08:00:00+08:00"), (0, 0));
        assert_eq!(work(db, &city, "2026-11-30T05:59:00+08:00"), (0, 0));
        assert_eq!(work(db, &city, "2026-11-30T06:00:00+08:00"), (1, 0));
        assert_eq!(work(db, &city, "2026-11-30T06:05:00+08:00"), (0, 0));
        let reach = city.officer.reach(authz::Action::FuelVoucherView);
        let vouchers = db
            .read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
                let size = base::PageSize::default();
                list_vouchers(tx, (TENANT, "2026-11-24".parse().unwrap()), &reach, &VoucherFilter::default(), (None, size))
            })
            .unwrap();
        let voucher = &vouchers.items[0];
        assert_eq!(voucher.standing, Some(standing.uuid()));
        // Three days from the 30th would leave the month: it ends with November.
        assert_eq!(voucher.valid_until, "2026-12-01T00:00:00+08:00".parse().unwrap());
        assert_journal_agrees(db);
    }

    fn a_refusal_stays_visible_with_its_numbers(database) {
        let db = &database.db;
        let city = found_city(db);
        let id = set(db, &city, &every_monday_at_six(&city));
        set_ceiling(db, city.line, Rupiah::new(1_000));
        assert_eq!(work(db, &city, "2026-11-30T07:00:00+08:00"), (0, 1));
        assert_eq!(work(db, &city, "2026-11-30T08:00:00+08:00"), (0, 0));
        let standing = db
            .read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
                fuel::lookup_standing(tx, TENANT, id)
            })
            .unwrap()
            .unwrap();
        let kept: IssueRefusal = serde_json::from_str(&standing.last_refusal.unwrap()).unwrap();
        let expected = IssueRefusal::BudgetExhausted {
            available: Rupiah::new(1_000),
            wanted: Rupiah::new(136_500),
        };
        assert_eq!(kept, expected);
        assert_eq!(city.budget(db).pending, 0);
        assert_journal_agrees(db);
    }

    fn a_refused_day_can_be_made_up_for_once(database) {
        let db = &database.db;
        let city = found_city(db);
        let id = set(db, &city, &every_monday_at_six(&city));
        let retry = |at: &str| {
            let (officer, keys) = (city.officer.clone(), city.keys.clone());
            run(db, at.parse().unwrap(), move |tx, stamp| {
                fuel::retry_standing(tx, stamp, &officer, &keys, id)
            })
        };
        let noon = "2026-11-30T12:00:00+08:00";
        assert_eq!(refusal(retry(noon)), fuel::RetryRefusal::NothingToRetry);
        set_ceiling(db, city.line, Rupiah::new(1_000));
        assert_eq!(work(db, &city, "2026-11-30T07:00:00+08:00"), (0, 1));
        assert!(matches!(
            refusal(retry(noon)),
            fuel::RetryRefusal::Issue(IssueRefusal::BudgetExhausted { .. })
        ));
        set_ceiling(db, city.line, Rupiah::new(136_500));
        let issued = retry(noon).unwrap();
        assert_eq!(city.lookup(db, issued.id).standing, Some(id.uuid()));
        assert_eq!(refusal(retry(noon)), fuel::RetryRefusal::NothingToRetry);
        assert_eq!(city.budget(db).pending, 136_500);
        assert_journal_agrees(db);
    }

    fn an_ended_one_is_not_issued(database) {
        let db = &database.db;
        let city = found_city(db);
        let id = set(db, &city, &every_monday_at_six(&city));
        let end = |revision| {
            let officer = city.officer.clone();
            run(db, morning(), move |tx, stamp| {
                fuel::end_standing(tx, stamp, &officer, (id, revision))
            })
        };
        end(0).unwrap();
        assert_eq!(refusal(end(0)), StandingRefusal::ChangedMeanwhile);
        assert_eq!(work(db, &city, "2026-11-30T07:00:00+08:00"), (0, 0));
        let found = db
            .read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
                fuel::lookup_standing(tx, TENANT, id)
            })
            .unwrap();
        assert_eq!(found.unwrap().state, StandingState::Ended);
    }

    fn only_who_may_issue_sets_one(database) {
        let db = &database.db;
        let city = found_city(db);
        let try_with = |agency, change: &dyn Fn(&mut NewStanding)| {
            let officer = fuel::testkit::officer_of(agency);
            let mut new = every_monday_at_six(&city);
            change(&mut new);
            run(db, morning(), move |tx, stamp| fuel::set_standing(tx, stamp, &officer, &new))
        };
        let other = try_with(city.other_agency, &|_| {});
        assert_eq!(refusal(other), StandingRefusal::NotAllowed);
        let never = try_with(city.agency, &|new| new.weekdays.clear());
        assert_eq!(refusal(never), StandingRefusal::NoWeekday);
        let late = try_with(city.agency, &|new| new.hour = 24);
        assert_eq!(refusal(late), StandingRefusal::OutOfRange);
    }
}
