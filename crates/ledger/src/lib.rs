//! Two-phase budget accounting: what may be used, what is promised, what is used.
//!
//! An account belongs to an owner (a budget line, a quota) and a period (a month of the city). Its
//! `allocated` amount is *available*, *pending* (promised to issued vouchers) or *posted* (used).
//! Operations change balances by conditional updates, so that many clerks at once never overspend;
//! the schema's CHECKs are the backstop. Callers record the changes in the journal.
//!
//! Invariants, held by the simulation in the tests on both databases:
//! - `pending` is the sum of the pending amounts of the account's transfers, `posted` of the posted;
//! - `pending + posted <= allocated + overdrawn`;
//! - only [`post_fact`], [`reverse`] of a reversal and a cut of the budget raise `overdrawn`.
#![warn(missing_docs)]
#![deny(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

mod account;
mod forget;
mod operations;
mod refusal;
mod transfer;

pub use account::{
    Account, AccountId, NewAccount, Unit, find_account, lookup_account, open_account,
};
pub use forget::{forget_accounts, forget_transfers};
pub use operations::{
    expire, extend, freeze, post, post_fact, post_of, reallocate, reserve, reverse, unfreeze, void,
};
pub use refusal::LedgerRefusal;
pub use transfer::{
    Transfer, TransferId, TransferKind, TransferState, account_of, list_transfers,
    list_transfers_of, lookup_transfer,
};

use db::Step;

/// The schema of the ledger.
pub const STEPS: [Step; 1] = [Step {
    area: "ledger",
    number: 1,
    sql: include_str!("migrations/0001_ledger.sql"),
}];
