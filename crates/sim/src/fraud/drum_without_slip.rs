//! Mode 20: 1,001 litres billed for every 650 drawn into drums.

use crate::draft::claim_more;
use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let vehicle = draft.take_vehicle(8, |vehicle| vehicle.class.is_container())?;
    let (from, until) = draft.stretch(vehicle, 60)?;
    let fills = draft.fills_within(vehicle, from, until);
    let mut amount_rupiah = 0;
    for index in &fills {
        let Some(fill) = draft.fills.get_mut(*index) else {
            continue;
        };
        let Some(redemption) = &mut fill.redemption else {
            continue;
        };
        let drawn = redemption.amount_rupiah;
        let volume = redemption.volume_ml * 1_001 / 650;
        redemption.volume_ml = volume;
        redemption.amount_rupiah =
            crate::voucher::amount_rupiah(volume, redemption.rupiah_per_litre);
        amount_rupiah += redemption.amount_rupiah - drawn;
        claim_more(fill, volume);
        fill.slip = None;
    }
    (amount_rupiah > 0).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
