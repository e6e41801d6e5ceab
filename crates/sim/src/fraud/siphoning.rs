//! Mode 19: 20 litres too much every second day while the meter stands still.

use crate::civil::{at_minute, plus_days};
use crate::class::VehicleClass;
use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let vehicle = draft.take_vehicle(10, |vehicle| {
        matches!(
            vehicle.class,
            VehicleClass::GarbageTruck | VehicleClass::PickUp
        )
    })?;
    let (from, _) = draft.stretch(vehicle, 24)?;
    let mut fills = Vec::new();
    for round in 0..10 {
        let on = plus_days(from, round * 2);
        let latest = draft.fills_within(vehicle, plus_days(on, -40), on);
        let Some(pattern) = latest.last().copied() else {
            continue;
        };
        let at = at_minute(on, draft.dice.between(18 * 60, 20 * 60), 0);
        let Some(fill) = draft.twin(pattern, at, 20_000) else {
            continue;
        };
        fills.push(draft.add(fill));
    }
    let amount_rupiah = draft.amount(&fills);
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
