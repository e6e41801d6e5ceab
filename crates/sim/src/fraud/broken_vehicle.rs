//! Mode 15: a vehicle fuelled while it stood in the workshop.

use crate::answers::RecordRef;
use crate::class::Meter;
use crate::draft::{CaseDraft, Draft};
use crate::evidence::WorkshopOrder;
use crate::number::WorkshopOrderNo;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let vehicle = draft.take_vehicle(10, |vehicle| vehicle.class.meter() == Meter::Odometer)?;
    let (from, until) = draft.stretch(vehicle, 30)?;
    let fills = draft.fills_within(vehicle, from, until);
    let no = WorkshopOrderNo::at(draft.town.evidence.workshop_orders.len());
    let work = "Turun mesin".to_owned();
    draft.town.evidence.workshop_orders.push(WorkshopOrder {
        no,
        vehicle,
        from,
        until,
        work,
    });
    let amount_rupiah = draft.amount(&fills);
    let others = vec![RecordRef::WorkshopOrder(no)];
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        others,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
