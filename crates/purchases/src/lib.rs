//! History of fuel purchases, from any fuel-card export or a treasurer's list.
//!
//! A line keeps quantity and amount as exact decimals in the unit and currency of its list, beside
//! derived millilitres and kilometres (half up, once per line). Foreign money is never converted and
//! never added to rupiah. Lines that are no fuel are kept too, so that totals agree with the list.
//!
//! Architecture invariants: a purchase is added once, found again by its number or its content; what
//! was written never changes, only the vehicle it belongs to and what is thought of its meter.
#![warn(missing_docs)]
#![deny(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

mod api;
mod area;
mod audit;
mod follower;
mod imports;
mod model;
mod pages;
mod samples;
mod settle;
mod store;

web::area_texts!("purchases");

pub use area::area;
pub use audit::PurchasesAudit;
pub use follower::PurchaseFollower;
pub use imports::{PurchaseTarget, import_targets};
pub use model::doubt::{Doubt, Doubts};
pub use model::exact::Exact;
pub use model::line::LineKind;
pub use model::purchase::{MeterText, Purchase, PurchaseFilter, PurchaseId};
pub use samples::PurchaseSamples;
pub use settle::{has_waiting, settle_waiting};
pub use store::list::{list_purchases, lookup_purchase};
pub use store::totals::{Totals, UnitTotal, purchase_totals};

use db::Step;

/// The schema of this area.
pub const STEPS: [Step; 1] = [Step {
    area: "purchases",
    number: 1,
    sql: include_str!("migrations/0001_purchases.sql"),
}];

/// Tables outside the journal: the list of what is to be judged anew.
pub const OUTSIDE: [&str; 1] = ["purchase_series"];
