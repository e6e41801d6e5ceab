//! Asking what an authorisation would answer, without making one.

use authz::Actor;
use base::Stamp;
use db::{ActionError, Tx};
use fuel::{Authorisation, AuthoriseRedemption, AuthoriseRefusal};
use stations::Shift;

/// The answer of a rehearsal; all of them are refusals, so nothing stays.
#[derive(Debug)]
pub(crate) enum Rehearsal {
    /// It would be authorised like this.
    Fits(Authorisation),
    /// It would be refused.
    Refused(AuthoriseRefusal),
}

/// Runs the authorisation and takes it back: the page before says exactly what the real one will say.
pub(crate) fn rehearse_filling(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (actor, shift): (&Actor, &Shift),
    input: &AuthoriseRedemption,
) -> Result<(), ActionError<Rehearsal>> {
    match fuel::authorise_redemption(tx, stamp, actor, shift, input) {
        Ok(authorisation) => Err(ActionError::Refused(Rehearsal::Fits(authorisation))),
        Err(error) => Err(error.map(Rehearsal::Refused)),
    }
}
