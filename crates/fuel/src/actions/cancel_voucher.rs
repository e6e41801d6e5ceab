//! Cancelling a voucher that has not been drawn: budget and quota return at once.

use authz::{Action, Actor, Denied, Resource};
use base::Stamp;
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use crate::model::{Voucher, VoucherId, VoucherState};
use crate::store;

/// Which voucher, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelVoucher {
    /// The voucher.
    pub voucher: VoucherId,
    /// The reason, as typed.
    pub reason: String,
}

/// Why a voucher was not cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CancelRefusal {
    /// There is no such voucher here.
    #[error("voucher_unknown")]
    Unknown,
    /// The actor may not cancel it.
    #[error("not_allowed")]
    NotAllowed,
    /// It was drawn, has expired or was cancelled already.
    #[error("voucher_settled")]
    Settled,
    /// A station holds it at this moment.
    #[error("held_by_station")]
    Held,
    /// No reason was given.
    #[error("reason_missing")]
    ReasonMissing,
}

/// Cancels a voucher.
pub fn cancel_voucher(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &CancelVoucher,
) -> Result<(), ActionError<CancelRefusal>> {
    let refused = |refusal| Err(ActionError::Refused(refusal));
    let Some(voucher) = store::lookup_voucher(tx, stamp.tenant, input.voucher)? else {
        return refused(CancelRefusal::Unknown);
    };
    let resource = Resource::tenant(stamp.tenant).agency(voucher.agency);
    match actor.may(Action::FuelVoucherCancel, &resource) {
        Ok(()) => {}
        // A voucher outside one's reach is as good as absent.
        Err(Denied::Hidden) => return refused(CancelRefusal::Unknown),
        Err(_) => return refused(CancelRefusal::NotAllowed),
    }
    let reason = input.reason.trim();
    if reason.is_empty() {
        return refused(CancelRefusal::ReasonMissing);
    }
    let state = (VoucherState::Cancelled, Some(reason));
    if !store::settle(tx, stamp.tenant, voucher.id, state, stamp.at)? {
        let held = voucher.state_at(stamp.at) == VoucherState::Authorised;
        return refused(if held {
            CancelRefusal::Held
        } else {
            CancelRefusal::Settled
        });
    }
    release(tx, stamp, &voucher, VoucherState::Cancelled)?;
    let subject = Subject::new("voucher", voucher.id);
    journal::record(
        tx,
        stamp,
        Action::FuelVoucherCancel.code(),
        subject,
        Some(reason),
    )?;
    Ok(())
}

/// Returns what a voucher held back of budget and quota.
pub(super) fn release<R>(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    voucher: &Voucher,
    state: VoucherState,
) -> Result<(), ActionError<R>> {
    let transfers = std::iter::once(voucher.budget_transfer).chain(voucher.quota_transfer);
    for transfer in transfers {
        let released = if state == VoucherState::Expired {
            ledger::expire(tx, stamp.tenant, transfer, stamp.at)
        } else {
            ledger::void(tx, stamp.tenant, transfer, stamp.at)
        };
        released.map_err(|error| db::Failure::bug(format!("a reservation is lost: {error}")))?;
    }
    Ok(())
}
