//! Ending vouchers whose time is over.

use authz::Action;
use base::Stamp;
use db::{ActionError, Tx};
use journal::Subject;

use super::cancel_voucher::release;
use crate::model::VoucherState;
use crate::store;

/// Vouchers ended in one transaction.
pub const EXPIRE_STEP: i64 = 200;

/// Ends up to [`EXPIRE_STEP`] vouchers whose time is over; gives how many.
///
/// Called by the program itself, over and over until nothing is left.
pub fn expire_vouchers(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
) -> Result<usize, ActionError<std::convert::Infallible>> {
    let ended = store::list_ended(tx, stamp.tenant, stamp.at, EXPIRE_STEP)?;
    let mut count = 0_usize;
    for id in ended {
        let Some(voucher) = store::lookup_voucher(tx, stamp.tenant, id)? else {
            continue;
        };
        if !store::settle(
            tx,
            stamp.tenant,
            id,
            (VoucherState::Expired, None),
            stamp.at,
        )? {
            continue;
        }
        release(tx, stamp, &voucher, VoucherState::Expired)?;
        let subject = Subject::new("voucher", id);
        journal::record(tx, stamp, Action::FuelVoucherExpire.code(), subject, None)?;
        count = count.saturating_add(1);
    }
    Ok(count)
}
