//! Mode 30: a station unpaid for five months stops serving.

use std::collections::BTreeSet;

use crate::answers::RecordRef;
use crate::civil::plus_days;
use crate::draft::{CaseDraft, Draft, invoice_key};
use crate::fill::Fill;
use crate::number::StationNo;
use crate::paper::Supplier;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let settings = &draft.town.settings;
    let is_first = !draft
        .town
        .stations
        .iter()
        .any(|station| station.suspended_from.is_some());
    if settings.months < 8 || draft.town.stations.len() < 2 || !is_first {
        return None;
    }
    let stop = plus_days(settings.end_on, -14);
    let unpaid_from = plus_days(settings.end_on, -150).first_of_month();
    let no = StationNo::at(draft.town.stations.len() - 2);
    draft.town.stations.get_mut(no.index())?.suspended_from = Some(stop);
    let mut invoices = BTreeSet::new();
    let mut amount_rupiah = 0;
    for fill in &mut draft.fills {
        let Some(key) = invoice_key(fill).filter(|key| key.2 == Supplier::Station(no)) else {
            continue;
        };
        if fill.at().date() >= stop {
            *fill = Fill {
                voucher: fill.voucher.take(),
                ..Fill::default()
            };
        } else if key.0.first() >= unpaid_from {
            amount_rupiah += fill.amount_rupiah();
            invoices.insert(key);
        }
    }
    for key in &invoices {
        draft.mark(key.clone()).is_unpaid = true;
    }
    draft.index();
    let others = vec![RecordRef::Station(no)];
    let invoices = invoices.into_iter().collect();
    Some(CaseDraft {
        invoices,
        others,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
