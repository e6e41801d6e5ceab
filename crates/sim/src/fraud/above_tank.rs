//! Mode 21: a motorcycle filled with more than its tank holds.

use crate::class::VehicleClass;
use crate::draft::{CaseDraft, Draft, rescale};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let vehicle = draft.take_vehicle(8, |vehicle| vehicle.class == VehicleClass::Motorcycle)?;
    let tank_ml = draft.town.habits.get(vehicle.index())?.tank_ml;
    let (from, until) = draft.stretch(vehicle, 45)?;
    let fills = draft.fills_within(vehicle, from, until);
    let before = draft.amount(&fills);
    for index in &fills {
        let volume = tank_ml * draft.dice.between(1_700, 2_500) / 1000;
        if let Some(fill) = draft.fills.get_mut(*index) {
            rescale(fill, volume);
        }
    }
    let amount_rupiah = draft.amount(&fills) - before;
    (amount_rupiah > 0).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
