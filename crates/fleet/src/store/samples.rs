//! The rows of sample vehicles, and the real vehicles that refer to samples.

use base::{AgencyId, CivilDate, PersonId, TenantId, UnitId, Uuid};
use db::{Failure, Row, Tx, params};

use crate::VehicleId;

/// More real vehicles than this are not named on one page.
const TIES_MAX: i64 = 20;

/// How many sample vehicles there are, and how many readings of their meters.
pub(crate) fn count_sample_vehicles(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<(i64, i64), Failure> {
    let vehicles = tx.query_one(
        "SELECT COUNT(*) AS count FROM sample_record WHERE tenant_id = $1 AND kind = 'vehicle'",
        params![tenant],
    )?;
    let readings = tx.query_one(
        "SELECT COUNT(*) AS count FROM meter_reading WHERE tenant_id = $1 AND vehicle_id IN \
         (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'vehicle')",
        params![tenant],
    )?;
    Ok((vehicles.get("count")?, readings.get("count")?))
}

/// Deletes some readings of a vehicle, corrections before what they replace; gives how many.
pub(crate) fn delete_sample_readings(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: Uuid,
    most: i64,
) -> Result<i64, Failure> {
    let gone = tx.change(
        "DELETE FROM meter_reading WHERE tenant_id = $1 AND vehicle_id = $2 AND id IN \
         (SELECT r.id FROM meter_reading r WHERE r.tenant_id = $1 AND r.vehicle_id = $2 \
         AND NOT EXISTS (SELECT 1 FROM meter_reading c WHERE c.tenant_id = r.tenant_id \
         AND c.vehicle_id = r.vehicle_id AND c.replaces_id = r.id) LIMIT $3)",
        params![tenant, vehicle, most],
    )?;
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

/// Deletes a vehicle without readings, with all else that is known of it.
pub(crate) fn delete_sample_vehicle(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: Uuid,
) -> Result<(), Failure> {
    tx.execute_outside_journal(
        "DELETE FROM vehicle_word WHERE tenant_id = $1 AND vehicle_id = $2",
        params![tenant, vehicle],
    )?;
    for sql in [
        "DELETE FROM meter_outage WHERE tenant_id = $1 AND vehicle_id = $2",
        "DELETE FROM vehicle_letter WHERE tenant_id = $1 AND vehicle_id = $2",
        "DELETE FROM vehicle_person WHERE tenant_id = $1 AND vehicle_id = $2",
        "DELETE FROM vehicle_status WHERE tenant_id = $1 AND vehicle_id = $2",
        "DELETE FROM plate WHERE tenant_id = $1 AND vehicle_id = $2",
        "DELETE FROM vehicle_merge WHERE tenant_id = $1 AND (dropped_id = $2 OR kept_id = $2)",
        "UPDATE unknown_vehicle SET state = 'open', vehicle_id = NULL, resolved_at = NULL, \
         resolved_by = NULL WHERE tenant_id = $1 AND vehicle_id = $2",
        "DELETE FROM vehicle WHERE tenant_id = $1 AND id = $2",
    ] {
        tx.change(sql, params![tenant, vehicle])?;
    }
    Ok(())
}

/// Deletes some of what a sample person held or drove once; gives how many.
pub(crate) fn delete_assignments_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: Uuid,
    most: i64,
) -> Result<i64, Failure> {
    let gone = tx.change(
        "DELETE FROM vehicle_person WHERE tenant_id = $1 AND person_id = $2 AND id IN \
         (SELECT id FROM vehicle_person WHERE tenant_id = $1 AND person_id = $2 LIMIT $3)",
        params![tenant, person, most],
    )?;
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

fn name(row: &Row) -> Result<String, Failure> {
    let plate: Option<String> = row.get("plate")?;
    match plate {
        Some(plate) => Ok(plate),
        None => row.get("label"),
    }
}

/// A real vehicle with the agency and unit it stands in.
type Within = (VehicleId, String, AgencyId, Option<UnitId>);

/// Real vehicles of a sample agency or unit.
pub(crate) fn list_vehicles_within_samples(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<Within>, Failure> {
    let rows = tx.query(
        "SELECT id, plate, label, agency_id, unit_id FROM vehicle WHERE tenant_id = $1 \
         AND (agency_id IN \
         (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'agency') \
         OR unit_id IN \
         (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'unit')) \
         AND id NOT IN \
         (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'vehicle') \
         ORDER BY list_key, id LIMIT $2",
        params![tenant, TIES_MAX],
    )?;
    rows.iter()
        .map(|row| {
            let place = (row.get("agency_id")?, row.get("unit_id")?);
            Ok((row.get("id")?, name(row)?, place.0, place.1))
        })
        .collect()
}

/// Real vehicles that a sample person holds or drives on a day.
pub(crate) fn list_vehicles_of_sample_people(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    on: CivilDate,
) -> Result<Vec<(VehicleId, String, PersonId)>, Failure> {
    let rows = tx.query(
        "SELECT v.id, v.plate, v.label, a.person_id FROM vehicle_person a \
         JOIN vehicle v ON v.tenant_id = a.tenant_id AND v.id = a.vehicle_id \
         WHERE a.tenant_id = $1 AND a.person_id IN \
         (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'person') \
         AND a.vehicle_id NOT IN \
         (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'vehicle') \
         AND (a.until_on IS NULL OR a.until_on >= $2) ORDER BY v.list_key, v.id LIMIT $3",
        params![tenant, &on.to_string(), TIES_MAX],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, name(row)?, row.get("person_id")?)))
        .collect()
}

/// Real vehicles that were found to be a sample one.
pub(crate) fn list_merged_into_samples(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<(VehicleId, String, Uuid, String)>, Failure> {
    let rows = tx.query(
        "SELECT v.id, v.plate, v.label, k.id AS kept, k.label AS kept_label FROM vehicle v \
         JOIN vehicle k ON k.tenant_id = v.tenant_id AND k.id = v.merged_into_id \
         WHERE v.tenant_id = $1 AND k.id IN \
         (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'vehicle') \
         AND v.id NOT IN \
         (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'vehicle') \
         ORDER BY v.id LIMIT $2",
        params![tenant, TIES_MAX],
    )?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("id")?,
                name(row)?,
                row.get("kept")?,
                row.get("kept_label")?,
            ))
        })
        .collect()
}
