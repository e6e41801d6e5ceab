//! Budget lines, monthly ceilings and what is left of them.
//!
//! A line is an agency's activity, account and source of funds in one year. Each of its twelve
//! months has an account in the ledger whose owner is the line: vouchers promise and use money
//! there. Ceilings change by dated documents only; their history adds up to what is allocated.
#![warn(missing_docs)]

mod actions;
mod api;
mod audit;
mod imports;
mod model;
mod pages;
mod refusals;
mod samples;
mod start;
mod store;
#[cfg(feature = "testkit")]
pub mod testkit;

pub use actions::{
    CeilingsRefusal, CeilingsSet, FreezeMonth, FreezeRefusal, LineRefusal, SetCeilings, add_line,
    edit_line, freeze_month, set_ceilings, unfreeze_month,
};
pub use audit::BudgetAudit;
pub use imports::LineTarget;
pub use model::UnknownWord;
pub use model::balance::Balance;
pub use model::ceilings::{CeilingOutOfRange, Ceilings, MONTH_MAX};
pub use model::document::{Allocation, Document, DocumentKind};
pub use model::line::{
    BudgetLine, BudgetLineId, CODE_MAX, FundSource, LineState, LineWords, NewLine, YEARS,
    read_account_code, read_activity_code,
};
pub use samples::BudgetSamples;
pub use start::start_steps;
pub use store::allocations::list_allocations;
pub use store::balances::{LineBalance, LineFilter, list_agency_balances, list_line_balances};
pub use store::freezes::{Freeze, list_freezes};
pub use store::lines::{list_lines_of, lookup_line, pick_line};
pub use store::months::{find_month, list_months, lookup_line_of_account};
pub use store::movements::{Movement, MovementState, list_movements};

use authz::Action;
use web::{Area, NavGroup, NavItem, fl};

web::area_texts!("budget");

/// The kind of import that brings budget lines with their ceilings.
pub const IMPORT_KIND: &str = "budget-lines";

/// The schema of the budget.
pub const STEPS: [db::Step; 1] = [db::Step {
    area: "budget",
    number: 1,
    sql: include_str!("migrations/0001_budget.sql"),
}];

/// Tables outside the journal: none.
pub const OUTSIDE: [&str; 0] = [];

/// The area: pages, endpoints, menu, rights.
pub fn area() -> Area {
    Area::new("budget")
        .pages(pages::routes())
        .api(api::routes())
        .nav([NavItem {
            text: |locale| fl!(texts(locale), "lines"),
            href: "/pagu",
            group: NavGroup::Work,
            action: Some(Action::BudgetLineView),
        }])
        .actions([Action::BudgetLineView, Action::BudgetLineEdit])
        .steps(&STEPS)
        .samples(pages::samples)
}
