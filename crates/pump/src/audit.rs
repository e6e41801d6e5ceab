//! The words for what happens at the pump in "Jejak audit".

use base::Uuid;
use db::{Failure, Tx};
use journal::ImageValue;
use register::{AuditReader, AuditSubject, AuditWords};
use web::{Locale, fl};

use crate::model::CheckException;
use crate::pages::words::exception_text;
use crate::texts;

/// The action's code in the journal.
const EXCEPTION: &str = "fuel.redemption.except";

/// The reasons for which a photo was compared instead of a PIN; they stand in a voucher's history.
#[derive(Debug, Clone, Copy, Default)]
pub struct PumpAudit;

impl AuditWords for PumpAudit {
    fn kinds(&self) -> &[&'static str] {
        &[]
    }

    fn tables(&self) -> &[&'static str] {
        &["driver_check_exception"]
    }

    fn subject(
        &self,
        _: &mut Tx<'_>,
        _: &AuditReader,
        _: &str,
        _: Uuid,
    ) -> Result<Option<AuditSubject>, Failure> {
        Ok(None)
    }

    fn action(&self, locale: Locale, code: &str) -> Option<String> {
        let words = texts(locale);
        Some(match code {
            "fuel.redemption.except" => fl!(words, "did-except"),
            _ => return None,
        })
    }

    fn field(&self, locale: Locale, table: &str, column: &str) -> Option<String> {
        let words = texts(locale);
        Some(match (table, column) {
            ("driver_check_exception", "reason") => fl!(words, "audit-reason"),
            _ => return None,
        })
    }

    fn value(&self, locale: Locale, _: &str, _: &str, value: &ImageValue) -> Option<String> {
        match value {
            ImageValue::Text(code) => self.note(locale, EXCEPTION, code),
            _ => None,
        }
    }

    fn note(&self, locale: Locale, action: &str, note: &str) -> Option<String> {
        let reason = CheckException::from_code(note).filter(|_| action == EXCEPTION)?;
        Some(exception_text(texts(locale), reason))
    }
}
