//! Finishing: what was dispensed is recorded, with the photos of the pump and its slip.

use authz::Actor;
use base::Stamp;
use db::{ActionError, Tx};
use fuel::{CaptureRedemption, CaptureRefusal, PhotoSubject, Receipt};

use super::add_photos;
use crate::model::KeptPhoto;

/// What was dispensed, and photos of it.
#[derive(Debug, Clone)]
pub(crate) struct FinishFilling {
    /// What was dispensed.
    pub(crate) capture: CaptureRedemption,
    /// Photos.
    pub(crate) photos: Vec<(PhotoSubject, KeptPhoto)>,
}

/// Captures a redemption; its photos come first, so that none is called missing that is there.
pub(crate) fn finish_filling(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &FinishFilling,
) -> Result<Receipt, ActionError<CaptureRefusal>> {
    add_photos(tx, stamp, actor, (input.capture.hold, &input.photos))?;
    fuel::capture_redemption(tx, stamp, actor, &input.capture)
}
