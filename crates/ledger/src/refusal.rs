//! Why the ledger said no.

use crate::AccountId;

/// Why an operation was refused; amounts are in the account's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LedgerRefusal {
    /// There is no such account: nothing was allocated for this owner and period.
    #[error("there is no such account")]
    NoAccount,
    /// Less is available than was asked for.
    #[error("{available} available, {wanted} wanted")]
    NotEnough {
        /// The account.
        account: AccountId,
        /// What is available.
        available: i64,
        /// What was asked for.
        wanted: i64,
    },
    /// The account is frozen: its budget was cut below what is promised, or someone stopped it.
    #[error("the account is frozen")]
    Frozen {
        /// The account.
        account: AccountId,
    },
    /// More was used than allocated; nothing new is promised until the budget is raised.
    #[error("the account is overdrawn by {by}")]
    Overdrawn {
        /// The account.
        account: AccountId,
        /// By how much.
        by: i64,
    },
    /// The transfer is no longer pending.
    #[error("the transfer is not pending")]
    NotPending,
    /// More was used than the transfer promises.
    #[error("{wanted} wanted of {pending} pending")]
    ExceedsPending {
        /// What is promised.
        pending: i64,
        /// What was used.
        wanted: i64,
    },
    /// The transfer was reversed already, or was never posted.
    #[error("the transfer cannot be reversed")]
    NotReversible,
    /// An amount is zero or negative where it must be positive.
    #[error("the amount must be positive")]
    NotPositive,
}
