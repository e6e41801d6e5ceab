//! Re-issuing a voucher: a new QR, code and link; the old ones are void.

use authz::{Action, Actor, Denied, Resource};
use base::Stamp;
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use crate::keys::VoucherKeys;
use crate::model::{VoucherId, VoucherState};
use crate::store;

/// Which voucher, as the form showed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReissueVoucher {
    /// The voucher.
    pub voucher: VoucherId,
    /// The sequence that is to be void.
    pub sequence: u32,
    /// Why: lost phone, wrong person, and so on.
    pub reason: String,
}

/// Why a voucher was not re-issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReissueRefusal {
    /// There is no such voucher here.
    #[error("voucher_unknown")]
    Unknown,
    /// The actor may not re-issue it.
    #[error("not_allowed")]
    NotAllowed,
    /// It was drawn, has expired or was cancelled.
    #[error("voucher_settled")]
    Settled,
    /// A station holds it at this moment.
    #[error("held_by_station")]
    Held,
    /// Somebody re-issued it meanwhile.
    #[error("reissued_meanwhile")]
    Meanwhile,
}

/// Re-issues a voucher; gives its new code.
pub fn reissue_voucher(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    keys: &VoucherKeys,
    input: &ReissueVoucher,
) -> Result<String, ActionError<ReissueRefusal>> {
    let refused = |refusal| Err(ActionError::Refused(refusal));
    let Some(voucher) = store::lookup_voucher(tx, stamp.tenant, input.voucher)? else {
        return refused(ReissueRefusal::Unknown);
    };
    let resource = Resource::tenant(stamp.tenant).agency(voucher.agency);
    match actor.may(Action::FuelVoucherReissue, &resource) {
        Ok(()) => {}
        // A voucher outside one's reach is as good as absent.
        Err(Denied::Hidden) => return refused(ReissueRefusal::Unknown),
        Err(_) => return refused(ReissueRefusal::NotAllowed),
    }
    let next = input.sequence.saturating_add(1);
    let code = keys
        .short_code(stamp.tenant, voucher.id, (next, 0))
        .as_stored();
    let named = (voucher.id, code.as_str());
    if !store::resequence(tx, stamp.tenant, named, input.sequence, stamp.at)? {
        return refused(match voucher.state_at(stamp.at) {
            VoucherState::Issued => ReissueRefusal::Meanwhile,
            VoucherState::Authorised => ReissueRefusal::Held,
            _ => ReissueRefusal::Settled,
        });
    }
    let subject = Subject::new("voucher", voucher.id);
    let note = Some(input.reason.trim()).filter(|reason| !reason.is_empty());
    journal::record(tx, stamp, Action::FuelVoucherReissue.code(), subject, note)?;
    Ok(code)
}
