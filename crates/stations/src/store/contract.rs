use base::{CivilDate, Stamp, StationId, TenantId};
use db::{Failure, Row, Tx, params};

use crate::model::contract::{Contract, ContractId, NewContract};

/// More contracts than one station ever has.
const CONTRACTS_MAX: i64 = 500;

fn read(row: &Row) -> Result<Contract, Failure> {
    Ok(Contract {
        id: row.get("id")?,
        content: NewContract {
            station: row.get("station_id")?,
            number: row.get("number")?,
            from_on: row.get("from_on")?,
            until_on: row.get("until_on")?,
            means: row.parse("means")?,
            deposit: row.get("deposit")?,
        },
        revision: row.get("revision")?,
    })
}

/// The contracts of a station, the latest first.
pub fn list_contracts(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: StationId,
) -> Result<Vec<Contract>, Failure> {
    let rows = tx.query(
        "SELECT id, station_id, number, from_on, until_on, means, deposit, revision FROM station_contract \
         WHERE tenant_id = $1 AND station_id = $2 ORDER BY from_on DESC, id LIMIT $3",
        params![tenant, station, CONTRACTS_MAX],
    )?;
    rows.iter().map(read).collect()
}

/// The contract that holds with a station on a day; there is one at most.
pub fn lookup_active_contract(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: StationId,
    on: CivilDate,
) -> Result<Option<Contract>, Failure> {
    let on = on.to_string();
    tx.query_opt(
        "SELECT id, station_id, number, from_on, until_on, means, deposit, revision FROM station_contract \
         WHERE tenant_id = $1 AND station_id = $2 AND from_on <= $3 AND until_on >= $3",
        params![tenant, station, &on],
    )?
    .as_ref()
    .map(read)
    .transpose()
}

/// A contract.
pub fn lookup_contract(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: ContractId,
) -> Result<Option<Contract>, Failure> {
    tx.query_opt(
        "SELECT id, station_id, number, from_on, until_on, means, deposit, revision FROM station_contract \
         WHERE tenant_id = $1 AND id = $2",
        params![tenant, id],
    )?
    .as_ref()
    .map(read)
    .transpose()
}

/// Lets changes of a station's contracts wait for each other; whether the station is there.
pub(crate) fn lock_contracts(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    station: StationId,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE station SET contracts_changed_at = $3 WHERE tenant_id = $1 AND id = $2",
        params![stamp.tenant, station, stamp.at],
    )
}

pub(crate) fn insert_contract(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    contract: &NewContract,
) -> Result<ContractId, Failure> {
    let id = ContractId::new(stamp.next_id());
    let (from_on, until_on) = (contract.from_on.to_string(), contract.until_on.to_string());
    tx.change_exactly_one(
        "INSERT INTO station_contract (tenant_id, id, station_id, number, from_on, until_on, means, deposit) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            stamp.tenant,
            id,
            contract.station,
            &contract.number,
            &from_on,
            &until_on,
            contract.means.word(),
            contract.deposit
        ],
    )?;
    Ok(id)
}

/// Whether the contract still had the revision.
pub(crate) fn update_contract_end(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: ContractId,
    (revision, until_on): (i64, CivilDate),
) -> Result<bool, Failure> {
    let until_on = until_on.to_string();
    tx.change_one(
        "UPDATE station_contract SET until_on = $3 WHERE tenant_id = $1 AND id = $2 AND revision = $4",
        params![tenant, id, &until_on, revision],
    )
}
