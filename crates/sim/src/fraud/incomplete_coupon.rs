//! Mode 23: vouchers without plate and driver.

use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let fills = draft.take_fills(9, |fill| fill.redemption.is_some());
    for index in &fills {
        let Some(fill) = draft.fills.get_mut(*index) else {
            continue;
        };
        if let Some(voucher) = &mut fill.voucher {
            voucher.plate = String::new();
            voucher.driver = None;
        }
        if let Some(redemption) = &mut fill.redemption {
            redemption.meter = None;
        }
        if let Some(line) = &mut fill.statement {
            line.plate = String::new();
        }
        fill.wrong_meter = None;
    }
    let amount_rupiah = draft.amount(&fills);
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
