//! Vehicles that may be one and the same.

use base::TenantId;
use db::{Failure, Tx, params};

use super::unknowns::suggest_vehicles;
use crate::{Vehicle, VehicleId};

/// Why two vehicles may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same chassis number.
    Chassis,
    /// The same engine number.
    Engine,
    /// The same plate at the same time, or plates that one or two slips tell apart.
    Plate,
}

/// Another vehicle that may be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twin {
    /// The other one.
    pub vehicle: VehicleId,
    /// Why.
    pub likeness: Likeness,
}

/// The most twins named.
const TWINS_MAX: i64 = 20;

/// Vehicles that may be the same as this one; only a person merges them.
pub fn list_twins(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: &Vehicle,
) -> Result<Vec<Twin>, Failure> {
    let (chassis, engine) = vehicle.asset.keys();
    let mut twins: Vec<Twin> = Vec::new();
    for (column, key, likeness) in [
        ("chassis_key", chassis, Likeness::Chassis),
        ("engine_key", engine, Likeness::Engine),
    ] {
        let Some(key) = key else { continue };
        let rows = tx.query(
            &format!(
                "SELECT id FROM vehicle WHERE tenant_id = $1 AND {column} = $2 AND id <> $3 \
                 AND merged_into_id IS NULL ORDER BY id LIMIT $4"
            ),
            params![tenant, &key, vehicle.id, TWINS_MAX],
        )?;
        for row in &rows {
            twins.push(Twin {
                vehicle: row.get("id")?,
                likeness,
            });
        }
    }
    if let Some(plate) = &vehicle.plate {
        for suggestion in suggest_vehicles(tx, tenant, plate)? {
            // Neighbouring numbers are given out to a whole delivery: only the same plate is a sign.
            if suggestion.distance == 0 && suggestion.vehicle != vehicle.id {
                twins.push(Twin {
                    vehicle: suggestion.vehicle,
                    likeness: Likeness::Plate,
                });
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    twins.retain(|twin| seen.insert(twin.vehicle));
    Ok(twins)
}

/// The most pairs of one list.
const PAIRS_MAX: i64 = 500;

/// Pairs of rows in the whole city with one chassis or one engine number.
pub fn list_look_alikes(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<(VehicleId, VehicleId, Likeness)>, Failure> {
    let mut pairs = Vec::new();
    for (column, likeness) in [
        ("chassis_key", Likeness::Chassis),
        ("engine_key", Likeness::Engine),
    ] {
        let rows = tx.query(
            &format!(
                "SELECT a.id AS one_id, b.id AS other_id FROM vehicle a JOIN vehicle b \
                 ON b.tenant_id = a.tenant_id AND b.{column} = a.{column} AND b.id > a.id \
                 WHERE a.tenant_id = $1 AND a.{column} IS NOT NULL AND a.merged_into_id IS NULL \
                 AND b.merged_into_id IS NULL ORDER BY a.id, b.id LIMIT $2"
            ),
            params![tenant, PAIRS_MAX],
        )?;
        for row in &rows {
            let (one, other) = (row.get("one_id")?, row.get("other_id")?);
            let is_new = pairs
                .iter()
                .all(|(a, b, _): &(VehicleId, VehicleId, Likeness)| (*a, *b) != (one, other));
            if is_new {
                pairs.push((one, other, likeness));
            }
        }
    }
    Ok(pairs)
}
