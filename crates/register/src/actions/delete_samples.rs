//! The samples are deleted with all that hangs on them, in steps.

use std::sync::Arc;

use authz::{Action, Actor, Resource};
use base::{Clock, Entropy, Stamp, TenantId};
use db::{ActionError, Command, Db, Failure, Tx};
use web::Locale;

use crate::{SampleOwner, SampleRefusal, SampleTie, Samples};

/// About so many records go in one command.
const STEP: i64 = 50;
/// More steps than any city's samples need: a loop that does not end is a bug.
const STEPS_MAX: usize = 20_000;

/// The real records that refer to samples, from every area.
///
/// # Errors
/// Only where the world breaks.
pub fn list_sample_ties(
    tx: &mut Tx<'_>,
    (stamp, locale): (&Stamp, Locale),
    owners: &[Arc<dyn SampleOwner>],
) -> Result<Vec<SampleTie>, Failure> {
    let samples = Samples::load(tx, stamp.tenant)?;
    let mut ties = Vec::new();
    for owner in owners {
        ties.extend(owner.ties(tx, (stamp, locale), &samples)?);
    }
    Ok(ties)
}

/// Deletes about 50 records of the first area that has some; zero means that none is left.
///
/// Owners come in the order in which their records may go. Real records that refer to a sample are
/// looked for each time: one that came since the last step stops the rest.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn delete_samples_step(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    owners: &[Arc<dyn SampleOwner>],
) -> Result<i64, ActionError<SampleRefusal>> {
    actor
        .may(
            Action::RegisterSampleDelete,
            &Resource::tenant(stamp.tenant),
        )
        .map_err(|denied| ActionError::Refused(SampleRefusal::Denied(denied)))?;
    let ties = list_sample_ties(tx, (stamp, Locale::Id), owners)?;
    if !ties.is_empty() {
        let count = i64::try_from(ties.len()).unwrap_or(i64::MAX);
        return Err(ActionError::Refused(SampleRefusal::Tied { count }));
    }
    for owner in owners {
        let gone = owner.delete(tx, stamp, STEP)?;
        if gone > 0 {
            return Ok(gone);
        }
    }
    Ok(0)
}

/// Deletes all samples, step by step; gives how many records went. Doing it again is harmless.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn delete_samples(
    db: &Db,
    (clock, entropy): (&dyn Clock, &dyn Entropy),
    (tenant, actor, origin): (TenantId, &Actor, &str),
    owners: &[Arc<dyn SampleOwner>],
) -> Result<i64, ActionError<SampleRefusal>> {
    let mut all = 0_i64;
    for _ in 0..STEPS_MAX {
        let stamp = Stamp::new(tenant, actor.id, origin, clock, entropy);
        let (actor, owners) = (actor.clone(), owners.to_vec());
        let gone = db.write_blocking(Command::by(&stamp), move |tx| {
            delete_samples_step(tx, &stamp.fresh(), &actor, &owners)
        })?;
        if gone == 0 {
            return Ok(all);
        }
        all = all.saturating_add(gone);
    }
    Err(Failure::bug("the samples never end").into())
}
