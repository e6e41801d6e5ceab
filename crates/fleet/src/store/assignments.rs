//! Holders and drivers.

use base::{CivilDate, PersonId, TenantId, UtcMicros, Uuid};
use db::{Failure, Row, Tx, params};

use crate::{Assignment, NewAssignment, VehicleId};

// tidy: across tenants: only a beginning; every reader adds the tenant it asks for.
const COLUMNS: &str = "SELECT id, vehicle_id, person_id, duty, from_on, until_on, decree_number, \
    revision FROM vehicle_person";

/// The most people shown of a vehicle, and vehicles of a person.
const ASSIGNMENTS_MAX: i64 = 300;

fn assignment(row: &Row) -> Result<Assignment, Failure> {
    Ok(Assignment {
        id: row.get("id")?,
        vehicle: row.get("vehicle_id")?,
        person: row.get("person_id")?,
        duty: row.parse("duty")?,
        from_on: row.get("from_on")?,
        until_on: row.get("until_on")?,
        decree_number: row.get("decree_number")?,
        revision: row.get("revision")?,
    })
}

/// The people of a vehicle over time, the latest first.
pub fn list_assignments(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
) -> Result<Vec<Assignment>, Failure> {
    let rows = tx.query(
        &format!(
            "{COLUMNS} WHERE tenant_id = $1 AND vehicle_id = $2 \
             ORDER BY from_on DESC, id DESC LIMIT $3"
        ),
        params![tenant, vehicle, ASSIGNMENTS_MAX],
    )?;
    rows.iter().map(assignment).collect()
}

/// The people who may draw fuel for a vehicle on a day, holders first, each once.
pub fn list_drivers_on(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
    on: CivilDate,
) -> Result<Vec<PersonId>, Failure> {
    let rows = tx.query(
        "SELECT person_id FROM vehicle_person WHERE tenant_id = $1 AND vehicle_id = $2 \
         AND from_on <= $3 AND (until_on IS NULL OR until_on >= $3) \
         ORDER BY CASE WHEN duty = 'holder' THEN 0 ELSE 1 END, from_on, id LIMIT $4",
        params![tenant, vehicle, on.to_string().as_str(), ASSIGNMENTS_MAX],
    )?;
    let mut people: Vec<PersonId> = Vec::with_capacity(rows.len());
    for row in &rows {
        let person = row.get("person_id")?;
        if !people.contains(&person) {
            people.push(person);
        }
    }
    Ok(people)
}

/// The vehicles a person may draw fuel for on a day.
pub fn list_vehicles_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
    on: CivilDate,
) -> Result<Vec<VehicleId>, Failure> {
    let rows = tx.query(
        "SELECT DISTINCT vehicle_id FROM vehicle_person WHERE tenant_id = $1 AND person_id = $2 \
         AND from_on <= $3 AND (until_on IS NULL OR until_on >= $3) LIMIT $4",
        params![tenant, person, on.to_string().as_str(), ASSIGNMENTS_MAX],
    )?;
    rows.iter().map(|row| row.get("vehicle_id")).collect()
}

/// The vehicles a person was ever a driver or holder of.
pub fn list_vehicles_ever_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    person: PersonId,
) -> Result<Vec<VehicleId>, Failure> {
    let rows = tx.query(
        "SELECT DISTINCT vehicle_id FROM vehicle_person WHERE tenant_id = $1 AND person_id = $2 \
         LIMIT $3",
        params![tenant, person, ASSIGNMENTS_MAX],
    )?;
    rows.iter().map(|row| row.get("vehicle_id")).collect()
}

/// One assignment.
pub(crate) fn lookup_assignment(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
) -> Result<Option<Assignment>, Failure> {
    let row = tx.query_opt(
        &format!("{COLUMNS} WHERE tenant_id = $1 AND id = $2"),
        params![tenant, id],
    )?;
    row.as_ref().map(assignment).transpose()
}

pub(crate) fn insert_assignment(
    tx: &mut Tx<'_>,
    (tenant, id, at): (TenantId, Uuid, UtcMicros),
    new: &NewAssignment,
) -> Result<(), Failure> {
    let until = new.until_on.map(|day| day.to_string());
    tx.change_exactly_one(
        "INSERT INTO vehicle_person (tenant_id, id, vehicle_id, person_id, duty, from_on, until_on, \
         decree_number, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            tenant,
            id,
            new.vehicle,
            new.person,
            new.duty.code(),
            new.from_on.to_string().as_str(),
            &until,
            &new.decree_number,
            at
        ],
    )
}

/// Sets the last day of an assignment; `false` where it was changed meanwhile.
pub(crate) fn end_assignment(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, revision): (Uuid, i64),
    until: CivilDate,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE vehicle_person SET until_on = $4 WHERE tenant_id = $1 AND id = $2 AND revision = $3",
        params![tenant, id, revision, until.to_string().as_str()],
    )
}
