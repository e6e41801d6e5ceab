use std::sync::Arc;

use authz::{Action, Role, Scope};
use base::{ManualClock, Stamp, SystemEntropy, TenantId};
use db::{ActionError, Failure, Tx};
use register::{
    RegisterSamples, SampleHand, SampleOwner, SampleRefusal, SampleSecrets, Samples,
    delete_samples, fill_samples_step, keep_sample,
};
use testkit::{TENANT, morning};
use web::Locale;

use crate::support::{STEPS, act, actor, admin, count, read};

/// An area whose records never go, to see that marks of others are left alone.
struct Elsewhere;

impl SampleOwner for Elsewhere {
    fn count(&self, _: &mut Tx<'_>, _: TenantId, _: Locale) -> Result<Vec<(String, i64)>, Failure> {
        Ok(Vec::new())
    }

    fn delete(&self, _: &mut Tx<'_>, _: &Stamp, _: i64) -> Result<i64, Failure> {
        Ok(0)
    }
}

fn fill(db: &db::Db) -> bool {
    let secrets = SampleSecrets::draw(&SystemEntropy).unwrap();
    act(db, move |tx, stamp| {
        let hand = SampleHand {
            stamp,
            actor: &admin(),
            secrets: &secrets,
        };
        fill_samples_step(tx, &hand, &RegisterSamples)
    })
    .unwrap()
}

fn samples(db: &db::Db) -> Samples {
    read(db, |tx| Samples::load(tx, TENANT))
}

testkit::both_databases! {
    steps: STEPS;

    fn an_area_is_filled_once(test) {
        assert!(fill(&test.db));
        assert!(!fill(&test.db));
        assert_eq!(samples(&test.db).of("agency").count(), 1);
    }

    fn a_kept_sample_stays_when_the_others_go(test) {
        fill(&test.db);
        let agency = samples(&test.db).of("agency").next().unwrap();
        act(&test.db, move |tx, stamp| keep_sample(tx, stamp, &admin(), ("agency", agency))).unwrap();
        let again = act(&test.db, move |tx, stamp| keep_sample(tx, stamp, &admin(), ("agency", agency)));
        assert!(matches!(again, Err(ActionError::Refused(SampleRefusal::NotFound))));
        let owners: Vec<Arc<dyn SampleOwner>> = vec![Arc::new(Elsewhere), Arc::new(RegisterSamples)];
        let gone = delete_samples(
            &test.db,
            (&ManualClock::at(morning()), &SystemEntropy),
            (TENANT, &admin(), "test"),
            &owners,
        );
        assert_eq!(gone.unwrap(), 3);
        assert!(samples(&test.db).is_empty());
        assert_eq!(count(&test.db, "agency"), 1);
    }

    fn only_the_citys_admin_fills_and_deletes(test) {
        let officer = actor(Role::FuelOfficer, Scope::Tenant);
        assert!(officer.may_somewhere(Action::FuelVoucherIssue));
        let refused = delete_samples(
            &test.db,
            (&ManualClock::at(morning()), &SystemEntropy),
            (TENANT, &officer, "test"),
            &[],
        );
        assert!(matches!(refused, Err(ActionError::Refused(SampleRefusal::Denied(_)))));
    }
}
