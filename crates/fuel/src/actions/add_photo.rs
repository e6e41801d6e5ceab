//! Adding a photo taken at the pump to a hold; its file is in the blob store already.

use authz::{Action, Actor, Resource};
use base::{Stamp, UtcMicros, Uuid};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use crate::model::{HoldId, Photo, PhotoSubject};
use crate::store;

/// A photo that was stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPhoto {
    /// The hold during which it was taken.
    pub hold: HoldId,
    /// What it shows.
    pub subject: PhotoSubject,
    /// The hash under which the blob store has it.
    pub hash: String,
    /// When the phone says it was taken.
    pub taken_at: Option<UtcMicros>,
    /// Latitude and longitude in 10^-7 degrees, where permitted.
    pub position_e7: Option<(i64, i64)>,
}

/// Why a photo was not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddPhotoRefusal {
    /// There is no such hold at this station.
    #[error("hold_unknown")]
    Unknown,
}

/// Adds a photo; gives its id.
pub fn add_photo(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NewPhoto,
) -> Result<Uuid, ActionError<AddPhotoRefusal>> {
    let Some(hold) = store::lookup_hold(tx, stamp.tenant, input.hold)? else {
        return Err(ActionError::Refused(AddPhotoRefusal::Unknown));
    };
    let here = Resource::tenant(stamp.tenant).station(hold.station);
    if actor.may(Action::FuelRedemptionCapture, &here).is_err() {
        return Err(ActionError::Refused(AddPhotoRefusal::Unknown));
    }
    let photo = Photo {
        id: stamp.next_id(),
        hold: hold.id,
        subject: input.subject,
        hash: input.hash.clone(),
        taken_at: input.taken_at,
        latitude_e7: input.position_e7.map(|(latitude, _)| latitude),
        longitude_e7: input.position_e7.map(|(_, longitude)| longitude),
        at: stamp.at,
    };
    store::insert_photo(tx, stamp.tenant, &photo)?;
    let subject = Subject::new("voucher", hold.voucher);
    journal::record(tx, stamp, "fuel.redemption.photograph", subject, None)?;
    Ok(photo.id)
}
