//! Mode 26: fuel in bulk from a firm that is no agent, without a delivery note.

use crate::draft::{CaseDraft, Draft, ExtraLine};
use crate::paper::{LineKind, Supplier};
use crate::product::Product;
use crate::voucher::amount_rupiah as amount_of;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let (month, agency, _) = draft.random_invoice()?;
    let firm = format!(
        "CV {} Energi",
        draft.dice.word(&["Timor Jaya", "Sonbai", "Fetor"])
    );
    let volume_ml = draft.dice.between(2, 8) * 1_000_000;
    let price = draft.price(Product::Dexlite, month.first().at(12, 0, 0, 0));
    let amount_rupiah = amount_of(volume_ml, price);
    let invoice = (month, agency, Supplier::Firm(firm));
    draft.extras.push(ExtraLine {
        invoice: invoice.clone(),
        kind: LineKind::Bulk,
        volume_ml,
        amount_rupiah,
    });
    Some(CaseDraft {
        invoices: vec![invoice],
        amount_rupiah,
        ..CaseDraft::default()
    })
}
