use authz::{
    Action, Actor, ActorKind, Denied, Grant, Hands, Reach, ReachColumns, ReachFilter, Resource,
    Role, SameHand, Scope, keep_apart,
};
use base::{ActorId, AgencyId, PostId, StationId, TenantId, Uuid};

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn city() -> TenantId {
    TenantId::new(id(1))
}

fn works() -> AgencyId {
    AgencyId::new(id(10))
}

fn health() -> AgencyId {
    AgencyId::new(id(11))
}

fn person(grants: &[(Role, Scope)]) -> Actor {
    let grants = grants.iter().map(|(role, scope)| Grant::new(*role, *scope));
    Actor::person(city(), ActorId::new(id(100)), grants.collect())
}

fn at(agency: AgencyId) -> Resource {
    Resource::tenant(city()).agency(agency)
}

#[test]
fn officer_issues_in_his_agency_and_does_not_see_another() {
    let officer = person(&[(Role::FuelOfficer, Scope::Agency(works()))]);
    let issue = Action::FuelVoucherIssue;
    assert_eq!(officer.may(issue, &at(works())), Ok(()));
    assert_eq!(officer.may(issue, &at(health())), Err(Denied::Hidden));
    assert_eq!(
        officer.may(Action::FuelPlanApprove, &at(works())),
        Err(Denied::Forbidden)
    );
}

#[test]
fn another_city_does_not_exist() {
    let admin = person(&[(Role::CityAdmin, Scope::Tenant)]);
    let elsewhere = Resource::tenant(TenantId::new(id(2)));
    assert_eq!(
        admin.may(Action::IdentityUserEdit, &elsewhere),
        Err(Denied::Hidden)
    );
}

#[test]
fn forbidding_role_wins_over_allowing_one() {
    let both = person(&[
        (Role::FuelOfficer, Scope::Agency(works())),
        (Role::Inspector, Scope::Agency(health())),
    ]);
    assert_eq!(
        both.may(Action::FuelVoucherIssue, &at(works())),
        Err(Denied::Forbidden)
    );
    assert!(both.reach(Action::FuelVoucherIssue).is_nothing());
    assert_eq!(both.may(Action::FuelVoucherView, &at(works())), Ok(()));
}

#[test]
fn station_owner_never_approves_what_he_is_paid_for() {
    let both = person(&[
        (Role::StationOwner, Scope::Station(StationId::new(id(50)))),
        (Role::BudgetUser, Scope::Agency(works())),
    ]);
    assert_eq!(
        both.may(Action::FuelPlanApprove, &at(works())),
        Err(Denied::Forbidden)
    );
}

#[test]
fn driver_reaches_only_his_own() {
    let driver = person(&[(Role::Driver, Scope::Own)]);
    let view = Action::FuelVoucherView;
    assert_eq!(driver.may(view, &at(works()).owner(driver.id)), Ok(()));
    assert_eq!(driver.may(view, &at(works())), Err(Denied::Hidden));
    let columns = ReachColumns {
        own: Some("v.driver_id"),
        ..ReachColumns::default()
    };
    let expected = ReachFilter::AnyOf(vec![("v.driver_id", vec![id(100)])]);
    assert_eq!(driver.reach(view).filter(columns), expected);
    let unplaced = ReachColumns {
        agency: Some("v.agency_id"),
        ..ReachColumns::default()
    };
    assert_eq!(driver.reach(view).filter(unplaced), ReachFilter::Never);
}

#[test]
fn reach_joins_scopes_and_tenant_covers_all() {
    let two = person(&[
        (Role::Treasurer, Scope::Agency(works())),
        (Role::Treasurer, Scope::Agency(health())),
    ]);
    let Reach::Some { agencies, .. } = two.reach(Action::BudgetLineView) else {
        panic!("expected some agencies");
    };
    assert_eq!(agencies.len(), 2);
    let mayor = person(&[(Role::Mayor, Scope::Tenant)]);
    assert_eq!(mayor.reach(Action::BudgetLineView), Reach::All);
    assert_eq!(mayor.reach(Action::BudgetLineEdit), Reach::Nothing);
}

#[test]
fn device_and_program_do_not_approve() {
    let everything: Vec<_> = Role::ALL
        .iter()
        .filter(|role| **role != Role::Inspector && **role != Role::Evaluator)
        .map(|role| Grant::new(*role, Scope::Tenant))
        .collect();
    for kind in [ActorKind::Device, ActorKind::Integration, ActorKind::System] {
        let actor = Actor {
            kind,
            ..Actor::person(city(), ActorId::new(id(7)), everything.clone())
        };
        for action in Action::ALL.iter().filter(|action| action.approves()) {
            assert!(!actor.may_somewhere(*action), "{kind:?} {}", action.code());
        }
    }
}

#[test]
fn device_captures_at_its_station_only() {
    let (here, there) = (StationId::new(id(50)), StationId::new(id(51)));
    let grants = vec![Grant::new(Role::Attendant, Scope::Station(here))];
    let device = Actor {
        kind: ActorKind::Device,
        ..Actor::person(city(), ActorId::new(id(8)), grants)
    };
    let capture = Action::FuelRedemptionCapture;
    assert_eq!(device.may(capture, &at(works()).station(here)), Ok(()));
    assert_eq!(
        device.may(capture, &at(works()).station(there)),
        Err(Denied::Hidden)
    );
}

#[test]
fn system_expires_but_does_not_cancel() {
    let system = Actor::system(city());
    assert_eq!(system.may(Action::FuelVoucherExpire, &at(works())), Ok(()));
    assert_eq!(
        system.may(Action::FuelVoucherCancel, &at(works())),
        Err(Denied::Forbidden)
    );
}

#[test]
fn nobody_decides_on_what_he_proposed_or_receives() {
    let head = person(&[
        (Role::FuelOfficer, Scope::Agency(works())),
        (Role::BudgetUser, Scope::Agency(works())),
    ]);
    let post = PostId::new(id(70));
    let hands = |proposers: &[ActorId], receivers: &[ActorId], posts: &[PostId]| Hands {
        proposers: proposers.to_vec(),
        receivers: receivers.to_vec(),
        posts: posts.to_vec(),
    };
    let other = ActorId::new(id(200));
    let decide = |hands: Hands| keep_apart(&head, Some(post), &hands);
    assert_eq!(decide(hands(&[head.id], &[], &[])), Err(SameHand::Proposed));
    assert_eq!(
        decide(hands(&[other], &[head.id], &[])),
        Err(SameHand::Receives)
    );
    assert_eq!(
        decide(hands(&[other], &[], &[post])),
        Err(SameHand::SamePost)
    );
    assert_eq!(decide(hands(&[other], &[other], &[])), Ok(()));
    assert_eq!(Denied::from(SameHand::Receives).code(), "same_hand");
}

#[test]
fn acts_in_his_own_name_before_a_deputys() {
    let post = PostId::new(id(70));
    let deputy = Grant {
        acting_for: Some(post),
        ..Grant::new(Role::BudgetUser, Scope::Agency(works()))
    };
    let own = Grant::new(Role::BudgetUser, Scope::Agency(works()));
    let both = Actor::person(city(), ActorId::new(id(100)), vec![deputy, own]);
    assert_eq!(
        both.grant_for(Action::FuelPlanApprove, &at(works())),
        Some(own)
    );
    let only = Actor::person(city(), ActorId::new(id(100)), vec![deputy]);
    assert_eq!(
        only.grant_for(Action::FuelPlanApprove, &at(works())),
        Some(deputy)
    );
}
