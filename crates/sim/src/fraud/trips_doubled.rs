//! Mode 17: twice the trips stamped, and fuel drawn for them.

use crate::class::VehicleClass;
use crate::draft::{CaseDraft, Draft, rescale};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let vehicle = draft.take_vehicle(6, |vehicle| vehicle.class == VehicleClass::GarbageTruck)?;
    let (from, until) = draft.stretch(vehicle, 28)?;
    let fills = draft.fills_within(vehicle, from, until);
    let mut sheets = Vec::new();
    for sheet in &mut draft.town.evidence.trip_sheets {
        if sheet.vehicle == vehicle && (from..=until).contains(&sheet.on) {
            sheet.trips *= 2;
            sheets.push((vehicle, sheet.on));
        }
    }
    let tank_ml = draft.town.habits.get(vehicle.index())?.tank_ml;
    let before = draft.amount(&fills);
    for index in &fills {
        let Some(fill) = draft.fills.get_mut(*index) else {
            continue;
        };
        let volume = fill.redemption.as_ref().map_or(0, |it| it.volume_ml);
        rescale(fill, (volume * 1_600 / 1000).min(tank_ml));
    }
    let amount_rupiah = draft.amount(&fills) - before;
    (amount_rupiah > 0).then(|| CaseDraft {
        fills,
        sheets,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
