//! What each person's first page answers first.

use authz::{Actor, Role};

/// A part of the first page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// The vouchers the person may draw, and the quotas of the vehicles.
    Own,
    /// The way to a new voucher.
    Issue,
    /// Vouchers that end today.
    Ending,
    /// Doubtful redemptions with their photos.
    Doubts,
    /// The budget lines of this month.
    Lines,
    /// The year's money.
    Money,
    /// This month's fuel.
    Month,
    /// What needs attention.
    Attention,
    /// Where the usual pages are.
    Steps,
    /// The agencies compared.
    Charts,
    /// The agencies as a table.
    Agencies,
}

/// Whose question the page answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duty {
    /// Who issues: what today needs.
    Office,
    /// Who pays: pending, posted, available per line and month.
    Treasury,
    /// Who judges: what looks wrong.
    Judgement,
    /// Who answers for the city: ceiling, spent, litres, what needs attention.
    City,
    /// Who sets the city up: what is missing.
    Setup,
    /// Who sells: what was dispensed.
    Station,
    /// Who draws: the QR.
    Driver,
    /// Whoever else is signed in.
    Other,
}

const OFFICE: &[Role] = &[Role::FuelOfficer, Role::UnitHead, Role::AssetKeeper];
const TREASURY: &[Role] = &[
    Role::Treasurer,
    Role::AssistantTreasurer,
    Role::FinanceOfficer,
    Role::ActivityOfficer,
    Role::BudgetUser,
    Role::DelegatedBudgetUser,
    Role::CityTreasury,
];
const JUDGEMENT: &[Role] = &[Role::Verifier, Role::Inspector];
const CITY: &[Role] = &[Role::Mayor, Role::Evaluator];

impl Duty {
    /// The duty that comes first for somebody; who acts every day comes before who looks.
    pub(crate) fn of(actor: &Actor) -> Self {
        let holds = |roles: &[Role]| roles.iter().any(|role| actor.holds(*role));
        [
            (OFFICE, Self::Office),
            (TREASURY, Self::Treasury),
            (JUDGEMENT, Self::Judgement),
            (CITY, Self::City),
            (&[Role::CityAdmin], Self::Setup),
            (&[Role::StationOwner], Self::Station),
            (&[Role::Driver], Self::Driver),
        ]
        .into_iter()
        .find(|(roles, _)| holds(roles))
        .map_or(Self::Other, |(_, duty)| duty)
    }

    /// The parts of the page, the answer to the first question first.
    pub(crate) fn sections(self) -> &'static [Section] {
        use Section::{
            Agencies, Attention, Charts, Doubts, Ending, Issue, Lines, Money, Month, Own, Steps,
        };
        match self {
            Self::Office => &[Own, Issue, Attention, Ending, Month, Money, Agencies],
            Self::Treasury => &[Own, Lines, Attention, Money, Month, Charts, Agencies],
            Self::Judgement => &[Own, Doubts, Attention, Month, Money, Charts, Agencies],
            Self::City => &[Own, Money, Month, Attention, Charts, Agencies],
            Self::Setup => &[Own, Attention, Money, Month, Charts, Agencies],
            Self::Station => &[Month, Steps, Attention],
            Self::Driver => &[Own],
            Self::Other => &[Own, Month, Steps, Attention],
        }
    }
}

#[cfg(test)]
mod tests {
    use authz::{Grant, Scope};
    use base::{ActorId, TenantId, Uuid};

    use super::*;

    fn duty(roles: &[Role]) -> Duty {
        let grants = roles.iter().map(|role| Grant::new(*role, Scope::Tenant));
        let id = ActorId::new(Uuid::from_u128(1));
        let tenant = TenantId::new(Uuid::from_u128(2));
        Duty::of(&Actor::person(tenant, id, grants.collect()))
    }

    #[test]
    fn who_acts_every_day_comes_before_who_looks() {
        assert_eq!(duty(&[Role::Mayor, Role::FuelOfficer]), Duty::Office);
        assert_eq!(duty(&[Role::Driver, Role::Treasurer]), Duty::Treasury);
        assert_eq!(duty(&[Role::KominfoOperator]), Duty::Other);
    }

    #[test]
    fn each_page_begins_with_its_own_question() {
        let first = |roles: &[Role]| {
            let sections = duty(roles).sections().iter();
            sections.copied().find(|section| *section != Section::Own)
        };
        assert_eq!(first(&[Role::FuelOfficer]), Some(Section::Issue));
        assert_eq!(first(&[Role::Treasurer]), Some(Section::Lines));
        assert_eq!(first(&[Role::Verifier]), Some(Section::Doubts));
        assert_eq!(first(&[Role::Mayor]), Some(Section::Money));
        assert_eq!(first(&[Role::CityAdmin]), Some(Section::Attention));
        assert_eq!(duty(&[Role::Driver]).sections(), &[Section::Own]);
    }
}
