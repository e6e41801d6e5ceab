//! Mode 12: an invoice written by the PPTK, larger than the station's log, never confirmed.

use crate::draft::{CaseDraft, Draft, ExtraLine};
use crate::paper::{LineKind, Writer};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let invoice = draft.random_invoice()?;
    let mark = draft.mark(invoice.clone());
    mark.writer = Writer::Pptk;
    mark.is_confirmed = false;
    let amount_rupiah = draft.dice.between(30, 120) * 50_000;
    draft.extras.push(ExtraLine {
        invoice: invoice.clone(),
        kind: LineKind::Fuel,
        volume_ml: amount_rupiah / 10,
        amount_rupiah,
    });
    Some(CaseDraft {
        invoices: vec![invoice],
        amount_rupiah,
        ..CaseDraft::default()
    })
}
