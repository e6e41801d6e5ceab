//! The words for witnesses in "Jejak audit".

use authz::{Action, Resource};
use base::Uuid;
use db::{Failure, Tx};
use register::{AuditReader, AuditSubject, AuditWords};
use web::{Locale, fl};

use crate::store::lookup_address;
use crate::texts;

/// Who was named a witness, and who was taken back.
#[derive(Debug, Clone, Copy, Default)]
pub struct WitnessAudit;

impl AuditWords for WitnessAudit {
    fn kinds(&self) -> &[&'static str] {
        &["witness_address"]
    }

    fn tables(&self) -> &[&'static str] {
        &["witness_address"]
    }

    fn subject(
        &self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        _: &str,
        id: Uuid,
    ) -> Result<Option<AuditSubject>, Failure> {
        let found = lookup_address(tx, reader.tenant, id.into())?;
        Ok(found.map(|address| AuditSubject {
            title: address.office,
            href: "/saksi".to_owned(),
            resource: Resource::tenant(reader.tenant),
            view: Action::RegisterSettingsEdit,
        }))
    }

    fn action(&self, locale: Locale, code: &str) -> Option<String> {
        let words = texts(locale);
        Some(match code {
            "witness.address.add" => fl!(words, "did-add"),
            "witness.address.remove" => fl!(words, "did-remove"),
            _ => return None,
        })
    }

    fn field(&self, locale: Locale, table: &str, column: &str) -> Option<String> {
        let words = texts(locale);
        Some(match (table, column) {
            ("witness_address", "office") => fl!(words, "office"),
            ("witness_address", "email") => fl!(words, "email"),
            _ => return None,
        })
    }
}
