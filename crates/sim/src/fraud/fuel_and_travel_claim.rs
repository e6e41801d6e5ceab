//! Mode 10: fuel drawn by voucher and claimed again as transport of a journey.

use crate::answers::RecordRef;
use crate::civil::plus_days;
use crate::class::VehicleClass;
use crate::draft::{CaseDraft, Draft};
use crate::evidence::TravelOrder;
use crate::number::TravelOrderNo;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let vehicle = draft.take_vehicle(3, |vehicle| vehicle.class == VehicleClass::Car)?;
    let place = draft.dice.index(draft.fills_of(vehicle).len());
    let on = draft
        .fills
        .get(*draft.fills_of(vehicle).get(place)?)?
        .at()
        .date();
    let (from, until) = (plus_days(on, -1), plus_days(on, 1));
    let fills = draft.fills_within(vehicle, from, until);
    let amount_rupiah = draft.amount(&fills);
    let no = TravelOrderNo::at(draft.town.evidence.travel_orders.len());
    let person = draft.vehicle(vehicle)?.holder;
    draft.town.evidence.travel_orders.push(TravelOrder {
        no,
        person,
        vehicle,
        from,
        until,
        destination: "Atambua".to_owned(),
        fuel_claim_rupiah: amount_rupiah,
    });
    let others = vec![RecordRef::TravelOrder(no)];
    Some(CaseDraft {
        fills,
        others,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
