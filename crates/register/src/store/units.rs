use authz::{Reach, ReachColumns};
use base::{AgencyId, Cursor, Page, PageSize, TenantId, UnitId};
use db::{Failure, Row, Statement, Tx, like_pattern, params};

use crate::{Unit, UnitInput};

const COLUMNS: &str = "SELECT id, agency_id, name, work_pattern, place_code, is_active, revision \
    FROM unit WHERE tenant_id = $1";

const UNITS_MAX: i64 = 5_000;

fn unit(row: &Row) -> Result<Unit, Failure> {
    Ok(Unit {
        id: row.get("id")?,
        agency: row.get("agency_id")?,
        name: row.get("name")?,
        work_pattern: row.parse("work_pattern")?,
        place_code: row.get("place_code")?,
        is_active: row.get("is_active")?,
        revision: row.get("revision")?,
    })
}

/// The unit with this id, closed ones too.
pub fn lookup_unit(tx: &mut Tx<'_>, tenant: TenantId, id: UnitId) -> Result<Option<Unit>, Failure> {
    let row = tx.query_opt(&format!("{COLUMNS} AND id = $2"), params![tenant, id])?;
    row.as_ref().map(unit).transpose()
}

/// The unit of an agency with this name, closed ones too.
pub fn lookup_unit_by_name(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    agency: AgencyId,
    name: &str,
) -> Result<Option<Unit>, Failure> {
    let sql = format!("{COLUMNS} AND agency_id = $2 AND name = $3");
    let row = tx.query_opt(&sql, params![tenant, agency, name])?;
    row.as_ref().map(unit).transpose()
}

/// The units of the city, or of one agency, that exist, by name.
pub fn list_units(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    agency: Option<AgencyId>,
) -> Result<Vec<Unit>, Failure> {
    let mut statement = Statement::new(COLUMNS, params![tenant]);
    statement.push(" AND is_active = TRUE");
    if let Some(agency) = agency {
        let place = statement.place(agency);
        statement.push(&format!(" AND agency_id = {place}"));
    }
    let limit = statement.place(UNITS_MAX);
    statement.push(&format!(" ORDER BY name, id LIMIT {limit}"));
    tx.query(&statement.sql, &statement.params)?
        .iter()
        .map(unit)
        .collect()
}

/// Which units a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct UnitFilter {
    pub(crate) search: String,
    pub(crate) agency: Option<AgencyId>,
}

pub(crate) fn list_units_page(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    filter: &UnitFilter,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<Unit>, Failure> {
    let pattern = like_pattern(&filter.search);
    let mut statement = Statement::new(COLUMNS, params![tenant]);
    let columns = ReachColumns {
        agency: Some("agency_id"),
        unit: Some("id"),
        ..ReachColumns::default()
    };
    if !statement.within(reach.filter(columns).conditions()) {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    }
    if let Some(agency) = filter.agency {
        let place = statement.place(agency);
        statement.push(&format!(" AND agency_id = {place}"));
    }
    statement.matching("name", pattern.as_deref());
    statement.after("name", "id", after);
    let limit = statement.place(size.limit());
    statement.push(&format!(" ORDER BY name, id LIMIT {limit}"));
    let rows = tx.query(&statement.sql, &statement.params)?;
    let units: Result<Vec<Unit>, Failure> = rows.iter().map(unit).collect();
    let cursor = |unit: &Unit| Cursor {
        key: unit.name.clone(),
        id: unit.id.uuid(),
    };
    Ok(Page::cut(units?, size, cursor))
}

pub(crate) fn insert_unit(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: UnitId,
    input: &UnitInput,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO unit (tenant_id, id, agency_id, name, work_pattern, place_code, is_active) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            tenant,
            id,
            input.agency,
            &input.name,
            &input.work_pattern.to_string(),
            &input.place_code,
            input.is_active
        ],
    )
}

/// Changes a unit whose revision is still the expected one; a unit never moves to another agency.
pub(crate) fn update_unit(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, revision): (UnitId, i64),
    input: &UnitInput,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE unit SET name = $4, work_pattern = $5, place_code = $6, is_active = $7 \
         WHERE tenant_id = $1 AND id = $2 AND revision = $3 AND agency_id = $8",
        params![
            tenant,
            id,
            revision,
            &input.name,
            &input.work_pattern.to_string(),
            &input.place_code,
            input.is_active,
            input.agency
        ],
    )
}
