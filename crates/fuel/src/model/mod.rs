//! Values and rules of quotas, vouchers and redemption, without any database.

mod quota;
mod redemption;
mod voucher;

pub(crate) use quota::write_amount;
pub(crate) use voucher::words;

pub use quota::{Entitlement, Per, QuotaRule, QuotaRuleId, QuotaTarget, Usage, choose_rule};
pub use redemption::{
    Doubt, DriverCheck, Hold, HoldId, Photo, PhotoSubject, Redemption, RedemptionId, Typed,
    reprice, work_out,
};
pub use voucher::{Voucher, VoucherId, VoucherKind, VoucherState, Validity, ValidityRefusal};
