//! Values and rules of quotas, vouchers and redemption, without any database.

mod papers;
mod quota;
mod redemption;
mod voucher;

pub(crate) use papers::{LetterFinding, Registration, find_letter, find_registration};
pub(crate) use quota::write_amount;
pub(crate) use voucher::words;

pub(crate) use quota::choose_rule;
pub use quota::{Entitlement, Per, QuotaRule, QuotaRuleId, QuotaTarget, Usage};
pub use redemption::{
    Doubt, DriverCheck, Hold, HoldId, Photo, PhotoSubject, Redemption, RedemptionId, Typed,
};
pub(crate) use redemption::{reprice, work_out};
pub(crate) use voucher::ValidityRefusal;
pub use voucher::{Validity, Voucher, VoucherId, VoucherKind, VoucherState};
