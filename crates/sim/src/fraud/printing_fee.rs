//! Mode 24: the printing of coupons booked as fuel.

use crate::draft::{CaseDraft, Draft, ExtraLine};
use crate::paper::LineKind;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let invoice = draft.random_invoice()?;
    // 1,125 Rupiah a sheet: 8,626,000 for 7,667 sheets in the real case.
    let amount_rupiah = draft.dice.between(800, 4_000) * 1_125;
    draft.extras.push(ExtraLine {
        invoice: invoice.clone(),
        kind: LineKind::Printing,
        volume_ml: 0,
        amount_rupiah,
    });
    Some(CaseDraft {
        invoices: vec![invoice],
        amount_rupiah,
        ..CaseDraft::default()
    })
}
