//! Mode 1: slips of another layout than the station's, with more litres than its log.

use crate::draft::{CaseDraft, Draft, claim_more};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let fills = draft.take_fills(6, |fill| fill.slip.is_some());
    let mut amount_rupiah = 0;
    let layout = 900 + draft.dice.bits() % 40;
    for index in &fills {
        let more = 1000 + draft.dice.between(120, 300);
        let Some(fill) = draft.fills.get_mut(*index) else {
            continue;
        };
        let Some(slip) = &mut fill.slip else { continue };
        slip.layout = layout;
        let before = slip.amount_rupiah;
        let volume = slip.volume_ml * more / 1000;
        claim_more(fill, volume);
        amount_rupiah += fill.claim.as_ref().map_or(0, |claim| claim.amount_rupiah) - before;
    }
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
