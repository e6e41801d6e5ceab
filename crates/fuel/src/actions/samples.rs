//! Samples and real records are kept apart when a voucher is issued.

use base::Stamp;
use db::Tx;

use super::issue_voucher::{IssueRefusal, IssueVoucher, Outcome, refused};
use crate::store;

/// Samples are for practice: they touch no real money and fetch no real fuel.
pub(super) fn check_samples(tx: &mut Tx<'_>, stamp: &Stamp, input: &IssueVoucher) -> Outcome<()> {
    let paid = (input.vehicle, input.line);
    let marks = store::samples::load_marks(tx, stamp.tenant, paid, input.station)?;
    let is_mixed =
        marks.vehicle != marks.line || (input.station.is_some() && marks.station != marks.vehicle);
    if is_mixed {
        return refused(IssueRefusal::SampleMixed);
    }
    Ok(())
}
