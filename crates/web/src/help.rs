//! Which guide helps whoever looks at a page.

use authz::{Actor, Role};

use crate::{FrameKind, PageFrame};

/// The guide for a role, as named in `/panduan/NAME`; some roles have none.
pub fn guide_of_role(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::CityAdmin => "admin-kota",
        Role::FuelOfficer | Role::AssetKeeper | Role::UnitHead => "petugas-bbm",
        Role::BudgetUser
        | Role::DelegatedBudgetUser
        | Role::ActivityOfficer
        | Role::FinanceOfficer
        | Role::Treasurer
        | Role::AssistantTreasurer
        | Role::CityTreasury => "bendahara",
        Role::Driver => "pengemudi",
        Role::Attendant | Role::StationOwner => "operator-spbu",
        Role::Verifier | Role::Inspector | Role::Evaluator => "verifikator",
        Role::Mayor => "wali-kota",
        Role::KominfoOperator => "pemasang",
        _ => return None,
    })
}

/// The guide for whoever looks at a page: that of the first of his roles that has one.
///
/// Who opens a page without frame and without signing in holds a driver's link.
pub fn guide_of(page: &PageFrame) -> Option<&'static str> {
    match &page.actor {
        Some(actor) => guide_of_actor(actor),
        None => (page.kind == FrameKind::Bare).then_some("pengemudi"),
    }
}

fn guide_of_actor(actor: &Actor) -> Option<&'static str> {
    Role::ALL
        .iter()
        .filter(|role| actor.grants.iter().any(|grant| grant.role == **role))
        .find_map(|role| guide_of_role(*role))
}

impl PageFrame {
    /// The address of the guide for whoever looks, or of all guides.
    pub(crate) fn help(&self) -> String {
        guide_of(self).map_or_else(|| "/panduan".to_owned(), |name| format!("/panduan/{name}"))
    }
}

#[cfg(test)]
mod tests {
    use authz::{Grant, Scope};
    use base::{ActorId, Uuid};

    use super::*;
    use crate::Locale;

    fn seen_by(roles: &[Role]) -> PageFrame {
        let page = PageFrame::sample(Locale::Id, "x");
        let grants = roles.iter().map(|role| Grant::new(*role, Scope::Tenant));
        let id = ActorId::new(Uuid::from_u128(1));
        page.clone()
            .seen_by(Actor::person(page.city.tenant, id, grants.collect()))
    }

    #[test]
    fn everybody_is_led_to_the_guide_of_his_work() {
        assert_eq!(seen_by(&[Role::Mayor]).help(), "/panduan/wali-kota");
        let both = seen_by(&[Role::Driver, Role::FuelOfficer]);
        assert_eq!(both.help(), "/panduan/petugas-bbm");
        assert_eq!(seen_by(&[Role::Trainer]).help(), "/panduan");
        let nobody = PageFrame::sample(Locale::Id, "x");
        assert_eq!(nobody.help(), "/panduan");
        let driver = nobody.kind(FrameKind::Bare);
        assert_eq!(driver.help(), "/panduan/pengemudi");
    }
}
