//! Classes of vehicles.

use base::TenantId;
use db::{Failure, Row, Tx, params};

use crate::VehicleClass;

/// The most classes a city may have.
const CLASSES_MAX: i64 = 200;

fn class(row: &Row) -> Result<VehicleClass, Failure> {
    let low: Option<i64> = row.get("norm_low_ml")?;
    let high: Option<i64> = row.get("norm_high_ml")?;
    Ok(VehicleClass {
        code: row.get("code")?,
        name: row.get("name")?,
        name_en: row.get("name_en")?,
        kind: row.parse("kind")?,
        meter: row.parse("meter")?,
        norm_ml: low.zip(high),
    })
}

/// The city's classes, in the order of choice.
pub fn list_classes(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<VehicleClass>, Failure> {
    let rows = tx.query(
        "SELECT code, name, name_en, kind, meter, norm_low_ml, norm_high_ml FROM vehicle_class \
         WHERE tenant_id = $1 ORDER BY position, code LIMIT $2",
        params![tenant, CLASSES_MAX],
    )?;
    rows.iter().map(class).collect()
}

/// The class with this code.
pub fn lookup_class(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    code: &str,
) -> Result<Option<VehicleClass>, Failure> {
    let row = tx.query_opt(
        "SELECT code, name, name_en, kind, meter, norm_low_ml, norm_high_ml FROM vehicle_class \
         WHERE tenant_id = $1 AND code = $2",
        params![tenant, code],
    )?;
    row.as_ref().map(class).transpose()
}

/// Adds a class; `false` where its code is there already.
pub(crate) fn insert_class(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    position: i64,
    class: &VehicleClass,
) -> Result<bool, Failure> {
    tx.change_one(
        "INSERT INTO vehicle_class (tenant_id, code, name, name_en, kind, meter, norm_low_ml, \
         norm_high_ml, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (tenant_id, code) DO NOTHING",
        params![
            tenant,
            &class.code,
            &class.name,
            &class.name_en,
            class.kind.code(),
            class.meter.code(),
            class.norm_ml.map(|(low, _)| low),
            class.norm_ml.map(|(_, high)| high),
            position
        ],
    )
}
