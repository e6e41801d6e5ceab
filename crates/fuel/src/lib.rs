//! Quotas, vouchers and redemption: the life of a litre.
//!
//! A voucher holds back budget and quota when it is issued, is held by a station for minutes when
//! it is shown, and pays when the fuel is dispensed. What was dispensed is never denied and never
//! hidden: where something does not fit, the redemption carries a doubt that a person looks at.
//!
//! Architecture invariants: no balance changes but through `ledger`; a redemption is never changed.
#![warn(missing_docs)]
#![deny(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

mod actions;
mod api;
mod area;
mod audit;
mod imports;
mod keys;
mod model;
mod pages;
mod samples;
mod start;
mod store;
#[cfg(feature = "testkit")]
pub mod testkit;

pub use actions::*;
pub use area::area;
pub use audit::FuelAudit;
pub use imports::DecreeTarget;
pub use keys::{DatedSecret, LinkFit, SealedKeySet, VoucherKeys, VoucherSecrets};
pub use model::{
    Doubt, DriverCheck, Entitlement, Hold, HoldId, Per, Photo, PhotoSubject, QuotaRule,
    QuotaRuleId, QuotaTarget, Redemption, RedemptionId, Typed, Usage, Validity, Voucher, VoucherId,
    VoucherKind, VoucherState,
};
pub use pages::words::{end_text, grouped};
pub use samples::FuelSamples;
pub use start::start_steps;
pub use store::*;

use db::Step;

web::area_texts!("fuel");

/// The schema of this area.
pub const STEPS: [Step; 1] = [Step {
    area: "fuel",
    number: 1,
    sql: include_str!("migrations/0001_fuel.sql"),
}];

/// What this area can import: quota decrees.
pub fn import_targets() -> Vec<std::sync::Arc<dyn register::ImportTarget>> {
    vec![std::sync::Arc::new(DecreeTarget::default())]
}

/// Tables outside the journal: none.
pub const OUTSIDE: [&str; 0] = [];
