//! What can be done with quotas, vouchers and redemptions; one action a file.

mod add_photo;
mod authorise_redemption;
mod cancel_voucher;
mod capture_redemption;
mod decree;
mod expire_vouchers;
mod facts;
mod issue_voucher;
mod papers;
mod quota;
mod reissue_voucher;
mod release_hold;
mod samples;
mod standing;

pub use add_photo::{AddPhotoRefusal, NewPhoto, add_photo};
pub use authorise_redemption::{
    Authorisation, AuthoriseRedemption, AuthoriseRefusal, authorise_redemption,
};
pub use cancel_voucher::{CancelRefusal, CancelVoucher, cancel_voucher};
pub use capture_redemption::{CaptureRedemption, CaptureRefusal, Receipt, capture_redemption};
pub use decree::{
    DecreeRefusal, NewDecree, NewDecreeRule, add_decree_rule, adopt_decree, revoke_decree,
};
pub use expire_vouchers::{EXPIRE_STEP, expire_vouchers};
pub use issue_voucher::{
    BatchOutcome, IssueBatch, IssueRefusal, IssueVoucher, Issued, Warning, issue_batch,
    issue_voucher,
};
pub use quota::{QuotaState, explain_quota};
pub use reissue_voucher::{ReissueRefusal, ReissueVoucher, reissue_voucher};
pub use release_hold::{ReleaseHold, ReleaseRefusal, release_hold};
pub use standing::{
    RetryRefusal, StandingRefusal, StandingStep, end_standing, issue_due_standing, retry_standing,
    set_standing,
};
