//! Commands of the journey: each joins actions of `fuel` in one transaction.

mod finish_filling;
mod rehearse_filling;
mod start_filling;

pub(crate) use finish_filling::{FinishFilling, finish_filling};
pub(crate) use rehearse_filling::{Rehearsal, rehearse_filling};
pub(crate) use start_filling::{StartFilling, start_filling};

use authz::Actor;
use base::Stamp;
use db::{Failure, Tx};
use fuel::{HoldId, NewPhoto, PhotoSubject};

use crate::model::KeptPhoto;

/// Names photos that are stored already.
fn add_photos(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (hold, photos): (HoldId, &[(PhotoSubject, KeptPhoto)]),
) -> Result<(), Failure> {
    for (subject, photo) in photos {
        let new = NewPhoto {
            hold,
            subject: *subject,
            hash: photo.hash.to_string(),
            taken_at: photo.taken_at,
            position_e7: photo.position_e7,
        };
        fuel::add_photo(tx, stamp, actor, &new)
            .map_err(|error| Failure::bug(format!("a photo of one's own hold: {error}")))?;
    }
    Ok(())
}
