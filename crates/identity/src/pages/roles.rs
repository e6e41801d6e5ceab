//! Roles and scopes in words.

use authz::{Grant, Role, Scope};
use base::Uuid;
use web::{Locale, fl};

use crate::parts::ScopeList;
use crate::texts;

/// The name of a role in a language, as officials call it.
pub fn role_name(role: Role, locale: Locale) -> String {
    let texts = texts(locale);
    match role {
        Role::CityAdmin => fl!(texts, "role-city-admin"),
        Role::BudgetUser => fl!(texts, "role-pa"),
        Role::DelegatedBudgetUser => fl!(texts, "role-kpa"),
        Role::ActivityOfficer => fl!(texts, "role-pptk"),
        Role::FinanceOfficer => fl!(texts, "role-ppk-skpd"),
        Role::Treasurer => fl!(texts, "role-bendahara"),
        Role::AssistantTreasurer => fl!(texts, "role-bendahara-pembantu"),
        Role::AssetKeeper => fl!(texts, "role-pengurus-barang"),
        Role::CityTreasury => fl!(texts, "role-bud"),
        Role::FuelOfficer => fl!(texts, "role-fuel-officer"),
        Role::Driver => fl!(texts, "role-driver"),
        Role::Attendant => fl!(texts, "role-attendant"),
        Role::StationOwner => fl!(texts, "role-station-owner"),
        Role::Verifier => fl!(texts, "role-verifier"),
        Role::Inspector => fl!(texts, "role-inspector"),
        Role::Mayor => fl!(texts, "role-mayor"),
        Role::KominfoOperator => fl!(texts, "role-kominfo-operator"),
        Role::ReportOfficer => fl!(texts, "role-report-officer"),
        Role::UnitHead => fl!(texts, "role-unit-head"),
        Role::FieldOfficer => fl!(texts, "role-field-officer"),
        Role::Trainer => fl!(texts, "role-trainer"),
        Role::Evaluator => fl!(texts, "role-evaluator"),
        Role::KioskOperator => fl!(texts, "role-kiosk-operator"),
        Role::System => fl!(texts, "role-system"),
    }
}

/// The name of where a role holds.
pub(crate) fn scope_name(scope: Scope, scopes: &ScopeList, locale: Locale) -> String {
    let texts = texts(locale);
    match scope {
        Scope::Tenant => fl!(texts, "scope-tenant"),
        Scope::Own => fl!(texts, "scope-own"),
        Scope::Agency(id) => found(&scopes.agencies, id),
        Scope::Unit(id) => found(&scopes.units, id),
        Scope::Station(id) => found(&scopes.stations, id),
    }
}

/// The post in whose name a deputy acts.
pub(crate) fn post_name(grant: &Grant, scopes: &ScopeList) -> Option<String> {
    grant.acting_for.map(|post| found(&scopes.posts, post))
}

fn found<T: PartialEq + Copy + Into<Uuid>>(names: &[(T, String)], id: T) -> String {
    let name = names
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, name)| name.clone());
    name.unwrap_or_else(|| id.into().to_string())
}

/// A scope as the value of a choice.
pub(crate) fn scope_value(scope: Scope) -> String {
    match crate::scope_parts(scope) {
        (kind, Some(id)) => format!("{kind}:{id}"),
        (kind, None) => kind.to_owned(),
    }
}

/// The scope of a choice's value.
pub(crate) fn read_scope(value: &str) -> Option<Scope> {
    match value.split_once(':') {
        Some((kind, id)) => crate::scope_of_parts(kind, Some(id.parse().ok()?)),
        None => crate::scope_of_parts(value, None),
    }
}

/// All scopes to choose from, the city first; `own` only where a person gets the role.
pub(crate) fn scope_choices(
    scopes: &ScopeList,
    own: bool,
    locale: Locale,
) -> Vec<(String, String)> {
    let texts = texts(locale);
    let mut choices = vec![(String::new(), String::new())];
    let mut add = |scope: Scope, name: String| choices.push((scope_value(scope), name));
    add(Scope::Tenant, fl!(texts, "scope-tenant"));
    if own {
        add(Scope::Own, fl!(texts, "scope-own"));
    }
    for (id, name) in &scopes.agencies {
        add(Scope::Agency(*id), name.clone());
    }
    for (id, name) in &scopes.units {
        add(Scope::Unit(*id), name.clone());
    }
    for (id, name) in &scopes.stations {
        add(Scope::Station(*id), name.clone());
    }
    choices
}

/// Roles to choose from.
pub(crate) fn role_choices(
    fits: impl Fn(Role) -> bool,
    locale: Locale,
) -> Vec<(&'static str, String)> {
    let roles = Role::ALL.iter().copied().filter(|role| fits(*role));
    std::iter::once(("", String::new()))
        .chain(roles.map(|role| (role.code(), role_name(role, locale))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::AgencyId;

    #[test]
    fn a_scope_survives_the_form() {
        for scope in [
            Scope::Tenant,
            Scope::Own,
            Scope::Agency(AgencyId::new(Uuid::from_u128(9))),
        ] {
            assert_eq!(read_scope(&scope_value(scope)), Some(scope));
        }
        assert_eq!(read_scope("agency:x"), None);
        assert_eq!(read_scope(""), None);
    }
}
