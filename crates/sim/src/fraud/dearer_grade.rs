//! Mode 8: Dexlite claimed where the station sold Biosolar.

use crate::draft::{CaseDraft, Draft};
use crate::product::Product;
use crate::voucher::amount_rupiah as amount_of;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let fills = draft.take_fills(7, |fill| {
        fill.redemption
            .as_ref()
            .is_some_and(|it| it.product == Product::Dexlite)
    });
    let mut amount_rupiah = 0;
    for index in &fills {
        let Some(at) = draft.fills.get(*index).map(crate::fill::Fill::at) else {
            continue;
        };
        let price = draft.price(Product::Biosolar, at);
        let line = draft
            .fills
            .get_mut(*index)
            .and_then(|fill| fill.statement.as_mut());
        let Some(line) = line else { continue };
        let claimed = line.amount_rupiah;
        line.product = Product::Biosolar;
        line.rupiah_per_litre = price;
        line.amount_rupiah = amount_of(line.volume_ml, price);
        amount_rupiah += claimed - line.amount_rupiah;
    }
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
