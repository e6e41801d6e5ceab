//! Mode 14: the station noted a private plate instead of the voucher's.

use crate::draft::{CaseDraft, Draft};

/// Plants one case, if the city has the records for it.
pub(super) fn plant(draft: &mut Draft) -> Option<CaseDraft> {
    let fills = draft.take_fills(5, |fill| {
        fill.statement
            .as_ref()
            .is_some_and(|line| !line.plate.is_empty())
    });
    let plate = format!(
        "DH {} X{}",
        draft.dice.between(2000, 6999),
        draft.dice.word(&["A", "B", "C"])
    );
    for index in &fills {
        let line = draft
            .fills
            .get_mut(*index)
            .and_then(|fill| fill.statement.as_mut());
        if let Some(line) = line {
            line.plate.clone_from(&plate);
        }
    }
    let amount_rupiah = draft.amount(&fills);
    (!fills.is_empty()).then(|| CaseDraft {
        fills,
        amount_rupiah,
        ..CaseDraft::default()
    })
}
