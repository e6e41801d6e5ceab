//! The rows of sample stations.

use base::{TenantId, Uuid};
use db::{Failure, Tx, params};

/// What hangs on the sample stations.
pub(crate) struct SampleCounts {
    pub(crate) stations: i64,
    pub(crate) prices: i64,
    pub(crate) devices: i64,
    pub(crate) shifts: i64,
}

/// How much there is to delete.
pub(crate) fn count_sample_stations(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<SampleCounts, Failure> {
    let mut count = |table: &str, column: &str| {
        let sql = format!(
            "SELECT COUNT(*) AS count FROM {table} WHERE tenant_id = $1 AND {column} IN \
             (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'station')"
        );
        tx.query_one(&sql, params![tenant])?.get::<i64>("count")
    };
    Ok(SampleCounts {
        stations: count("station", "id")?,
        prices: count("price_notice", "station_id")?,
        devices: count("device", "station_id")?,
        shifts: count("shift", "station_id")?,
    })
}

/// Deletes some shifts of a station; gives how many.
pub(crate) fn delete_sample_shifts(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: Uuid,
    most: i64,
) -> Result<i64, Failure> {
    let gone = tx.change(
        "DELETE FROM shift WHERE tenant_id = $1 AND id IN \
         (SELECT s.id FROM shift s JOIN device d ON d.tenant_id = s.tenant_id AND d.id = s.device_id \
         WHERE s.tenant_id = $1 AND (s.station_id = $2 OR d.station_id = $2) LIMIT $3)",
        params![tenant, station, most],
    )?;
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

/// Deletes a station without shifts, with contract, prices, stock-outs and devices.
pub(crate) fn delete_sample_station(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: Uuid,
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "DELETE FROM device_seen WHERE tenant_id = $1 AND device_id IN \
         (SELECT id FROM device WHERE tenant_id = $1 AND station_id = $2)",
        params![tenant, station],
    )?;
    for sql in [
        "DELETE FROM device WHERE tenant_id = $1 AND station_id = $2",
        "DELETE FROM station_contract WHERE tenant_id = $1 AND station_id = $2",
        "DELETE FROM price_notice WHERE tenant_id = $1 AND station_id = $2",
        "DELETE FROM stock_out WHERE tenant_id = $1 AND station_id = $2",
        "DELETE FROM station_product WHERE tenant_id = $1 AND station_id = $2",
        "DELETE FROM station WHERE tenant_id = $1 AND id = $2",
    ] {
        tx.change(sql, params![tenant, station])?;
    }
    Ok(())
}
