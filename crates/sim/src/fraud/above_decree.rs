//! Mode 22: more drawn in a month than the decree allows.

use crate::civil::{Month, plus_minutes};
use crate::class::VehicleClass;
use crate::decree::monthly_quota_ml;
use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let vehicle = draft.take_vehicle(6, |vehicle| vehicle.class == VehicleClass::Car)?;
    let (from, _) = draft.stretch(vehicle, 30)?;
    let month = Month::of(from);
    let monthly = draft.fills_within(vehicle, month.first(), month.last());
    let quota_ml = monthly_quota_ml(
        &draft.town.decrees,
        &draft.town.calendar(),
        draft.vehicle(vehicle)?,
        month,
    );
    let volume = |draft: &Draft, index: usize| {
        let redemption = draft
            .fills
            .get(index)
            .and_then(|fill| fill.redemption.as_ref());
        redemption.map_or(0, |redemption| redemption.volume_ml)
    };
    let mut drawn: i64 = monthly.iter().map(|index| volume(draft, *index)).sum();
    let mut fills = Vec::new();
    for pattern in monthly.iter().cycle().take(40) {
        if drawn > quota_ml * 1_250 / 1000 {
            break;
        }
        let at = plus_minutes(draft.fills.get(*pattern)?.at(), draft.dice.between(60, 260));
        let twin = draft.twin(*pattern, at, 25_000)?;
        drawn += 25_000;
        fills.push(draft.add(twin));
    }
    let amount_rupiah = draft.amount(&fills);
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
