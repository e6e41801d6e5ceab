//! Starting: the voucher is held, and what was photographed and checked on the way is kept with it.

use authz::Actor;
use base::Stamp;
use db::{ActionError, Tx};
use fuel::{Authorisation, AuthoriseRedemption, AuthoriseRefusal, DriverCheck, PhotoSubject};
use journal::Subject;
use stations::Shift;

use super::add_photos;
use crate::model::{CheckException, KeptPhoto};
use crate::store;

/// A voucher to hold.
#[derive(Debug, Clone)]
pub(crate) struct StartFilling {
    /// What is authorised.
    pub(crate) authorise: AuthoriseRedemption,
    /// Why a photo was compared where the city asks for a PIN.
    pub(crate) exception: Option<CheckException>,
    /// Photos taken away from the nozzle.
    pub(crate) photos: Vec<(PhotoSubject, KeptPhoto)>,
}

/// The journal's code of a driver check that was not the city's usual one.
const EXCEPTION: &str = "fuel.redemption.except";

/// Authorises a voucher and keeps the photos with the hold.
pub(crate) fn start_filling(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (actor, shift): (&Actor, &Shift),
    input: &StartFilling,
) -> Result<Authorisation, ActionError<AuthoriseRefusal>> {
    let given = fuel::authorise_redemption(tx, stamp, actor, shift, &input.authorise)?;
    add_photos(tx, stamp, actor, (given.hold, &input.photos))?;
    if let Some(reason) = input.exception {
        store::insert_exception(tx, stamp.tenant, (given.hold, reason), stamp.at)?;
        let subject = Subject::new("voucher", input.authorise.voucher);
        journal::record(tx, stamp, EXCEPTION, subject, Some(reason.code()))?;
    }
    if input.authorise.driver_check == DriverCheck::Pin {
        identity::forget_pin_tries(tx, stamp.tenant, input.authorise.driver)?;
    }
    Ok(given)
}
