//! A ledger without a database: plain maps and the rules as sentences.

use std::collections::BTreeMap;

use ledger::LedgerRefusal;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ModelAccount {
    pub(crate) allocated: i64,
    pub(crate) pending: i64,
    pub(crate) posted: i64,
    pub(crate) overdrawn: i64,
    pub(crate) frozen: bool,
}

#[derive(Debug, Clone)]
struct ModelTransfer {
    account: usize,
    pending: Option<i64>,
    posted: i64,
    reversed: bool,
}

/// What may be done, in the words of the ledger.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Operation {
    Reserve { account: usize, amount: i64 },
    Extend { transfer: usize, more: i64 },
    Post { transfer: usize, amount: i64 },
    Void { transfer: usize },
    Expire { transfer: usize },
    Fact { account: usize, amount: i64 },
    Reverse { transfer: usize },
    Reallocate { account: usize, allocated: i64 },
    Freeze { account: usize, frozen: bool },
}

/// How an operation ended, without ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Done,
    NotEnough,
    Frozen,
    Overdrawn,
    NotPending,
    ExceedsPending,
    NotReversible,
}

impl Operation {
    /// The account it names, by number.
    pub(crate) fn account(self) -> usize {
        match self {
            Self::Reserve { account, .. }
            | Self::Fact { account, .. }
            | Self::Reallocate { account, .. }
            | Self::Freeze { account, .. } => account,
            _ => 0,
        }
    }

    /// The transfer it names, by number.
    pub(crate) fn transfer(self) -> usize {
        match self {
            Self::Extend { transfer, .. }
            | Self::Post { transfer, .. }
            | Self::Void { transfer }
            | Self::Expire { transfer }
            | Self::Reverse { transfer } => transfer,
            _ => 0,
        }
    }
}

impl From<LedgerRefusal> for Ending {
    fn from(refusal: LedgerRefusal) -> Self {
        match refusal {
            LedgerRefusal::NotEnough { .. } => Self::NotEnough,
            LedgerRefusal::Frozen { .. } => Self::Frozen,
            LedgerRefusal::Overdrawn { .. } => Self::Overdrawn,
            LedgerRefusal::NotPending => Self::NotPending,
            LedgerRefusal::ExceedsPending { .. } => Self::ExceedsPending,
            LedgerRefusal::NotReversible => Self::NotReversible,
            other => panic!("the model never meets {other}"),
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) accounts: BTreeMap<usize, ModelAccount>,
    transfers: BTreeMap<usize, ModelTransfer>,
}

impl Model {
    /// Does an operation; a new transfer gets the number `next`.
    pub(crate) fn apply(&mut self, operation: Operation, next: usize) -> Ending {
        match operation {
            Operation::Reserve { account, amount } => {
                let ending = self.promise(account, amount);
                if ending == Ending::Done {
                    self.insert(next, account, Some(amount), 0);
                }
                ending
            }
            Operation::Extend { transfer, more } => self.extend(transfer, more),
            Operation::Post { transfer, amount } => self.settle(transfer, amount),
            Operation::Void { transfer } | Operation::Expire { transfer } => {
                self.settle(transfer, 0)
            }
            Operation::Fact { account, amount } => {
                self.insert(next, account, None, amount);
                self.add(account, amount)
            }
            Operation::Reverse { transfer } => self.reverse(transfer, next),
            Operation::Reallocate { account, allocated } => {
                let found = self.accounts.get_mut(&account).unwrap();
                found.allocated = allocated;
                self.add(account, 0)
            }
            Operation::Freeze { account, frozen } => {
                self.accounts.get_mut(&account).unwrap().frozen = frozen;
                Ending::Done
            }
        }
    }

    fn insert(&mut self, number: usize, account: usize, pending: Option<i64>, posted: i64) {
        let transfer = ModelTransfer {
            account,
            pending,
            posted,
            reversed: false,
        };
        self.transfers.insert(number, transfer);
    }

    fn promise(&mut self, account: usize, amount: i64) -> Ending {
        let account = self.accounts.get_mut(&account).unwrap();
        if account.frozen {
            return Ending::Frozen;
        }
        if account.overdrawn > 0 {
            return Ending::Overdrawn;
        }
        if account.pending + account.posted + amount > account.allocated {
            return Ending::NotEnough;
        }
        account.pending += amount;
        Ending::Done
    }

    fn extend(&mut self, transfer: usize, more: i64) -> Ending {
        let Some(found) = self.transfers.get(&transfer).cloned() else {
            return Ending::NotPending;
        };
        // The ledger asks the account first, then the transfer.
        let before = self.accounts.clone();
        let ending = self.promise(found.account, more);
        if ending != Ending::Done {
            return ending;
        }
        if let Some(pending) = self.transfers.get_mut(&transfer).unwrap().pending.as_mut() {
            *pending += more;
            return Ending::Done;
        }
        self.accounts = before;
        Ending::NotPending
    }

    fn settle(&mut self, transfer: usize, amount: i64) -> Ending {
        let Some(found) = self.transfers.get_mut(&transfer) else {
            return Ending::NotPending;
        };
        let Some(pending) = found.pending else {
            return Ending::NotPending;
        };
        if amount > pending {
            return Ending::ExceedsPending;
        }
        found.pending = None;
        found.posted = amount;
        let account = self.accounts.get_mut(&found.account).unwrap();
        account.pending -= pending;
        account.posted += amount;
        Ending::Done
    }

    fn reverse(&mut self, transfer: usize, next: usize) -> Ending {
        let Some(found) = self.transfers.get_mut(&transfer) else {
            return Ending::NotReversible;
        };
        if found.reversed || found.posted <= 0 {
            return Ending::NotReversible;
        }
        found.reversed = true;
        let (account, posted) = (found.account, found.posted);
        self.insert(next, account, None, -posted);
        self.add(account, -posted)
    }

    /// Adds to what is used; what the allocation does not cover is overdrawn.
    fn add(&mut self, account: usize, amount: i64) -> Ending {
        let account = self.accounts.get_mut(&account).unwrap();
        account.posted += amount;
        account.overdrawn = (account.pending + account.posted - account.allocated).max(0);
        Ending::Done
    }
}
