//! What a line, a month or an agency has, promised and used.

use base::Rupiah;

/// Sums over the months that are looked at, in rupiah.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// What may be used.
    pub allocated: Rupiah,
    /// What is promised to vouchers.
    pub pending: Rupiah,
    /// What is used.
    pub posted: Rupiah,
    /// What can still be promised; nothing of months that are frozen or overdrawn.
    pub available: Rupiah,
    /// By how much months are beyond their ceilings.
    pub overdrawn: Rupiah,
    /// How many months are frozen.
    pub frozen_count: i64,
}

impl Balance {
    /// The balance of one account.
    pub fn of(account: &ledger::Account) -> Self {
        Self {
            allocated: Rupiah::new(account.allocated),
            pending: Rupiah::new(account.pending),
            posted: Rupiah::new(account.posted),
            available: Rupiah::new(account.available()),
            overdrawn: Rupiah::new(account.overdrawn),
            frozen_count: i64::from(account.frozen),
        }
    }

    /// The sum of two balances, held inside the range of the numbers.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let sum = |a: Rupiah, b: Rupiah| Rupiah::new(a.get().saturating_add(b.get()));
        Self {
            allocated: sum(self.allocated, other.allocated),
            pending: sum(self.pending, other.pending),
            posted: sum(self.posted, other.posted),
            available: sum(self.available, other.available),
            overdrawn: sum(self.overdrawn, other.overdrawn),
            frozen_count: self.frozen_count.saturating_add(other.frozen_count),
        }
    }

    /// What is promised and used together.
    pub fn taken(self) -> Rupiah {
        Rupiah::new(self.pending.get().saturating_add(self.posted.get()))
    }
}
