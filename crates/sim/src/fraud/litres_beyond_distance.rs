//! Mode 9: a third more litres than the distance needs, for a quarter.

use crate::class::{Meter, VehicleClass};
use crate::draft::{CaseDraft, Draft, rescale};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let vehicle = draft.take_vehicle(12, |vehicle| {
        vehicle.class.meter() == Meter::Odometer && vehicle.class != VehicleClass::Motorcycle
    })?;
    let (from, until) = draft.stretch(vehicle, 90)?;
    let tank_ml = draft.town.habits.get(vehicle.index())?.tank_ml;
    let fills = draft.fills_within(vehicle, from, until);
    let before = draft.amount(&fills);
    for index in &fills {
        let Some(fill) = draft.fills.get_mut(*index) else {
            continue;
        };
        let volume = fill.redemption.as_ref().map_or(0, |it| it.volume_ml);
        rescale(fill, (volume * 1_350 / 1000).min(tank_ml));
    }
    let amount_rupiah = draft.amount(&fills) - before;
    (amount_rupiah > 0).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
