use std::sync::Arc;

use authz::{Action, Actor, Denied, Resource};
use base::{Clock, Entropy, Stamp, TenantId, Uuid};
use db::{ActionError, Command, Db, Failure, Tx};
use serde::{Deserialize, Serialize};

use crate::store::samples as store;

/// The most samples deleted in one command.
const STEP_MAX: i64 = 200;

/// An area that has records among the samples.
pub trait SampleOwner: Send + Sync {
    /// The kinds it owns, as in `sample_record`, those that others stand on last.
    fn kinds(&self) -> &[&'static str];

    /// Deletes a sample with all that hangs on it and journals it; `false` where it must stay,
    /// because real work already stands on it: then it loses its mark and is kept.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn delete(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        kind: &str,
        record: Uuid,
    ) -> Result<bool, Failure>;
}

/// Why the samples are not deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SampleRefusal {
    /// The right is missing.
    Denied(Denied),
}

/// What became of the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeletedSamples {
    /// Records that are gone.
    pub deleted: i64,
    /// Records that real work stands on; they stay, without the mark.
    pub kept: i64,
}

/// Deletes up to 200 samples; zero in both counts means that none is left.
///
/// Owners come in the order in which their kinds may go: what stands on others first.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn delete_samples_step(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    owners: &[Arc<dyn SampleOwner>],
) -> Result<DeletedSamples, ActionError<SampleRefusal>> {
    actor
        .may(
            Action::RegisterSampleDelete,
            &Resource::tenant(stamp.tenant),
        )
        .map_err(|denied| ActionError::Refused(SampleRefusal::Denied(denied)))?;
    let mut done = DeletedSamples::default();
    for owner in owners {
        for kind in owner.kinds() {
            for record in store::list_samples(tx, stamp.tenant, kind, STEP_MAX)? {
                let gone = tx.savepoint(|tx| owner.delete(tx, stamp, kind, record))?;
                store::unmark_sample(tx, stamp.tenant, kind, record)?;
                let subject = journal::Subject::new(kind, record);
                let action = Action::RegisterSampleDelete.code();
                journal::record(tx, stamp, action, subject, None)?;
                done.deleted = done.deleted.saturating_add(i64::from(gone));
                done.kept = done.kept.saturating_add(i64::from(!gone));
            }
            if done.deleted.saturating_add(done.kept) > 0 {
                return Ok(done);
            }
        }
    }
    Ok(done)
}

/// Deletes all samples, step by step.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn delete_samples(
    db: &Db,
    (clock, entropy): (&dyn Clock, &dyn Entropy),
    (tenant, actor, origin): (TenantId, &Actor, &str),
    owners: &[Arc<dyn SampleOwner>],
) -> Result<DeletedSamples, ActionError<SampleRefusal>> {
    let mut all = DeletedSamples::default();
    loop {
        let stamp = Stamp::new(tenant, actor.id, origin, clock, entropy);
        let (actor, owners) = (actor.clone(), owners.to_vec());
        let command = Command::by(&stamp);
        let step = db.write_blocking(command, move |tx| {
            delete_samples_step(tx, &stamp.fresh(), &actor, &owners)
        })?;
        if step == DeletedSamples::default() {
            return Ok(all);
        }
        all.deleted = all.deleted.saturating_add(step.deleted);
        all.kept = all.kept.saturating_add(step.kept);
    }
}
