//! Mode 4: proof written by staff weeks after the cash was handed out.

use crate::civil::plus_minutes;
use crate::draft::{CaseDraft, Draft};
use crate::post::Role;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let patterns = draft.take_fills(5, |fill| fill.slip.is_some());
    let mut fills = Vec::new();
    for pattern in patterns {
        let Some(mut fill) = draft.forged(pattern) else {
            continue;
        };
        let days = draft.dice.between(18, 45);
        if let Some(slip) = &mut fill.slip {
            slip.filed_at = plus_minutes(slip.printed_at, days * 24 * 60);
            slip.filed_by = draft.town.holder(slip.agency, Role::Treasurer);
            slip.is_stamped = false;
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
