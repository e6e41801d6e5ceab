//! The words for budget lines and for accounts of the ledger in "Jejak audit".

use authz::{Action, Resource};
use base::Uuid;
use db::{Failure, Tx};
use journal::ImageValue;
use register::{AuditReader, AuditRow, AuditSubject, AuditWords, Shape};
use web::{Locale, fl};

use crate::pages::words::{document_text, fund_text};
use crate::{LineState, lookup_line, texts};

/// The histories of budget lines.
#[derive(Debug, Clone, Copy, Default)]
pub struct BudgetAudit;

impl AuditWords for BudgetAudit {
    fn kinds(&self) -> &[&'static str] {
        &["budget_line"]
    }

    fn tables(&self) -> &[&'static str] {
        &[
            "budget_line",
            "budget_allocation",
            "budget_freeze",
            "ledger_account",
            "ledger_transfer",
        ]
    }

    fn subject(
        &self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        kind: &str,
        id: Uuid,
    ) -> Result<Option<AuditSubject>, Failure> {
        let (tenant, city) = (reader.tenant, Resource::tenant(reader.tenant));
        debug_assert_eq!(kind, "budget_line", "the one kind of this area");
        Ok(
            lookup_line(tx, tenant, id.into())?.map(|found| AuditSubject {
                title: found.activity_name,
                href: format!("/pagu/{id}"),
                resource: city.agency(found.agency),
                view: Action::BudgetLineView,
            }),
        )
    }

    fn action(&self, locale: Locale, code: &str) -> Option<String> {
        let words = texts(locale);
        Some(match code {
            "budget.line.edit" => fl!(words, "did-line-edit"),
            _ => return None,
        })
    }

    fn row(&self, locale: Locale, table: &str) -> Option<String> {
        let words = texts(locale);
        Some(match table {
            "budget_allocation" => fl!(words, "audit-allocation"),
            "budget_freeze" => fl!(words, "audit-freeze"),
            "ledger_account" => fl!(words, "audit-account"),
            _ => return None,
        })
    }

    fn field(&self, locale: Locale, table: &str, column: &str) -> Option<String> {
        let words = texts(locale);
        Some(match (table, column) {
            ("budget_line", "agency_id") => fl!(words, "audit-agency-id"),
            ("budget_line", "year") => fl!(words, "audit-year"),
            ("budget_line", "activity_code") => fl!(words, "audit-activity-code"),
            ("budget_line", "activity_name") => fl!(words, "audit-activity-name"),
            ("budget_line", "account_code") => fl!(words, "audit-account-code"),
            ("budget_line", "account_name") => fl!(words, "audit-account-name"),
            ("budget_line", "fund_source") => fl!(words, "audit-fund-source"),
            ("budget_line", "state") => fl!(words, "audit-state"),
            (_, "line_id") => fl!(words, "audit-line-id"),
            (_, "month" | "period") => fl!(words, "audit-month"),
            ("budget_allocation", "delta") => fl!(words, "audit-delta"),
            ("budget_allocation", "document_kind") => fl!(words, "audit-document-kind"),
            ("budget_allocation", "document_number") => fl!(words, "audit-document-number"),
            ("budget_allocation", "document_on") => fl!(words, "audit-document-on"),
            (_, "reason") => fl!(words, "audit-reason"),
            ("budget_freeze", "frozen_at") | ("ledger_account", "frozen") => {
                fl!(words, "audit-frozen-at")
            }
            ("budget_freeze", "lifted_at") => fl!(words, "audit-lifted-at"),
            ("budget_freeze", "lift_reason") => fl!(words, "audit-lift-reason"),
            ("ledger_account", "allocated") => fl!(words, "audit-allocated"),
            ("ledger_account", "pending") => fl!(words, "audit-pending"),
            ("ledger_account", "posted") => fl!(words, "audit-posted"),
            ("ledger_account", "overdrawn") => fl!(words, "audit-overdrawn"),
            _ => return None,
        })
    }

    fn shape(&self, table: &str, column: &str, _: &AuditRow) -> Shape {
        match (table, column) {
            // The account's balance says what moved, with its unit; the entry says when.
            ("ledger_transfer", _)
            | ("ledger_account", "unit")
            | ("budget_allocation", "allocated_at") => Shape::Hidden,
            ("ledger_account", "frozen") => Shape::Flag,
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
        let words = texts(locale);
        match (table, column, value) {
            (_, "fund_source", ImageValue::Text(code)) => {
                code.parse().ok().map(|fund| fund_text(words, fund))
            }
            (_, "document_kind", ImageValue::Text(code)) => {
                code.parse().ok().map(|kind| document_text(words, kind))
            }
            ("budget_line", "state", ImageValue::Text(code)) => {
                code.parse().ok().map(|state| match state {
                    LineState::Open => fl!(words, "state-open"),
                    LineState::Closed => fl!(words, "state-closed"),
                })
            }
            // A year of quotas or of nothing in particular is no month.
            ("ledger_account", "period", ImageValue::Text(text)) if text.len() != 7 => {
                Some(text.clone())
            }
            _ => None,
        }
    }
}
