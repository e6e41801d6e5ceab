//! Mode 16: a garbage truck fuelled for days without a trip or a weighed load.

use crate::answers::RecordRef;
use crate::class::VehicleClass;
use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let vehicle = draft.take_vehicle(6, |vehicle| vehicle.class == VehicleClass::GarbageTruck)?;
    let (from, until) = draft.stretch(vehicle, 12)?;
    let fills = draft.fills_within(vehicle, from, until);
    let is_hidden = |of, on| of == vehicle && (from..=until).contains(&on);
    let evidence = &mut draft.town.evidence;
    evidence
        .trip_sheets
        .retain(|sheet| !is_hidden(sheet.vehicle, sheet.on));
    evidence
        .weighbridge
        .retain(|entry| !is_hidden(entry.vehicle, entry.at.date()));
    let amount_rupiah = draft.amount(&fills);
    let others = vec![RecordRef::Vehicle(vehicle)];
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        others,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
