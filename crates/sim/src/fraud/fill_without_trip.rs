//! Mode 27: two trucks filled minutes apart by one attendant on a day without a trip.

use crate::civil::{at_minute, plus_minutes};
use crate::class::VehicleClass;
use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let truck = draft.take_vehicle(4, |vehicle| vehicle.class == VehicleClass::GarbageTruck)?;
    let other = draft.take_vehicle(4, |vehicle| vehicle.class == VehicleClass::GarbageTruck)?;
    let (on, _) = draft.stretch(truck, 3)?;
    let model = *draft.fills_of(truck).first()?;
    let second = *draft.fills_of(other).first()?;
    let evidence = &mut draft.town.evidence;
    evidence
        .trip_sheets
        .retain(|it| it.on != on || (it.vehicle != truck && it.vehicle != other));
    evidence
        .weighbridge
        .retain(|it| it.at.date() != on || (it.vehicle != truck && it.vehicle != other));
    let at = at_minute(on, draft.dice.between(14 * 60, 16 * 60), 0);
    let like = draft.fills.get(model)?.clone();
    let first_fill = draft.twin(model, at, 60_000)?;
    let mut second_fill = draft.twin(second, plus_minutes(at, 4), 60_000)?;
    Draft::move_to(&mut second_fill, &like);
    let fills = vec![draft.add(first_fill), draft.add(second_fill)];
    let amount_rupiah = draft.amount(&fills);
    Some(CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
