//! Mode 7: slips with a price the day never had, or a station number that does not exist.

use crate::draft::{CaseDraft, Draft};
use crate::voucher::volume_ml;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let patterns = draft.take_fills(6, |fill| fill.slip.is_some());
    let mut fills = Vec::new();
    for pattern in patterns {
        let Some(mut fill) = draft.forged(pattern) else {
            continue;
        };
        let has_wrong_price = draft.dice.chance(500);
        if let Some(slip) = &mut fill.slip {
            if has_wrong_price {
                slip.rupiah_per_litre += draft.dice.between(2, 9) * 50;
                slip.volume_ml = volume_ml(slip.amount_rupiah, slip.rupiah_per_litre);
            } else {
                slip.spbu_number = format!("548519{}", draft.dice.between(0, 9));
            }
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
