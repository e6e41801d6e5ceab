//! Sealing anew, with the data key in use, what older keys sealed.

use std::convert::Infallible;

use base::{Entropy, PersonId, Stamp};
use db::{ActionError, Tx};
use journal::Subject;

use crate::secrets::{DataKey, Resealed};
use crate::store::accounts;

/// The journal's code of sealing a second factor anew.
pub const RESEAL_SECOND_FACTOR: &str = "identity.second_factor.reseal";

/// Accounts looked at in one step.
const STEP: usize = 100;

/// What a step did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ResealStep {
    /// Secrets that were sealed anew.
    pub resealed: u32,
    /// Secrets that no key opens: their owners need a new second factor.
    pub unreadable: u32,
    /// Where the next step begins; `None` where all was looked at.
    pub next: Option<PersonId>,
}

/// Seals second factors anew, at most 100 behind `after`, for the operator's terminal.
///
/// What is sealed with the key in use stays, so steps may be repeated and begun again anywhere.
///
/// # Errors
/// Only where the world breaks.
pub fn reseal_secrets(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (key, entropy): (&DataKey, &dyn Entropy),
    after: PersonId,
) -> Result<ResealStep, ActionError<Infallible>> {
    let sealed = accounts::list_totp_after(tx, stamp.tenant, after, STEP)?;
    let mut step = ResealStep::default();
    if sealed.len() == STEP {
        step.next = sealed.last().map(|(person, _)| *person);
    }
    for (person, old) in sealed {
        match key.reseal(person.uuid().as_bytes(), &old, entropy) {
            Resealed::Already => {}
            Resealed::Unreadable => step.unreadable += 1,
            Resealed::Anew(new) => {
                if accounts::replace_totp(tx, stamp.tenant, person, (&old, &new))? {
                    let subject = Subject::new("person", person);
                    journal::record(tx, stamp, RESEAL_SECOND_FACTOR, subject, None)?;
                    step.resealed += 1;
                }
            }
        }
    }
    Ok(step)
}
