//! Returning a voucher before anything was dispensed: queue, wrong pump, out of fuel.

use authz::{Action, Actor, Resource};
use base::Stamp;
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use crate::model::HoldId;
use crate::store;

/// Which hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseHold {
    /// The hold.
    pub hold: HoldId,
}

/// Why a hold was not released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseRefusal {
    /// There is no such hold at this station.
    #[error("hold_unknown")]
    Unknown,
    /// It was used, released, or ran out.
    #[error("hold_over")]
    Over,
}

/// Returns a voucher to the driver.
pub fn release_hold(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &ReleaseHold,
) -> Result<(), ActionError<ReleaseRefusal>> {
    let Some(hold) = store::lookup_hold(tx, stamp.tenant, input.hold)? else {
        return Err(ActionError::Refused(ReleaseRefusal::Unknown));
    };
    let here = Resource::tenant(stamp.tenant).station(hold.station);
    if actor.may(Action::FuelRedemptionAuthorise, &here).is_err() {
        return Err(ActionError::Refused(ReleaseRefusal::Unknown));
    }
    if !store::settle_held(tx, stamp.tenant, hold.voucher, hold.id)? {
        return Err(ActionError::Refused(ReleaseRefusal::Over));
    }
    let subject = Subject::new("voucher", hold.voucher);
    let action = "fuel.redemption.release";
    journal::record(tx, stamp, action, subject, None)?;
    Ok(())
}
