//! Mode 3: slips printed in the office: numbers without gaps, one font, at impossible hours.

use crate::civil::at_minute;
use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let patterns = draft.take_fills(9, |fill| fill.slip.is_some());
    let layout = 950 + draft.dice.bits() % 40;
    let first = draft.dice.bits() % 400_000 + 200_000;
    let mut fills = Vec::new();
    for (pattern, no) in patterns.into_iter().zip(first..) {
        let Some(mut fill) = draft.forged(pattern) else {
            continue;
        };
        if let Some(slip) = &mut fill.slip {
            let minute = draft.dice.between(60, 4 * 60);
            slip.printed_at = at_minute(slip.printed_at.date(), minute, 0);
            slip.transaction_no = Some(no);
            slip.layout = layout;
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
