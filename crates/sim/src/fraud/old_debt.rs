//! Mode 11: a debt of last year hidden in a new bill.

use crate::draft::{CaseDraft, Draft, ExtraLine};
use crate::paper::LineKind;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let invoice = draft.random_invoice()?;
    let amount_rupiah = draft.dice.between(60, 260) * 50_000;
    draft.extras.push(ExtraLine {
        invoice: invoice.clone(),
        kind: LineKind::OldDebt,
        volume_ml: 0,
        amount_rupiah,
    });
    Some(CaseDraft {
        invoices: vec![invoice],
        amount_rupiah,
        ..CaseDraft::default()
    })
}
