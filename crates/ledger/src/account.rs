//! Accounts and their balances.

use base::{Stamp, TenantId, Uuid};
use db::{Failure, Row, Tx, params};

db::ids! {
    /// Identifies an account.
    AccountId
}

/// What an account counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Whole rupiah.
    Rupiah,
    /// Millilitres.
    Millilitres,
}

impl Unit {
    /// The word in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rupiah => "rupiah",
            Self::Millilitres => "millilitres",
        }
    }
}

impl std::str::FromStr for Unit {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        match text {
            "rupiah" => Ok(Self::Rupiah),
            "millilitres" => Ok(Self::Millilitres),
            other => Err(Failure::bug(format!("unknown unit {other}"))),
        }
    }
}

/// An account with its balances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The id.
    pub id: AccountId,
    /// The budget line or quota it belongs to.
    pub owner: Uuid,
    /// The period, such as `2026-11`.
    pub period: String,
    /// What it counts.
    pub unit: Unit,
    /// What may be used.
    pub allocated: i64,
    /// What is promised to reservations.
    pub pending: i64,
    /// What is used.
    pub posted: i64,
    /// What was used beyond the allocation.
    pub overdrawn: i64,
    /// Whether nothing new may be promised.
    pub frozen: bool,
}

impl Account {
    /// What can still be promised; zero while frozen or overdrawn.
    pub fn available(&self) -> i64 {
        if self.frozen || self.overdrawn > 0 {
            return 0;
        }
        self.allocated
            .saturating_sub(self.pending)
            .saturating_sub(self.posted)
            .max(0)
    }
}

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// The budget line or quota it belongs to.
    pub owner: Uuid,
    /// The period, such as `2026-11`.
    pub period: &'a str,
    /// What it counts.
    pub unit: Unit,
    /// What may be used.
    pub allocated: i64,
}

/// Opens an account unless the owner has one for this period; gives its id either way.
pub fn open_account(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    new: &NewAccount<'_>,
) -> Result<AccountId, Failure> {
    let id = AccountId::new(stamp.next_id());
    let opened = tx.change_one(
        "INSERT INTO ledger_account (tenant_id, id, owner_id, period, unit, allocated, pending, \
         posted, overdrawn, frozen) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, FALSE) \
         ON CONFLICT (tenant_id, owner_id, period, unit) DO NOTHING",
        params![
            stamp.tenant,
            id,
            new.owner,
            new.period,
            new.unit.code(),
            new.allocated
        ],
    )?;
    if opened {
        return Ok(id);
    }
    let existing = find_account(tx, stamp.tenant, new.owner, new.period, new.unit)?;
    existing
        .map(|account| account.id)
        .ok_or_else(|| Failure::bug("an account vanished"))
}

const COLUMNS: &str = "id, owner_id, period, unit, allocated, pending, posted, overdrawn, frozen";

/// The account of an owner for a period.
pub fn find_account(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    owner: Uuid,
    period: &str,
    unit: Unit,
) -> Result<Option<Account>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ledger_account \
         WHERE tenant_id = $1 AND owner_id = $2 AND period = $3 AND unit = $4"
    );
    let row = tx.query_opt(&sql, params![tenant, owner, period, unit.code()])?;
    row.as_ref().map(read_account).transpose()
}

/// An account by its id.
pub fn lookup_account(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: AccountId,
) -> Result<Option<Account>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM ledger_account WHERE tenant_id = $1 AND id = $2");
    let row = tx.query_opt(&sql, params![tenant, id])?;
    row.as_ref().map(read_account).transpose()
}

fn read_account(row: &Row) -> Result<Account, Failure> {
    Ok(Account {
        id: row.get("id")?,
        owner: row.get("owner_id")?,
        period: row.get("period")?,
        unit: row.parse("unit")?,
        allocated: row.get("allocated")?,
        pending: row.get("pending")?,
        posted: row.get("posted")?,
        overdrawn: row.get("overdrawn")?,
        frozen: row.get("frozen")?,
    })
}
