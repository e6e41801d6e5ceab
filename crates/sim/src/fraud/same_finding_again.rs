//! Mode 29: the same small overcharge at the same agency in every year.

use crate::draft::{CaseDraft, Draft, ExtraLine};
use crate::fill::Fill;
use crate::paper::LineKind;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let years = draft.town.settings.start_on().year()..=draft.town.settings.end_on.year();
    if years.clone().count() < 2 {
        return None;
    }
    let (_, agency, supplier) = draft.random_invoice()?;
    let mut invoices = Vec::new();
    let mut amount_rupiah = 0;
    for year in years {
        let found = draft
            .fills
            .iter()
            .filter(|fill: &&Fill| fill.redemption.is_some())
            .find_map(|fill| {
                let key = crate::draft::invoice_key(fill)?;
                (key.0.year == year && key.1 == agency && key.2 == supplier).then_some(key)
            });
        let Some(invoice) = found else { continue };
        let amount = draft.dice.between(20, 60) * 50_000;
        amount_rupiah += amount;
        draft.extras.push(ExtraLine {
            invoice: invoice.clone(),
            kind: LineKind::Fuel,
            volume_ml: 0,
            amount_rupiah: amount,
        });
        invoices.push(invoice);
    }
    (invoices.len() > 1).then(|| CaseDraft {
        invoices,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
