//! Roles begin and end with their days.

use authz::{Actor, Grant, Role, Scope};
use base::{AgencyId, PersonId, PostId, Uuid, Zone};
use db::{ActionError, Command};
use identity::testkit::{City, TestPerson};
use identity::{
    GrantRefusal, NewGrant, ScopeChoices, ScopeList, Validity, grant_role, list_grants_at,
};
use testkit::TENANT;

use crate::{STEPS, between, maria};

fn agency() -> Scope {
    Scope::Agency(AgencyId::new(Uuid::from_u128(3)))
}

/// A city with one agency and one post.
struct OneAgency;

impl ScopeChoices for OneAgency {
    fn list(&self, _: &mut db::Tx<'_>, _: base::TenantId) -> Result<ScopeList, db::Failure> {
        Ok(ScopeList {
            agencies: vec![(
                AgencyId::new(Uuid::from_u128(3)),
                "Dinas Perhubungan".to_owned(),
            )],
            posts: vec![(
                PostId::new(Uuid::from_u128(4)),
                "Kepala Dinas Perhubungan".to_owned(),
            )],
            ..ScopeList::default()
        })
    }
}

fn days(from: &str, until: Option<&str>) -> Validity {
    let zone = Zone::named("Asia/Makassar").unwrap();
    Validity::of_days(
        &zone,
        from.parse().unwrap(),
        until.map(|day| day.parse().unwrap()),
    )
    .unwrap()
}

fn give(
    city: &City,
    giver: &Actor,
    new: NewGrant,
) -> Result<identity::GrantId, ActionError<GrantRefusal>> {
    let (stamp, giver) = (testkit::stamp_at(city.now()), giver.clone());
    city.db().write_blocking(Command::by(&stamp), move |tx| {
        grant_role(tx, &stamp.fresh(), &giver, &new)
    })
}

fn admin() -> Actor {
    Actor::person(
        TENANT,
        testkit::SOMEBODY,
        vec![Grant::new(Role::CityAdmin, Scope::Tenant)],
    )
}

fn new(person: PersonId, role: Role, scope: Scope, validity: Validity) -> NewGrant {
    NewGrant {
        person,
        role,
        scope,
        validity,
        acting_for: None,
        decree: None,
    }
}

testkit::both_databases! {
    steps: STEPS;

    fn a_role_given_on_the_page_works_from_its_first_to_its_last_day(db) {
        let city = City::of(db).scopes(OneAgency).open();
        maria(&city);
        let yosef = city.add(TestPerson::named("Yosef Lado"));
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let agency = AgencyId::new(Uuid::from_u128(3));
        admin.get(&format!("/pengguna/{yosef}/peran/baru")).assert_shows("Dinas Perhubungan").assert_shows("value=\"2026-11-24\"");
        let given = admin.post(&format!("/pengguna/{yosef}/peran"), &[
            ("role", "inspector"), ("scope", "tenant"), ("from_on", "2026-11-25"), ("until_on", "2026-11-26"), ("decree", "SK 12/2026"),
        ]);
        admin.follow(&given).assert_shows("Pemeriksa (Inspektorat, BPK)").assert_shows("25 November 2026 sampai 26 November 2026").assert_shows("Belum mulai");
        admin.post(&format!("/pengguna/{yosef}/peran"), &[("role", "attendant"), ("scope", &format!("agency:{agency}")), ("from_on", "2026-11-25")])
            .assert_status(422).assert_shows("Peran ini tidak berlaku di tempat itu");
        let status_at = |text: &str| {
            city.clock.set(text.parse().unwrap());
            city.client_of(yosef).get("/pengguna").status
        };
        assert_eq!(status_at("2026-11-24T23:59:59+08:00"), 404);
        assert_eq!(status_at("2026-11-25T00:00:00+08:00"), 200);
        assert_eq!(status_at("2026-11-26T23:59:59+08:00"), 200);
        assert_eq!(status_at("2026-11-27T00:00:00+08:00"), 404);
    }

    fn a_withdrawn_role_is_gone_with_the_next_request(db) {
        let city = City::of(db).open();
        maria(&city);
        let mut yosef = city.client_as(Role::Inspector, Scope::Tenant);
        let id = yosef.person();
        yosef.get("/pengguna").assert_status(200);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let page = admin.get(&format!("/pengguna/{id}"));
        let grant = between(&page.text(), &format!("href=\"/pengguna/{id}/peran/"), "/cabut\"");
        admin.get(&format!("/pengguna/{id}/peran/{grant}/cabut")).assert_status(200);
        admin.post(&format!("/pengguna/{id}/peran/{grant}/cabut"), &[]).assert_status(303);
        yosef.get("/pengguna").assert_status(404);
        admin.post(&format!("/pengguna/{id}/peran/{grant}/cabut"), &[]).assert_status(404);
    }

    fn a_deputy_acts_only_within_his_dates_and_in_the_posts_name(db) {
        let city = City::of(db).open();
        let yosef = city.add(TestPerson::named("Yosef Lado"));
        let post = PostId::new(Uuid::from_u128(4));
        let deputy = |validity, decree: Option<&str>| NewGrant {
            acting_for: Some(post),
            decree: decree.map(str::to_owned),
            ..new(yosef, Role::BudgetUser, agency(), validity)
        };
        let endless = give(&city, &admin(), deputy(days("2026-12-01", None), Some("800/1")));
        assert!(matches!(endless, Err(ActionError::Refused(GrantRefusal::DeputyIncomplete))));
        let undecreed = give(&city, &admin(), deputy(days("2026-12-01", Some("2026-12-07")), None));
        assert!(matches!(undecreed, Err(ActionError::Refused(GrantRefusal::DeputyIncomplete))));
        give(&city, &admin(), deputy(days("2026-12-01", Some("2026-12-07")), Some("800/1"))).unwrap();
        let posts_at = |text: &str| {
            let at = text.parse().unwrap();
            let grants = city.db().read_blocking(TENANT, db::Access::ReadOwn, move |tx| list_grants_at(tx, TENANT, yosef, at)).unwrap();
            grants.iter().map(|grant| grant.acting_for).collect::<Vec<_>>()
        };
        assert_eq!(posts_at("2026-11-30T23:59:59+08:00"), []);
        assert_eq!(posts_at("2026-12-01T00:00:00+08:00"), [Some(post)]);
        assert_eq!(posts_at("2026-12-07T23:59:59+08:00"), [Some(post)]);
        assert_eq!(posts_at("2026-12-08T00:00:00+08:00"), []);
    }

    fn refuses_what_must_not_be_given(db) {
        let city = City::of(db).open();
        let yosef = city.add(TestPerson::named("Yosef Lado"));
        let from = Validity::from(city.now());
        let check = |giver: &Actor, grant: NewGrant, expected: GrantRefusal| {
            match give(&city, giver, grant) {
                Err(ActionError::Refused(refusal)) => assert_eq!(refusal, expected),
                other => panic!("{other:?} instead of {expected:?}"),
            }
        };
        let himself = Actor::person(TENANT, yosef, vec![Grant::new(Role::CityAdmin, Scope::Tenant)]);
        check(&himself, new(yosef, Role::BudgetUser, agency(), from), GrantRefusal::OwnGrant);
        check(&admin(), new(yosef, Role::System, Scope::Tenant, from), GrantRefusal::ScopeUnfit);
        check(&admin(), new(yosef, Role::Driver, Scope::Tenant, from), GrantRefusal::ScopeUnfit);
        check(&admin(), new(yosef, Role::Mayor, Scope::Tenant, days("2026-11-25", Some("2026-11-23"))), GrantRefusal::DatesCrossed);
        let nobody = PersonId::new(Uuid::from_u128(404));
        check(&admin(), new(nobody, Role::Mayor, Scope::Tenant, from), GrantRefusal::NotFound);
        let mayor = Actor::person(TENANT, testkit::SOMEBODY, vec![Grant::new(Role::Mayor, Scope::Tenant)]);
        check(&mayor, new(yosef, Role::Mayor, Scope::Tenant, from), GrantRefusal::Denied(authz::Denied::Forbidden));
    }

    fn people_of_another_city_do_not_exist(db) {
        let city = City::of(db).open();
        let stranger = TestPerson::named("Orang Lain").insert(city.db(), testkit::OTHER_TENANT, city.now());
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.get(&format!("/pengguna/{stranger}")).assert_status(404);
        admin.get("/pengguna").assert_hides("Orang Lain");
        let token = identity::testkit::sign_in(city.db(), testkit::OTHER_TENANT, stranger, city.now());
        let mut browser = city.visitor();
        browser.set_cookie("sesi", &token);
        browser.get("/akun").assert_status(303);
    }
}
