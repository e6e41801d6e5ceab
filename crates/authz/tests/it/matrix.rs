use std::collections::BTreeSet;
use std::fmt::Write as _;

use authz::{Action, Role};

/// `x` allowed, `!` allowed to the role but forbidden to everybody who also holds a forbidding role.
#[test]
fn matrix_of_roles_and_actions_is_reviewed() {
    let mut table = String::new();
    for action in Action::ALL {
        let roles: Vec<_> = action.roles().iter().map(|role| role.code()).collect();
        let barring: Vec<_> = Role::ALL
            .iter()
            .filter(|role| role.forbids(*action))
            .map(|role| role.code())
            .collect();
        let _ = writeln!(table, "{}", action.code());
        let _ = writeln!(table, "    may:   {}", roles.join(" "));
        if !barring.is_empty() {
            let _ = writeln!(table, "    never: {}", barring.join(" "));
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn codes_are_unique_and_have_three_parts() {
    let codes: BTreeSet<_> = Action::ALL.iter().map(|action| action.code()).collect();
    assert_eq!(codes.len(), Action::ALL.len());
    for code in codes {
        assert_eq!(code.split('.').count(), 3, "{code}");
        assert_eq!(Action::from_code(code).map(Action::code), Some(code));
    }
    for role in Role::ALL {
        assert_eq!(Role::from_code(role.code()), Some(*role));
    }
}

#[test]
fn no_role_is_both_allowed_and_forbidden() {
    for action in Action::ALL {
        for role in action.roles() {
            assert!(!role.forbids(*action), "{} {}", role.code(), action.code());
        }
    }
}

#[test]
fn who_oversees_only_looks() {
    for action in Action::ALL.iter().filter(|action| !action.only_looks()) {
        for role in [Role::Inspector, Role::Evaluator, Role::Mayor] {
            assert!(!role.allows(*action), "{} {}", role.code(), action.code());
        }
    }
}

#[test]
fn no_role_proposes_and_approves_the_same_thing() {
    for (propose, approve) in [
        (Action::FuelPlanPropose, Action::FuelPlanApprove),
        (Action::FuelPlanPropose, Action::FuelPlanCheck),
        (Action::FuelPlanCheck, Action::FuelPlanApprove),
        (Action::FuelCorrectionPropose, Action::FuelCorrectionApprove),
        (Action::FuelPurchaseRecord, Action::FuelPurchaseApprove),
        (
            Action::AssuranceEvidenceAssemble,
            Action::AssuranceEvidenceApprove,
        ),
    ] {
        for role in propose.roles() {
            assert!(!role.allows(approve), "{} {}", role.code(), approve.code());
        }
    }
}
