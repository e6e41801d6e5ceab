//! Roles held over time, within a scope.

use authz::{Grant, Role, Scope};
use base::{
    AgencyId, CivilDate, PersonId, PostId, StationId, UnitId, UtcMicros, Uuid, Zone, ZoneError,
};
use serde::{Deserialize, Serialize};

db::ids! {
    /// Identifies a grant of a role.
    GrantId,
}

/// When a grant holds: from an instant, until (not including) another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first instant.
    pub from_at: UtcMicros,
    /// The first instant after it; open-ended where absent.
    pub until_at: Option<UtcMicros>,
}

impl Validity {
    /// From this instant on, without an end.
    pub const fn from(from_at: UtcMicros) -> Self {
        Self {
            from_at,
            until_at: None,
        }
    }

    /// Whole days of the city's zone, the last one included.
    ///
    /// # Errors
    /// [`ZoneError`] where a date lies outside the calendar.
    pub fn of_days(
        zone: &Zone,
        from_on: CivilDate,
        until_on: Option<CivilDate>,
    ) -> Result<Self, ZoneError> {
        Ok(Self {
            from_at: zone.start_of(from_on)?,
            until_at: until_on.map(|date| zone.end_of(date)).transpose()?,
        })
    }

    /// Whether it holds at an instant.
    pub fn holds_at(&self, at: UtcMicros) -> bool {
        self.from_at <= at && self.until_at.is_none_or(|until| at < until)
    }

    /// Whether it ends after it begins.
    pub fn is_in_order(&self) -> bool {
        self.until_at.is_none_or(|until| self.from_at < until)
    }
}

/// A grant as kept, with its time and decree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldGrant {
    /// Which one.
    pub id: GrantId,
    /// Whose.
    pub person: PersonId,
    /// Role, scope and post.
    pub grant: Grant,
    /// When it holds.
    pub validity: Validity,
    /// Number of the decree (SK) or order by which it is held.
    pub decree: Option<String>,
    /// When it was taken back before its end.
    pub withdrawn_at: Option<UtcMicros>,
}

impl HeldGrant {
    /// Whether it gives rights at an instant.
    pub fn holds_at(&self, at: UtcMicros) -> bool {
        self.withdrawn_at.is_none() && self.validity.holds_at(at)
    }
}

/// A role to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGrant {
    /// To whom.
    pub person: PersonId,
    /// Which role.
    pub role: Role,
    /// Where it holds.
    pub scope: Scope,
    /// When it holds; a deputy's grant has an end.
    pub validity: Validity,
    /// The post in whose name a deputy acts.
    pub acting_for: Option<PostId>,
    /// Number of the decree or order; a deputy has one.
    pub decree: Option<String>,
}

/// Code and id of a scope, as stored.
pub fn scope_parts(scope: Scope) -> (&'static str, Option<Uuid>) {
    match scope {
        Scope::Tenant => ("tenant", None),
        Scope::Agency(id) => ("agency", Some(id.uuid())),
        Scope::Unit(id) => ("unit", Some(id.uuid())),
        Scope::Station(id) => ("station", Some(id.uuid())),
        Scope::Own => ("own", None),
    }
}

/// The scope of code and id; `None` where they do not fit.
pub fn scope_of_parts(kind: &str, id: Option<Uuid>) -> Option<Scope> {
    match (kind, id) {
        ("tenant", None) => Some(Scope::Tenant),
        ("own", None) => Some(Scope::Own),
        ("agency", Some(id)) => Some(Scope::Agency(AgencyId::new(id))),
        ("unit", Some(id)) => Some(Scope::Unit(UnitId::new(id))),
        ("station", Some(id)) => Some(Scope::Station(StationId::new(id))),
        _ => None,
    }
}

/// Kinds of scope in which a role makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// The whole city.
    Tenant,
    /// An agency, or a unit of it.
    Agency,
    /// A station.
    Station,
    /// The person's own things.
    Own,
}

/// Where a role may be held.
pub fn scope_kind_of(role: Role) -> ScopeKind {
    match role {
        Role::CityAdmin
        | Role::CityTreasury
        | Role::Verifier
        | Role::Inspector
        | Role::Mayor
        | Role::KominfoOperator
        | Role::Trainer
        | Role::Evaluator
        | Role::KioskOperator
        | Role::System => ScopeKind::Tenant,
        Role::BudgetUser
        | Role::DelegatedBudgetUser
        | Role::ActivityOfficer
        | Role::FinanceOfficer
        | Role::Treasurer
        | Role::AssistantTreasurer
        | Role::AssetKeeper
        | Role::FuelOfficer
        | Role::ReportOfficer
        | Role::UnitHead
        | Role::FieldOfficer => ScopeKind::Agency,
        Role::Attendant | Role::StationOwner => ScopeKind::Station,
        Role::Driver => ScopeKind::Own,
    }
}

/// Whether a role may be held in a scope; a city-wide holder of an agency's role is allowed (small cities).
pub fn role_fits_scope(role: Role, scope: Scope) -> bool {
    match (scope_kind_of(role), scope) {
        (ScopeKind::Own, Scope::Own)
        | (ScopeKind::Station, Scope::Station(_))
        | (ScopeKind::Agency, Scope::Tenant | Scope::Agency(_) | Scope::Unit(_)) => true,
        (ScopeKind::Tenant, Scope::Tenant) => role != Role::System,
        // A verifier or inspector may be limited to an agency.
        (ScopeKind::Tenant, Scope::Agency(_)) => matches!(role, Role::Verifier | Role::Inspector),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_the_citys_and_the_last_one_counts() {
        let zone = Zone::named("Asia/Makassar").unwrap();
        let day = |text: &str| text.parse::<CivilDate>().unwrap();
        let at = |text: &str| text.parse::<UtcMicros>().unwrap();
        let validity =
            Validity::of_days(&zone, day("2026-11-24"), Some(day("2026-11-30"))).unwrap();
        let check =
            |text: &str, holds: bool| assert_eq!(validity.holds_at(at(text)), holds, "{text}");
        check("2026-11-23T23:59:59+08:00", false);
        check("2026-11-24T00:00:00+08:00", true);
        check("2026-11-30T23:59:59+08:00", true);
        check("2026-12-01T00:00:00+08:00", false);
    }

    #[test]
    fn every_role_fits_somewhere_but_the_systems() {
        let scopes = [
            Scope::Tenant,
            Scope::Agency(AgencyId::new(Uuid::nil())),
            Scope::Station(StationId::new(Uuid::nil())),
            Scope::Own,
        ];
        for role in Role::ALL {
            let fits = scopes.iter().any(|scope| role_fits_scope(*role, *scope));
            assert_eq!(fits, *role != Role::System, "{role:?}");
        }
        assert!(!role_fits_scope(Role::Attendant, Scope::Tenant));
        assert!(!role_fits_scope(
            Role::CityAdmin,
            Scope::Agency(AgencyId::new(Uuid::nil()))
        ));
    }

    #[test]
    fn scopes_survive_the_table() {
        let scope = Scope::Unit(UnitId::new(Uuid::from_u128(4)));
        let (kind, id) = scope_parts(scope);
        assert_eq!(scope_of_parts(kind, id), Some(scope));
        assert_eq!(scope_of_parts("agency", None), None);
    }
}
