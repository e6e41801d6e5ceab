//! The attendant's pages: scan, check, fill, receipt.
//!
//! Architecture invariants: nothing here moves money or litres, `fuel`'s actions do; a photo is in the
//! blob store before a row names it; a missing photo, a forgotten PIN or an odd odometer is noted and
//! never ends the journey; every page works with scripts off.
#![warn(missing_docs)]

mod actions;
mod audit;
mod gate;
mod model;
mod pages;
mod samples;
mod store;

use authz::Action;
use db::Step;

web::area_texts!("pump");

pub use audit::PumpAudit;
pub use pages::area;
pub use samples::PumpSamples;

/// The schema of this area.
pub const STEPS: [Step; 1] = [Step {
    area: "pump",
    number: 1,
    sql: include_str!("migrations/0001_pump.sql"),
}];

/// Tables outside the journal: none.
pub const OUTSIDE: [&str; 0] = [];

/// What these pages ask the table of rights for.
pub(crate) const ACTIONS: [Action; 5] = [
    Action::FuelRedemptionAuthorise,
    Action::FuelRedemptionCapture,
    Action::FuelRedemptionView,
    Action::FuelShiftOpen,
    Action::FuelStockReport,
];
