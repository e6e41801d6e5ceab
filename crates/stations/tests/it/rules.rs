use base::CivilDate;
use stations::testkit::{add_standards, admin, run};
use stations::{
    NewProductRule, ProductVerdict, RuleDecision, RuleEnding, RuleLevel, RuleRefusal,
    add_product_rule, add_standard_rules, end_product_rule, list_product_rules, product_verdict,
};
use testkit::{TENANT, morning};

use crate::{read, refusal, steps};

fn verdict(db: &db::Db, class: &'static str, product: &'static str, on: &str) -> ProductVerdict {
    let on: CivilDate = on.parse().unwrap();
    read(db, move |tx| {
        product_verdict(tx, TENANT, class, product, on)
    })
}

fn circular() -> NewProductRule {
    NewProductRule {
        product: "pertalite".to_owned(),
        vehicle_class: None,
        level: RuleLevel::Regional,
        decision: RuleDecision::Refused,
        reason: "Surat edaran wali kota".to_owned(),
        legal_basis: "SE 1/2026".to_owned(),
        is_lifted_by_letter: false,
        from_on: "2026-01-01".parse().unwrap(),
        ends_on: None,
    }
}

testkit::both_databases! {
    steps: steps();

    fn the_verdict_depends_on_class_and_day(test) {
        let db = &test.db;
        add_standards(db, morning());
        let day = "2026-11-24";
        assert_eq!(verdict(db, "garbage_truck", "biosolar", day), ProductVerdict::Allowed);
        assert!(matches!(verdict(db, "car", "biosolar", day), ProductVerdict::Refused(_)));
        assert!(matches!(verdict(db, "car", "pertalite", day), ProductVerdict::Warn(_)));
        assert_eq!(verdict(db, "car", "pertamax", day), ProductVerdict::Allowed);
        run(db, morning(), |tx, stamp| add_product_rule(tx, stamp, &admin(), &circular())).unwrap();
        let ProductVerdict::Refused(ground) = verdict(db, "car", "pertalite", "2026-01-01") else {
            panic!("the circular holds");
        };
        assert_eq!(ground.legal_basis, "SE 1/2026");
        assert!(matches!(verdict(db, "car", "pertalite", "2025-12-31"), ProductVerdict::Warn(_)));
    }

    fn an_ended_rule_holds_until_its_day(test) {
        let db = &test.db;
        add_standards(db, morning());
        let id = run(db, morning(), |tx, stamp| add_product_rule(tx, stamp, &admin(), &circular())).unwrap();
        let end = move |day: &str, revision| {
            let ending = RuleEnding { rule: id, revision, ends_on: day.parse().unwrap() };
            run(db, morning(), move |tx, stamp| end_product_rule(tx, stamp, &admin(), &ending))
        };
        assert_eq!(refusal(end("2025-12-31", 0)), RuleRefusal::PeriodInvalid);
        end("2026-06-01", 0).unwrap();
        assert_eq!(refusal(end("2026-07-01", 0)), RuleRefusal::ChangedMeanwhile);
        assert!(matches!(verdict(db, "car", "pertalite", "2026-05-31"), ProductVerdict::Refused(_)));
        assert!(matches!(verdict(db, "car", "pertalite", "2026-06-01"), ProductVerdict::Warn(_)));
    }

    fn standard_rules_are_added_once(test) {
        let db = &test.db;
        add_standards(db, morning());
        let count = read(db, |tx| list_product_rules(tx, TENANT)).len();
        let again = run(db, morning(), |tx, stamp| add_standard_rules(tx, stamp, &admin())).unwrap();
        assert_eq!((count, again), (7, 0));
    }

    fn a_city_learns_that_its_rules_are_missing(test) {
        let db = &test.db;
        let step = || {
            read(db, |tx| {
                let steps = register::StartSteps::new(stations::later_steps());
                steps.states(tx, (TENANT, morning()), web::Locale::Id)
            })
            .remove(0)
        };
        let missing = step();
        assert_eq!((missing.is_done, missing.href.as_str()), (false, "/aturan-produk"));
        assert!(missing.now.starts_with("0 "), "{}", missing.now);
        add_standards(db, morning());
        assert!(step().is_done);
    }

    fn a_refusal_needs_a_reason(test) {
        let db = &test.db;
        add_standards(db, morning());
        let bare = NewProductRule { reason: " ".to_owned(), ..circular() };
        let outcome = run(db, morning(), move |tx, stamp| add_product_rule(tx, stamp, &admin(), &bare));
        assert_eq!(refusal(outcome), RuleRefusal::ReasonMissing);
    }
}
