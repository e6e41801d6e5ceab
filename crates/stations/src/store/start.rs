//! What of stations is there to begin with.

use base::{CivilDate, StationId, TenantId};
use db::{Failure, Row, Tx, params};

/// The most rows looked at: enough to know that one is there.
const SOME: i64 = 100;

fn ids(rows: &[Row]) -> Result<Vec<StationId>, Failure> {
    rows.iter().map(|row| row.get("id")).collect()
}

/// Stations that are in use.
pub(crate) fn some_stations(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<StationId>, Failure> {
    let rows = tx.query(
        "SELECT id FROM station WHERE tenant_id = $1 AND is_active = $2 ORDER BY number LIMIT $3",
        params![tenant, true, SOME],
    )?;
    ids(&rows)
}

/// Stations with a contract in force on a day.
pub(crate) fn some_contracted(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    on: CivilDate,
) -> Result<Vec<StationId>, Failure> {
    let rows = tx.query(
        "SELECT DISTINCT station_id AS id FROM station_contract WHERE tenant_id = $1 \
         AND from_on <= $2 AND until_on >= $2 LIMIT $3",
        params![tenant, &on.to_string(), SOME],
    )?;
    ids(&rows)
}

/// Stations with an enrolled pump phone.
pub(crate) fn some_with_device(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<StationId>, Failure> {
    let rows = tx.query(
        "SELECT DISTINCT station_id AS id FROM device WHERE tenant_id = $1 AND state = 'active' \
         LIMIT $2",
        params![tenant, SOME],
    )?;
    ids(&rows)
}
