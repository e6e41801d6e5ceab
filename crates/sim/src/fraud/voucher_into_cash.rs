//! Mode 18: vouchers of many vehicles turned into cash by one attendant within minutes.

use crate::civil::plus_minutes;
use crate::draft::{CaseDraft, Draft};
use crate::voucher::volume_ml;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let patterns = draft.take_fills(6, |fill| {
        fill.redemption
            .as_ref()
            .is_some_and(|it| it.amount_rupiah >= 60_000 && it.meter.is_some())
    });
    let first = draft.fills.get(*patterns.first()?)?.clone();
    let mut at = plus_minutes(first.at(), 45);
    let mut fills = Vec::new();
    for pattern in patterns {
        let known = draft
            .fills
            .get(pattern)
            .and_then(|fill| fill.redemption.as_ref());
        let Some(product) = known.map(|redemption| redemption.product) else {
            continue;
        };
        let volume = volume_ml(50_000, draft.price(product, at));
        let Some(mut fill) = draft.twin(pattern, at, volume) else {
            continue;
        };
        Draft::move_to(&mut fill, &first);
        fills.push(draft.add(fill));
        at = plus_minutes(at, draft.dice.between(1, 3));
    }
    let amount_rupiah = draft.amount(&fills);
    Some(CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
