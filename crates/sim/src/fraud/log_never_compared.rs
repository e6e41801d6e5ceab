//! Mode 28: expired vouchers billed although the platform has no redemption.

use crate::civil::Month;
use crate::draft::{CaseDraft, Draft};
use crate::fill::Claim;
use crate::number::StationNo;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let fills = draft.take_fills(7, |fill| fill.redemption.is_none() && fill.claim.is_none());
    for index in &fills {
        let Some(fill) = draft.fills.get_mut(*index) else {
            continue;
        };
        let Some(voucher) = &fill.voucher else {
            continue;
        };
        let station = u32::try_from(draft.town.stations.len()).unwrap_or(1);
        fill.claim = Some(Claim {
            station: StationNo(voucher.agency.0 % station),
            month: Month::of(voucher.issued_at.date()),
            volume_ml: voucher.max_ml,
            amount_rupiah: voucher.reserved_rupiah,
        });
    }
    let amount_rupiah = draft.amount(&fills);
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
