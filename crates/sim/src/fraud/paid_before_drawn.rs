//! Mode 25: vouchers billed in December and drawn in January.

use jiff::civil::{Date, time};

use crate::civil::Month;
use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let start = draft.town.settings.start_on();
    let fills = draft.take_fills(8, |fill| {
        let on = fill.at().date();
        fill.redemption.is_some() && on.month() == 1 && on.day() <= 20 && on.year() > start.year()
    });
    for index in &fills {
        let Some(fill) = draft.fills.get_mut(*index) else {
            continue;
        };
        let year = fill.at().year();
        let december = Month {
            year: year - 1,
            month: 12,
        };
        let (Some(voucher), Some(claim)) = (&mut fill.voucher, &mut fill.claim) else {
            continue;
        };
        voucher.issued_at = december.last().to_datetime(time(10, 0, 0, 0));
        voucher.valid_until = Date::new(year, 1, 31)
            .unwrap_or(Date::MAX)
            .to_datetime(time(23, 59, 59, 0));
        claim.month = december;
    }
    let amount_rupiah = draft.amount(&fills);
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
