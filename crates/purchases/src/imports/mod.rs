//! Importing a list of purchases: `sihebat import purchases`, and the page of imports.

mod apply;
mod fields;
mod place;
mod row;

use std::sync::Arc;

use authz::{Action, Actor};
use base::{Stamp, TenantId};
use db::{Failure, Tx};
use register::{
    ImportRemark, ImportRow, ImportRunId, ImportTarget, Repeat, RowAnswer, RowError, RowOutcome,
    RowPreview, RowProblem,
};
use tabular::{ImportKind, Record, Wording};
use web::{Locale, fl};

use crate::store::list::count_of_run;
use crate::{settle, texts};

/// What this area can import; the city's zone says when a list without times is.
pub fn import_targets() -> Vec<Arc<dyn ImportTarget>> {
    vec![Arc::new(PurchaseTarget::default())]
}

/// Imports the history of purchases from any list: each line goes in once, what is no fuel as well.
#[derive(Debug)]
pub struct PurchaseTarget {
    kind: ImportKind,
}

impl Default for PurchaseTarget {
    fn default() -> Self {
        Self {
            kind: fields::kind(),
        }
    }
}

/// The outcome of a line that is no fuel.
const NON_FUEL: RowOutcome = RowOutcome::Other("non_fuel");

impl ImportTarget for PurchaseTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::PurchaseHistoryImport
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            fl!(texts(Locale::Id), "import-purpose"),
            fl!(texts(Locale::En), "import-purpose"),
        )
    }

    fn repeat(&self) -> Repeat {
        // A line is found again by its own number or content, also where columns were mapped anew.
        Repeat::ByContent
    }

    fn trail(&self) -> Option<&'static str> {
        Some("import_run")
    }

    fn adds_up(&self, outcome: &str, field: &str) -> bool {
        // What is no fuel is counted in pieces of many kinds: no volume.
        let is_pieces = outcome == NON_FUEL.code() && field == "quantity";
        !is_pieces && self.kind.field(field).is_some_and(tabular::Field::adds_up)
    }

    fn row_key(&self, record: &Record) -> Option<String> {
        row::row_key(record)
    }

    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        actor: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        apply::preview(tx, (tenant, actor), records)
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError> {
        let mut answers = apply::take(tx, (stamp, actor), std::slice::from_ref(row))?;
        let answer = answers
            .pop()
            .ok_or_else(|| Failure::bug("a purchase without an answer"))?;
        answer.map_err(RowError::Rejected)
    }

    fn apply_rows(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        rows: &[ImportRow<'_>],
    ) -> Result<Vec<RowAnswer>, Failure> {
        apply::take_together(tx, (stamp, actor), rows)
    }

    fn settle(&self, tx: &mut Tx<'_>, stamp: &Stamp, _: ImportRunId) -> Result<bool, Failure> {
        settle::settle_waiting(tx, stamp)
    }

    fn remarks(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        run: ImportRunId,
        locale: Locale,
    ) -> Result<Vec<ImportRemark>, Failure> {
        let (lines, plates, doubtful) = count_of_run(tx, tenant, run)?;
        let words = texts(locale);
        let mut remarks = Vec::new();
        if lines > 0 {
            remarks.push(ImportRemark {
                text: fl!(words, "remark-list"),
                href: format!("/pembelian?impor={run}"),
            });
        }
        if plates > 0 {
            remarks.push(ImportRemark {
                text: fl!(words, "remark-unknown", count = plates),
                href: "/plat-tak-dikenal".to_owned(),
            });
        }
        if doubtful > 0 {
            remarks.push(ImportRemark {
                text: fl!(words, "remark-doubtful", count = doubtful),
                href: format!("/pembelian?impor={run}&ragu=ya"),
            });
        }
        Ok(remarks)
    }

    fn problem_text(&self, locale: Locale, problem: &RowProblem) -> Option<String> {
        let words = texts(locale);
        Some(match problem.code.as_str() {
            "vehicle_unreadable" => fl!(words, "problem-vehicle"),
            "currency_differs" => fl!(words, "problem-currency"),
            "agency_unknown" => fl!(words, "problem-agency"),
            "reference_differs" => fl!(words, "problem-reference"),
            "same_line" => fl!(words, "problem-same-line"),
            _ => return None,
        })
    }

    fn outcome_text(&self, locale: Locale, code: &str) -> Option<String> {
        (code == NON_FUEL.code()).then(|| fl!(texts(locale), "outcome-non-fuel"))
    }
}
