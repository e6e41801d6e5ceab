//! The list of vehicles, a page at a time.

use std::collections::BTreeSet;

use authz::{Reach, ReachColumns};
use base::{AgencyId, CivilDate, Cursor, Page, PageSize, TenantId, UnitId};
use db::{Failure, Statement, Tx, params};

use super::vehicles::{COLUMNS, vehicle};
use super::words::prefix_range;
use crate::model::plate::plate_key;
use crate::model::vehicle::search_words;
use crate::{Vehicle, VehicleId, VehicleKind, VehicleState};

/// Which vehicles a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VehicleFilter {
    /// Of this agency.
    pub agency: Option<AgencyId>,
    /// Vehicles or machines.
    pub kind: Option<VehicleKind>,
    /// Of this class.
    pub class: Option<String>,
    /// In this state today.
    pub state: Option<VehicleState>,
    /// Whose chassis or engine number is missing.
    pub incomplete: bool,
    /// A plate of any time, or beginnings of words of label, asset code, chassis or engine number.
    pub words: String,
}

/// Words looked for at once.
const WORDS_MAX: usize = 4;

/// The condition for vehicles that are a person's own today; `$2` is the day.
const OWN: &str = "EXISTS (SELECT 1 FROM vehicle_person o WHERE o.tenant_id = v.tenant_id \
    AND o.vehicle_id = v.id AND o.person_id IN ({}) AND o.from_on <= $2 \
    AND (o.until_on IS NULL OR o.until_on >= $2))";

/// Vehicles within a reach, by plate and then by name; merged ones are left out.
pub fn list_vehicles(
    tx: &mut Tx<'_>,
    (tenant, on): (TenantId, CivilDate),
    reach: &Reach,
    filter: &VehicleFilter,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<Vehicle>, Failure> {
    let day = on.to_string();
    let ranges = word_ranges(&filter.words);
    let mut statement = Statement::new(
        format!(
            "SELECT {COLUMNS} FROM vehicle v WHERE v.tenant_id = $1 AND v.merged_into_id IS NULL"
        ),
        params![tenant, day.as_str()],
    );
    let columns = ReachColumns {
        agency: Some("v.agency_id"),
        unit: Some("v.unit_id"),
        own: Some(OWN),
        station: None,
    };
    if !statement.within(reach.filter(columns).conditions()) {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    }
    narrow(&mut statement, filter);
    for (from, to) in &ranges {
        let (from, to) = (statement.place(from.as_str()), statement.place(to.as_str()));
        statement.push(&format!(
            " AND v.id IN (SELECT w.vehicle_id FROM vehicle_word w WHERE w.tenant_id = $1 \
             AND w.word >= {from} AND w.word <= {to})"
        ));
    }
    statement.after("v.list_key", "v.id", after);
    let limit = statement.place(size.limit());
    statement.push(&format!(" ORDER BY v.list_key, v.id LIMIT {limit}"));
    let rows = tx.query(&statement.sql, &statement.params)?;
    let found: Result<Vec<(String, Vehicle)>, Failure> = rows
        .iter()
        .map(|row| Ok((row.get("list_key")?, vehicle(row)?)))
        .collect();
    let page = Page::cut(found?, size, |(key, vehicle)| Cursor {
        key: key.clone(),
        id: vehicle.id.uuid(),
    });
    Ok(page.map(|(_, vehicle)| vehicle))
}

/// Vehicles of units that are asked for at once.
const UNIT_VEHICLES_MAX: i64 = 2_000;

/// The vehicles and machines of some units.
pub fn list_unit_vehicles(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    units: &BTreeSet<UnitId>,
) -> Result<Vec<VehicleId>, Failure> {
    let mut statement = Statement::new(
        "SELECT v.id FROM vehicle v WHERE v.tenant_id = $1",
        params![tenant],
    );
    let ids = units.iter().map(|unit| unit.uuid()).collect();
    if units.is_empty() || !statement.within(Some(&[("v.unit_id", ids)])) {
        return Ok(Vec::new());
    }
    let limit = statement.place(UNIT_VEHICLES_MAX);
    statement.push(&format!(" ORDER BY v.id LIMIT {limit}"));
    let rows = tx.query(&statement.sql, &statement.params)?;
    rows.iter().map(|row| row.get("id")).collect()
}

fn narrow<'a>(statement: &mut Statement<'a>, filter: &'a VehicleFilter) {
    if let Some(agency) = filter.agency {
        let place = statement.place(agency);
        statement.push(&format!(" AND v.agency_id = {place}"));
    }
    if let Some(kind) = filter.kind {
        let place = statement.place(kind.code());
        statement.push(&format!(" AND v.kind = {place}"));
    }
    if let Some(class) = &filter.class {
        let place = statement.place(class.as_str());
        statement.push(&format!(" AND v.class_code = {place}"));
    }
    if filter.incomplete {
        statement
            .push(" AND v.kind = 'vehicle' AND (v.chassis_key IS NULL OR v.engine_key IS NULL)");
    }
    if let Some(state) = filter.state {
        let place = statement.place(state.code());
        if state != VehicleState::Active {
            // Rare states are found from their own index instead of by walking the whole list.
            statement.push(&format!(
                " AND v.id IN (SELECT c.vehicle_id FROM vehicle_status c WHERE c.tenant_id = $1 \
                 AND c.state = {place} AND c.from_on <= $2 \
                 AND (c.until_on IS NULL OR c.until_on >= $2))"
            ));
        }
        statement.push(&format!(
            " AND COALESCE((SELECT s.state FROM vehicle_status s WHERE s.tenant_id = v.tenant_id \
             AND s.vehicle_id = v.id AND s.from_on <= $2 \
             AND (s.until_on IS NULL OR s.until_on >= $2) \
             ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1), 'active') = {place}"
        ));
    }
}

/// The ranges of words to look for; a plate with spaces is one word.
fn word_ranges(typed: &str) -> Vec<(String, String)> {
    let as_plate = crate::Plate::read(typed).filter(|plate| plate.as_str().contains(' '));
    let words = match as_plate {
        Some(plate) => vec![plate_key(plate.as_str()).to_lowercase()],
        None => search_words(typed),
    };
    words
        .iter()
        .take(WORDS_MAX)
        .map(|word| prefix_range(word))
        .collect()
}
