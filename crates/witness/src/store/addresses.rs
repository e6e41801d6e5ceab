//! Who keeps checkpoints outside of the house.

use base::{TenantId, UtcMicros};
use db::{Failure, Row, Tx, params};

db::ids! {
    /// An address of a witness.
    AddressId,
}

/// Addresses a city has at most.
pub(crate) const ADDRESSES_MAX: i64 = 20;

/// An office that keeps checkpoints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The id.
    pub id: AddressId,
    /// The office, such as `Inspektorat`.
    pub office: String,
    /// Its mail address.
    pub email: String,
}

/// An address with what became of its letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressLine {
    /// The address.
    pub address: Address,
    /// When a letter was last handed to the mail server.
    pub sent_at: Option<UtcMicros>,
    /// How many letters wait.
    pub waiting: i64,
    /// What hindered the last failed try of a letter that still waits.
    pub problem: Option<String>,
}

fn address(row: &Row) -> Result<Address, Failure> {
    Ok(Address {
        id: row.get("id")?,
        office: row.get("office")?,
        email: row.get("email")?,
    })
}

/// All addresses with the state of their letters, by office.
pub fn list_addresses(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<AddressLine>, Failure> {
    let rows = tx.query(
        "SELECT a.id, a.office, a.email, \
         (SELECT MAX(l.sent_at) FROM witness_letter l \
          WHERE l.tenant_id = a.tenant_id AND l.email = a.email) AS sent_at, \
         (SELECT COUNT(*) FROM witness_letter l WHERE l.tenant_id = a.tenant_id \
          AND l.email = a.email AND l.sent_at IS NULL) AS waiting, \
         (SELECT MAX(l.problem) FROM witness_letter l WHERE l.tenant_id = a.tenant_id \
          AND l.email = a.email AND l.sent_at IS NULL) AS problem \
         FROM witness_address a WHERE a.tenant_id = $1 ORDER BY a.office, a.email LIMIT $2",
        params![tenant, ADDRESSES_MAX],
    )?;
    let line = |row: &Row| {
        Ok(AddressLine {
            address: address(row)?,
            sent_at: row.get("sent_at")?,
            waiting: row.get("waiting")?,
            problem: row.get("problem")?,
        })
    };
    rows.iter().map(line).collect()
}

/// How many addresses a city has.
pub fn count_addresses(tx: &mut Tx<'_>, tenant: TenantId) -> Result<i64, Failure> {
    tx.query_one(
        "SELECT COUNT(*) AS count FROM witness_address WHERE tenant_id = $1",
        params![tenant],
    )?
    .get("count")
}

pub(crate) fn lookup_address(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: AddressId,
) -> Result<Option<Address>, Failure> {
    let row = tx.query_opt(
        "SELECT id, office, email FROM witness_address WHERE tenant_id = $1 AND id = $2",
        params![tenant, id],
    )?;
    row.as_ref().map(address).transpose()
}

pub(crate) fn is_kept(tx: &mut Tx<'_>, tenant: TenantId, email: &str) -> Result<bool, Failure> {
    let row = tx.query_opt(
        "SELECT id FROM witness_address WHERE tenant_id = $1 AND email = $2",
        params![tenant, email],
    )?;
    Ok(row.is_some())
}

pub(crate) fn insert_address(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    address: &Address,
    at: UtcMicros,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO witness_address (tenant_id, id, office, email, created_at) \
         VALUES ($1, $2, $3, $4, $5)",
        params![tenant, address.id, &address.office, &address.email, at],
    )
}

pub(crate) fn delete_address(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: AddressId,
) -> Result<bool, Failure> {
    tx.change_one(
        "DELETE FROM witness_address WHERE tenant_id = $1 AND id = $2",
        params![tenant, id],
    )
}
