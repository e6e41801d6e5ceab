//! Mode 13: fuel drawn in the name of a holder who was on leave.

use crate::answers::RecordRef;
use crate::draft::{CaseDraft, Draft};
use crate::evidence::Absence;
use crate::number::AbsenceNo;

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let vehicle = draft.take_vehicle(10, |vehicle| vehicle.drivers.len() == 1)?;
    let (from, until) = draft.stretch(vehicle, 24)?;
    let fills = draft.fills_within(vehicle, from, until);
    let no = AbsenceNo::at(draft.town.evidence.absences.len());
    let person = draft.vehicle(vehicle)?.holder;
    draft.town.evidence.absences.push(Absence {
        no,
        person,
        from,
        until,
    });
    let amount_rupiah = draft.amount(&fills);
    let others = vec![RecordRef::Absence(no)];
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        others,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
