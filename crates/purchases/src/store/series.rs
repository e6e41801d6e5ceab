//! Meters whose series is to be judged anew.

use base::{TenantId, UtcMicros, Uuid};
use db::{Failure, Row, Tx, params};
use fleet::{HistoricReading, VehicleId};

use crate::model::doubt::Doubts;
use crate::model::purchase::PurchaseId;

/// A series that waits: a vehicle's, or an unknown plate's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Series {
    Vehicle(VehicleId),
    Unknown(Uuid),
}

/// A series that waits and how far it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) series: Series,
    pub(crate) after: (UtcMicros, Uuid),
}

impl Series {
    fn id(self) -> Uuid {
        match self {
            Self::Vehicle(id) => id.uuid(),
            Self::Unknown(id) => id,
        }
    }
}

/// Puts a series on the list of work, from its beginning.
pub(crate) fn mark_series(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    series: Series,
) -> Result<(), Failure> {
    keep_series(tx, tenant, series, (UtcMicros::new(i64::MIN), Uuid::nil()))
}

/// Says how far a series is judged.
pub(crate) fn keep_series(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    series: Series,
    (at, id): (UtcMicros, Uuid),
) -> Result<(), Failure> {
    let is_vehicle = matches!(series, Series::Vehicle(_));
    tx.execute_outside_journal(
        "INSERT INTO purchase_series (tenant_id, series_id, is_vehicle, after_at, after_id) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, series_id) \
         DO UPDATE SET after_at = $4, after_id = $5",
        params![tenant, series.id(), is_vehicle, at, id],
    )?;
    Ok(())
}

/// Takes a series off the list.
pub(crate) fn finish_series(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    series: Series,
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "DELETE FROM purchase_series WHERE tenant_id = $1 AND series_id = $2",
        params![tenant, series.id()],
    )?;
    Ok(())
}

/// Some series that wait.
pub(crate) fn list_waiting(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    limit: i64,
) -> Result<Vec<Waiting>, Failure> {
    let rows = tx.query(
        "SELECT series_id, is_vehicle, after_at, after_id FROM purchase_series \
         WHERE tenant_id = $1 ORDER BY series_id LIMIT $2",
        params![tenant, limit],
    )?;
    rows.iter()
        .map(|row| {
            let series = if row.get("is_vehicle")? {
                Series::Vehicle(row.get("series_id")?)
            } else {
                Series::Unknown(row.get("series_id")?)
            };
            Ok(Waiting {
                series,
                after: (row.get("after_at")?, row.get("after_id")?),
            })
        })
        .collect()
}

/// A purchase with its meter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Metered {
    pub(crate) id: PurchaseId,
    pub(crate) reading: HistoricReading,
    pub(crate) is_hours: bool,
    pub(crate) doubts: Doubts,
}

fn metered(row: &Row) -> Result<Metered, Failure> {
    let id: PurchaseId = row.get("id")?;
    let unit: String = row.get("meter_unit")?;
    Ok(Metered {
        id,
        reading: HistoricReading {
            source_id: id.uuid(),
            at: row.get("bought_at")?,
            value: row.get("meter_value")?,
            filled: row.get("volume_ml")?,
        },
        is_hours: unit == "hour",
        doubts: row.parse("doubts")?,
    })
}

/// Purchases of fuel of a vehicle whose meter was read, oldest first after a place.
pub(crate) fn list_metered(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
    ((at, id), limit): ((UtcMicros, Uuid), i64),
) -> Result<Vec<Metered>, Failure> {
    let rows = tx.query(
        "SELECT id, bought_at, meter_value, meter_unit, volume_ml, doubts FROM purchase \
         WHERE tenant_id = $1 AND vehicle_id = $2 AND kind = 'fuel' AND meter_value IS NOT NULL \
         AND (bought_at, id) > ($3, $4) ORDER BY bought_at, id LIMIT $5",
        params![tenant, vehicle, at, id, limit],
    )?;
    rows.iter().map(metered).collect()
}

/// The latest purchases of fuel under an unknown plate whose meter was read, oldest first.
pub(crate) fn list_metered_unknown(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unknown: Uuid,
    limit: i64,
) -> Result<Vec<Metered>, Failure> {
    let rows = tx.query(
        "SELECT id, bought_at, meter_value, meter_unit, volume_ml, doubts FROM purchase \
         WHERE tenant_id = $1 AND unknown_id = $2 AND vehicle_id IS NULL AND kind = 'fuel' \
         AND meter_value IS NOT NULL ORDER BY bought_at DESC, id DESC LIMIT $3",
        params![tenant, unknown, limit],
    )?;
    rows.iter().rev().map(metered).collect()
}
