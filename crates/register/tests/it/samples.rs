use std::sync::Arc;

use authz::{Role, Scope};
use base::{AgencyId, ManualClock, Stamp, SystemEntropy, Uuid};
use db::{ActionError, Failure, Tx};
use register::{
    DeletedSamples, SampleOwner, SampleRefusal, count_samples, delete_samples, mark_sample,
};
use testkit::{TENANT, morning};

use crate::support::{STEPS, act, actor, add_agency, admin, count, read};

fn clean(db: &db::Db, actor: &authz::Actor) -> Result<DeletedSamples, ActionError<SampleRefusal>> {
    let owners: Vec<Arc<dyn SampleOwner>> = vec![Arc::new(register::RegisterSamples)];
    let clock = ManualClock::at(morning());
    delete_samples(
        db,
        (&clock, &SystemEntropy),
        (TENANT, actor, "test"),
        &owners,
    )
}

fn mark(db: &db::Db, agency: AgencyId) {
    act(db, move |tx: &mut Tx<'_>, stamp: &Stamp| {
        mark_sample(tx, (TENANT, stamp.at), "agency", agency)?;
        let subject = journal::Subject::new("agency", agency);
        journal::record(tx, stamp, "register.sample.mark", subject, None)?;
        Ok::<_, ActionError<()>>(())
    })
    .unwrap();
}

testkit::both_databases! {
    steps: STEPS;

    fn samples_go_in_one_step_and_real_records_stay(db) {
        let (sample, used, real) = (
            add_agency(&db.db, "1", "Contoh"),
            add_agency(&db.db, "2", "Contoh yang dipakai"),
            add_agency(&db.db, "3", "Sungguhan"),
        );
        mark(&db.db, sample);
        mark(&db.db, used);
        let unit = register::UnitInput {
            agency: used,
            name: "Unit sungguhan".to_owned(),
            work_pattern: register::WorkPattern::FiveDay,
            place_code: None,
            is_active: true,
        };
        act(&db.db, move |tx, stamp| register::create_unit(tx, stamp, &admin(), &unit)).unwrap();
        let stranger = clean(&db.db, &actor(Role::FuelOfficer, Scope::Tenant));
        assert!(matches!(stranger, Err(ActionError::Refused(SampleRefusal::Denied(_)))));
        assert_eq!(clean(&db.db, &admin()).unwrap(), DeletedSamples { deleted: 1, kept: 1 });
        assert_eq!(count(&db.db, "agency"), 2);
        let left = read(&db.db, move |tx| register::lookup_agency(tx, TENANT, real));
        assert!(left.is_some());
        assert_eq!(read(&db.db, |tx| count_samples(tx, TENANT)), Vec::new());
        assert_eq!(clean(&db.db, &admin()).unwrap(), DeletedSamples::default());
    }
}

/// Compiles only while owners can be written outside the register.
struct Elsewhere;

impl SampleOwner for Elsewhere {
    fn kinds(&self) -> &[&'static str] {
        &["elsewhere"]
    }

    fn delete(&self, _: &mut Tx<'_>, _: &Stamp, _: &str, _: Uuid) -> Result<bool, Failure> {
        Ok(true)
    }
}

#[test]
fn other_areas_can_own_samples() {
    assert_eq!(Elsewhere.kinds(), ["elsewhere"]);
}
