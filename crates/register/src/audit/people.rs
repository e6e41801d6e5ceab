//! The words of people and their accounts: `identity` owns them, but stands below this crate.

use authz::{Action, Resource};
use base::Uuid;
use db::{Failure, Tx};
use journal::ImageValue;
use web::Locale;

use super::{AuditReader, AuditRow, AuditSubject, AuditWords, Shape};

/// The histories of people and integrations.
#[derive(Debug, Clone, Copy, Default)]
pub struct PeopleAudit;

impl AuditWords for PeopleAudit {
    fn kinds(&self) -> &[&'static str] {
        &["person", "integration"]
    }

    fn tables(&self) -> &[&'static str] {
        &identity::AUDIT_TABLES
    }

    fn subject(
        &self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        kind: &str,
        id: Uuid,
    ) -> Result<Option<AuditSubject>, Failure> {
        let tenant = reader.tenant;
        let (title, href, view) = if kind == "person" {
            let person = identity::lookup_person(tx, tenant, id.into())?;
            let name = person.map(|person| person.name);
            (name, format!("/pengguna/{id}"), Action::IdentityUserView)
        } else {
            let found = identity::lookup_integration(tx, tenant, id.into())?;
            let right = Action::IdentityIntegrationEdit;
            (
                found.map(|found| found.name),
                format!("/integrasi/{id}"),
                right,
            )
        };
        let resource = Resource::tenant(tenant);
        Ok(title.map(|title| AuditSubject {
            title,
            href,
            resource,
            view,
        }))
    }

    fn action(&self, locale: Locale, code: &str) -> Option<String> {
        identity::audit_action(locale, code)
    }

    fn row(&self, locale: Locale, table: &str) -> Option<String> {
        identity::audit_row(locale, table)
    }

    fn field(&self, locale: Locale, table: &str, column: &str) -> Option<String> {
        identity::audit_field(locale, table, column)
    }

    fn shape(&self, table: &str, column: &str, row: &AuditRow) -> Shape {
        let scope = match row.get("scope_kind") {
            Some(ImageValue::Text(kind)) => kind.as_str(),
            _ => "",
        };
        match (table, column) {
            ("role_grant" | "integration", "scope_id") => match scope {
                "agency" => Shape::Record("agency"),
                "unit" => Shape::Record("unit"),
                "station" => Shape::Record("station"),
                _ => Shape::Hidden,
            },
            // Whatever the digest is of, that it changed is all there is to say.
            ("account", "password_hash") | ("pin", "pin_hash") | ("person", "photo_hash") => {
                Shape::Plain
            }
            ("account", "totp_secret") => Shape::Plain,
            // The history is this person's.
            (_, "person_id" | "set_at") => Shape::Hidden,
            _ => Shape::of_name(column),
        }
    }

    fn value(
        &self,
        locale: Locale,
        table: &str,
        column: &str,
        value: &ImageValue,
    ) -> Option<String> {
        identity::audit_value(locale, table, column, value)
    }

    fn note(&self, locale: Locale, action: &str, note: &str) -> Option<String> {
        identity::audit_note(locale, action, note)
    }
}
