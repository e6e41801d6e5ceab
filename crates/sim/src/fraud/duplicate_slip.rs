//! Mode 6: a true slip filed again under a new number: same time, pump and volume.

use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let originals = draft.take_fills(4, |fill| fill.slip.is_some());
    let mut fills = originals.clone();
    let mut copies = Vec::new();
    for original in originals {
        let Some(mut fill) = draft.forged(original) else {
            continue;
        };
        let source = draft.fills.get(original).and_then(|it| it.slip.clone());
        if let (Some(slip), Some(source)) = (&mut fill.slip, source) {
            slip.printed_at = source.printed_at;
            slip.fingerprint = source.fingerprint;
        }
        copies.push(draft.add(fill));
    }
    let amount_rupiah = draft.amount(&copies);
    fills.extend(&copies);
    (!copies.is_empty()).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
