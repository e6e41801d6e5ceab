use authz::{Actor, Grant, Role, Scope};
use base::MonthOfYear;
use db::Db;
use fleet::{Duty, NewAssignment, NewStatus, VehicleState};
use fuel::testkit::{FuelCity, adopt, found_city, steps};
use fuel::{
    DecreeRefusal, NewDecree, NewDecreeRule, Per, QuotaState, QuotaTarget, Warning, explain_quota,
};
use ledger::Unit;
use register::{Capacity, HolderInput, PostInput, PostKind};
use stations::testkit::{admin, run};
use testkit::{TENANT, both_databases, morning};

use crate::{assert_journal_agrees, minute, refusal};

fn quota(db: &Db, city: &FuelCity, month: &str) -> Option<QuotaState> {
    let (vehicle, month): (_, MonthOfYear) = (city.vehicle, month.parse().unwrap());
    db.read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
        let on = month.last_day();
        let vehicle = fleet::lookup_vehicle(tx, TENANT, vehicle, on)?.expect("the car is there");
        explain_quota(tx, TENANT, &vehicle, month)
    })
    .unwrap()
}

fn rule(target: QuotaTarget, amount: i64, per: Per, carry_over: bool) -> NewDecreeRule {
    NewDecreeRule {
        target,
        unit: Unit::Millilitres,
        amount,
        per,
        carry_over,
    }
}

both_databases! {
    steps: steps();

    fn seven_litres_on_21_working_days(database) {
        let db = &database.db;
        let city = found_city(db);
        city.redeem(db, minute(10), 8_000);
        city.issued(db);
        let quota = quota(db, &city, "2026-11").unwrap();
        assert_eq!((quota.entitlement.count, quota.entitlement.total), (21, 147_000));
        assert_eq!((quota.usage.posted, quota.usage.pending), (8_000, 10_000));
        assert_eq!(quota.entitlement.left(quota.usage), 129_000);
    }

    fn days_in_the_workshop_give_nothing(database) {
        let db = &database.db;
        let city = found_city(db);
        let vehicle = city.vehicle;
        run(db, morning(), move |tx, stamp| {
            let status = NewStatus {
                vehicle,
                state: VehicleState::Workshop,
                from_on: "2026-11-02".parse().unwrap(),
                until_on: Some("2026-11-08".parse().unwrap()),
                reason: "Servis besar".to_owned(),
                reference: None,
            };
            let keeper = fleet::testkit::keeper(stamp.tenant);
            fleet::declare_status(tx, stamp, &keeper, &status).map(|_| ())
        })
        .unwrap();
        let quota = quota(db, &city, "2026-11").unwrap();
        assert_eq!((quota.entitlement.count, quota.entitlement.total), (16, 112_000));
    }

    fn what_is_left_over_counts_only_where_the_decree_says_so(database) {
        let db = &database.db;
        let city = found_city(db);
        city.redeem(db, minute(10), 8_000);
        assert_eq!(quota(db, &city, "2026-12").unwrap().entitlement.carried, 0);
        let vehicle = QuotaTarget::Vehicle(city.vehicle);
        adopt(db, "13/KEP/HK/2026", vec![rule(vehicle, 100_000, Per::Month, true)]);
        city.issued(db);
        let december = quota(db, &city, "2026-12").unwrap().entitlement;
        // 100 litres of November less 8 dispensed and 10 promised.
        assert_eq!((december.carried, december.total), (82_000, 182_000));
    }

    fn weeks_end_on_sunday_and_years_count_in_the_year(database) {
        let db = &database.db;
        let city = found_city(db);
        let class = || QuotaTarget::Class("car".to_owned());
        adopt(db, "14/2026", vec![rule(QuotaTarget::Vehicle(city.vehicle), 20_000, Per::Week, false)]);
        assert_eq!(quota(db, &city, "2026-11").unwrap().entitlement.total, 100_000);
        adopt(db, "15/2026", vec![rule(class(), 1_000_000, Per::Year, false)]);
        // The vehicle's own rule still comes first.
        assert_eq!(quota(db, &city, "2026-11").unwrap().entitlement.total, 100_000);
    }

    fn a_post_grants_to_the_vehicle_of_its_holder(database) {
        let db = &database.db;
        let city = found_city(db);
        let (agency, person, vehicle) = (city.agency, city.driver, city.vehicle);
        let since = "2026-01-05".parse().unwrap();
        let post = run(db, morning(), move |tx, stamp| {
            let input = PostInput {
                agency,
                unit: None,
                name: "Kepala Dinas".to_owned(),
                kind: PostKind::AgencyHead,
                is_active: true,
            };
            register::create_post(tx, stamp, &admin(), &input)
        })
        .unwrap();
        run(db, morning(), move |tx, stamp| {
            let input = HolderInput {
                post,
                person,
                capacity: Capacity::Definitive,
                from_on: since,
                until_on: None,
                decree_number: Some("821/1/2026".to_owned()),
                decree_on: Some(since),
            };
            register::appoint_holder(tx, stamp, &admin(), &input)
        })
        .unwrap();
        adopt(db, "18/2026", vec![rule(QuotaTarget::Post(post), 250_000, Per::Month, false)]);
        // He drives the car but does not hold it: the class still counts.
        assert_eq!(quota(db, &city, "2026-11").unwrap().entitlement.total, 147_000);
        run(db, morning(), move |tx, stamp| {
            let new = NewAssignment {
                vehicle,
                person,
                duty: Duty::Holder,
                from_on: "2026-06-01".parse().unwrap(),
                until_on: None,
                decree_number: None,
            };
            let keeper = fleet::testkit::keeper(stamp.tenant);
            fleet::assign_person(tx, stamp, &keeper, &new).map(|_| ())
        })
        .unwrap();
        assert_eq!(quota(db, &city, "2026-11").unwrap().entitlement.total, 250_000);
        assert_eq!(quota(db, &city, "2026-05").unwrap().entitlement.count, 21);
        assert_journal_agrees(db);
    }

    fn a_revoked_decree_grants_nothing(database) {
        let db = &database.db;
        let city = found_city(db);
        let decrees = db
            .read_blocking(TENANT, db::Access::ReadOwn, |tx| fuel::list_decrees(tx, TENANT))
            .unwrap();
        let decree = (decrees[0].id, decrees[0].revision);
        let revoke = |decree| {
            run(db, morning(), move |tx, stamp| fuel::revoke_decree(tx, stamp, &admin(), decree))
        };
        revoke(decree).unwrap();
        assert_eq!(refusal(revoke(decree)), DecreeRefusal::ChangedMeanwhile);
        assert_eq!(quota(db, &city, "2026-11"), None);
        assert_eq!(city.issued(db).warnings, vec![Warning::WithoutQuota]);
        assert_journal_agrees(db);
    }

    fn a_decree_is_adopted_by_who_may_and_once(database) {
        let db = &database.db;
        let city = found_city(db);
        let class = QuotaTarget::Class("car".to_owned());
        let decree = NewDecree {
            number: "20/2026".to_owned(),
            title: "Kuota".to_owned(),
            valid_from: "2026-02-01".parse().unwrap(),
            valid_until: None,
            rules: vec![rule(class, 5_000, Per::WorkingDay, false)],
        };
        let adopt = |actor: &Actor, decree: &NewDecree| {
            let (actor, decree) = (actor.clone(), decree.clone());
            run(db, morning(), move |tx, stamp| fuel::adopt_decree(tx, stamp, &actor, &decree))
        };
        assert_eq!(refusal(adopt(&city.officer, &decree)), DecreeRefusal::NotAllowed);
        let by = Actor::person(TENANT, testkit::SOMEBODY, vec![Grant::new(Role::CityAdmin, Scope::Tenant)]);
        adopt(&by, &decree).unwrap();
        assert_eq!(refusal(adopt(&by, &decree)), DecreeRefusal::NumberTaken);
        let mut backwards = decree.clone();
        backwards.number = "21/2026".to_owned();
        backwards.valid_until = Some("2026-01-01".parse().unwrap());
        assert_eq!(refusal(adopt(&by, &backwards)), DecreeRefusal::EndsBeforeBegin);
        let mut empty = decree.clone();
        empty.number = "22/2026".to_owned();
        empty.rules.clear();
        assert_eq!(refusal(adopt(&by, &empty)), DecreeRefusal::NoRules);
    }
}
