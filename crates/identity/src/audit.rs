//! The words for people and accounts in "Jejak audit"; `register` puts them on its page.

use authz::Role;
use journal::ImageValue;
use web::{Locale, fl};

use crate::pages::roles::role_name;
use crate::texts;

/// The journaled tables of this area.
pub const AUDIT_TABLES: [&str; 8] = [
    "person",
    "account",
    "recovery_code",
    "role_grant",
    "pin",
    "reset_link",
    "integration",
    "api_token",
];

/// What an action of this area is called.
pub fn audit_action(locale: Locale, code: &str) -> Option<String> {
    let words = texts(locale);
    Some(match code {
        "identity.user.edit" => fl!(words, "did-person-edit"),
        "identity.user.reset" => fl!(words, "did-person-reset"),
        "identity.user.erase" => fl!(words, "did-person-erase"),
        "identity.grant.edit" => fl!(words, "did-grant-edit"),
        "identity.integration.edit" => fl!(words, "did-integration-edit"),
        "identity.second_factor.enrol" => fl!(words, "did-factor-enrol"),
        "identity.second_factor.remove" => fl!(words, "did-factor-remove"),
        "identity.second_factor.reseal" => fl!(words, "did-factor-reseal"),
        "identity.recovery_code.use" => fl!(words, "did-recovery-use"),
        "identity.person.seed" => fl!(words, "did-person-seed"),
        "identity.admin.create" => fl!(words, "did-admin-create"),
        "identity.locale.choose" => fl!(words, "did-locale-choose"),
        "identity.password.change" => fl!(words, "did-password-change"),
        "identity.password.set" => fl!(words, "did-password-set"),
        _ => return None,
    })
}

/// What a row is called that hangs on a person or an integration.
pub fn audit_row(locale: Locale, table: &str) -> Option<String> {
    let words = texts(locale);
    Some(match table {
        "account" => fl!(words, "audit-account"),
        "recovery_code" => fl!(words, "audit-recovery-code"),
        "role_grant" => fl!(words, "audit-grant"),
        "pin" => fl!(words, "audit-pin"),
        "reset_link" => fl!(words, "audit-link"),
        "api_token" => fl!(words, "audit-token"),
        _ => return None,
    })
}

/// What a column is called.
pub fn audit_field(locale: Locale, table: &str, column: &str) -> Option<String> {
    let words = texts(locale);
    Some(match (table, column) {
        ("person" | "integration", "name") => fl!(words, "name"),
        ("person", "nip") => fl!(words, "nip"),
        ("person", "email") => fl!(words, "email"),
        ("person", "phone") => fl!(words, "phone"),
        ("person", "photo_hash") => fl!(words, "audit-photo"),
        ("person" | "integration", "closed_at") => fl!(words, "audit-closed"),
        ("account", "password_hash") => fl!(words, "password"),
        ("account", "must_change") => fl!(words, "audit-must-change"),
        ("account", "totp_secret") => fl!(words, "audit-second-factor"),
        ("account", "locale") => fl!(words, "audit-language"),
        ("recovery_code" | "reset_link", "used_at") => fl!(words, "audit-used"),
        ("role_grant" | "integration", "role") => fl!(words, "role"),
        ("role_grant" | "integration", "scope_kind") => fl!(words, "audit-scope-kind"),
        ("role_grant" | "integration", "scope_id") => fl!(words, "audit-scope"),
        ("role_grant", "valid_from_at") => fl!(words, "audit-from"),
        ("role_grant", "valid_until_at") => fl!(words, "audit-until"),
        ("role_grant", "acting_for") => fl!(words, "audit-acting-for"),
        ("role_grant", "decree") => fl!(words, "audit-decree"),
        ("role_grant", "withdrawn_at") | ("api_token", "revoked_at") => {
            fl!(words, "audit-withdrawn")
        }
        ("pin", "kind") => fl!(words, "audit-pin-kind"),
        ("pin", "pin_hash") => fl!(words, "audit-pin"),
        ("reset_link" | "api_token", "expires_at") => fl!(words, "audit-expires"),
        ("integration", "purpose") => fl!(words, "audit-purpose"),
        ("api_token", "hint") => fl!(words, "audit-hint"),
        _ => return None,
    })
}

/// A value in words.
pub fn audit_value(
    locale: Locale,
    table: &str,
    column: &str,
    value: &ImageValue,
) -> Option<String> {
    let words = texts(locale);
    match (table, column, value) {
        (_, "role", ImageValue::Text(code)) => {
            Role::from_code(code).map(|role| role_name(role, locale))
        }
        (_, "scope_kind", ImageValue::Text(kind)) => Some(match kind.as_str() {
            "tenant" => fl!(words, "scope-tenant"),
            "agency" => fl!(words, "scope-kind-agency"),
            "unit" => fl!(words, "scope-kind-unit"),
            "station" => fl!(words, "scope-kind-station"),
            _ => fl!(words, "scope-own"),
        }),
        (_, "must_change", ImageValue::Integer(flag)) => Some(if *flag == 0 {
            fl!(words, "no")
        } else {
            fl!(words, "yes")
        }),
        ("pin", "kind", ImageValue::Text(kind)) => pin_kind(locale, kind),
        _ => None,
    }
}

/// The words of a remark that the program wrote as a code: whose PIN was set.
pub fn audit_note(locale: Locale, action: &str, note: &str) -> Option<String> {
    if action == authz::Action::IdentityUserReset.code() {
        pin_kind(locale, note)
    } else {
        None
    }
}

fn pin_kind(locale: Locale, code: &str) -> Option<String> {
    let words = texts(locale);
    match code {
        "driver" => Some(fl!(words, "audit-pin-of-driver")),
        "attendant" => Some(fl!(words, "audit-pin-of-attendant")),
        _ => None,
    }
}
