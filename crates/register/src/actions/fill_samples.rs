//! The samples are created, an area at a time.

use std::sync::Arc;

use authz::{Action, Actor, Resource};
use base::{Clock, Entropy, Stamp, TenantId};
use db::{ActionError, Command, Db, FailureKind, Tx};

use crate::store::samples as store;
use crate::{SampleHand, SampleOwner, SampleRefusal, SampleSecrets};

/// The area whose sample agency all other samples belong to.
pub(crate) const REGISTER: &str = "register";

/// Creates one area's samples, unless it has some; gives whether it did.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn fill_samples_step(
    tx: &mut Tx<'_>,
    hand: &SampleHand<'_>,
    owner: &dyn SampleOwner,
) -> Result<bool, ActionError<SampleRefusal>> {
    let tenant = hand.stamp.tenant;
    hand.actor
        .may(Action::RegisterSampleFill, &Resource::tenant(tenant))
        .map_err(|denied| ActionError::Refused(SampleRefusal::Denied(denied)))?;
    let Some(area) = owner.area() else {
        return Ok(false);
    };
    if area == REGISTER {
        // The agency's code is unique: of two who fill at once one fails on it.
        if !store::list_samples(tx, tenant, "agency", 1)?.is_empty() {
            return Ok(false);
        }
    } else {
        let (agency, kind) = (hand.agency(tx)?, store::claim_kind(area));
        if !store::mark_sample(tx, (tenant, hand.stamp.at), &kind, agency.uuid())? {
            return Ok(false);
        }
        let subject = journal::Subject::new("agency", agency);
        let code = Action::RegisterSampleFill.code();
        journal::record(tx, hand.stamp, code, subject, Some(area))?;
    }
    owner.fill(tx, hand)?;
    Ok(true)
}

/// Creates the samples of every area that has none yet; gives how many areas were filled.
///
/// Each area is one command: what breaks off is finished by filling again, or deleted.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn fill_samples(
    db: &Db,
    (clock, entropy): (&dyn Clock, &dyn Entropy),
    (tenant, actor, origin): (TenantId, &Actor, &str),
    owners: &[Arc<dyn SampleOwner>],
) -> Result<usize, ActionError<SampleRefusal>> {
    let secrets = SampleSecrets::draw(entropy)
        .map_err(|error| db::Failure::other("hash the samples' PINs", error))?;
    let mut filled = 0_usize;
    for owner in owners.iter().rev() {
        let stamp = Stamp::new(tenant, actor.id, origin, clock, entropy);
        let (actor, owner, secrets) = (actor.clone(), Arc::clone(owner), secrets.clone());
        let did = db.write_blocking(Command::by(&stamp), move |tx| {
            let hand = SampleHand {
                stamp: &stamp.fresh(),
                actor: &actor,
                secrets: &secrets,
            };
            fill_samples_step(tx, &hand, &*owner)
        });
        match did {
            Ok(did) => filled = filled.saturating_add(usize::from(did)),
            // Someone else fills in this moment.
            Err(ActionError::Failed(failure)) if failure.kind() == FailureKind::Unique => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
