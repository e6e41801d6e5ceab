//! Mode 2: slips the station never issued, by an operator it never employed.

use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let patterns = draft.take_fills(8, |fill| fill.slip.is_some());
    let mut fills = Vec::new();
    for pattern in patterns {
        let Some(mut fill) = draft.forged(pattern) else {
            continue;
        };
        if let Some(slip) = &mut fill.slip {
            draft
                .dice
                .word(&["Rian S.", "Op. 07", "Dewi"])
                .clone_into(&mut slip.operator);
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
