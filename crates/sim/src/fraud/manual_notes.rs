//! Mode 5: hand-written notes without any field of the pump.

use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let patterns = draft.take_fills(10, |fill| fill.slip.is_some());
    let mut fills = Vec::new();
    for pattern in patterns {
        let Some(mut fill) = draft.forged(pattern) else {
            continue;
        };
        if let Some(slip) = &mut fill.slip {
            slip.is_manual = true;
            slip.is_stamped = draft.dice.chance(300);
            slip.transaction_no = None;
            slip.pump = None;
            slip.operator = String::new();
        }
        fills.push(draft.add(fill));
    }
    let amount_rupiah = draft.amount(&fills);
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
