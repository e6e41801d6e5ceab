//! Plates the register does not know.

use std::collections::{BTreeMap, BTreeSet};

use base::{Cursor, Page, PageSize, Stamp, TenantId, UtcMicros, Uuid};
use db::{Failure, Row, Statement, Tx, params};

use super::plates::{list_carriers, list_carriers_of};
use super::words::prefix_range;
use crate::model::plate::plate_key;
use crate::model::unknown::{DISTANCE_MAX, plate_distance};
use crate::{PlateMatch, PlateSpan, Suggestion, UnknownState, UnknownVehicle, VehicleId};

// tidy: across tenants: only a beginning; every reader adds the tenant it asks for.
const COLUMNS: &str = "SELECT id, text, plate_key, count, first_seen_at, last_seen_at, state, \
    vehicle_id, reason, revision FROM unknown_vehicle";

fn unknown(row: &Row) -> Result<UnknownVehicle, Failure> {
    Ok(UnknownVehicle {
        id: row.get("id")?,
        text: row.get("text")?,
        plate_key: row.get("plate_key")?,
        count: row.get("count")?,
        first_seen_at: row.get("first_seen_at")?,
        last_seen_at: row.get("last_seen_at")?,
        state: row.parse("state")?,
        vehicle: row.get("vehicle_id")?,
        reason: row.get("reason")?,
        revision: row.get("revision")?,
    })
}

/// What a plate on paper means: a vehicle that carried it on that day, or what was resolved before.
pub fn match_plate(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    written: &str,
    on: base::CivilDate,
) -> Result<PlateMatch, Failure> {
    let key = plate_key(written);
    let carriers = list_carriers(tx, tenant, &key, on)?;
    match carriers.as_slice() {
        [one] => return Ok(PlateMatch::One(*one)),
        [] => {}
        _ => return Ok(PlateMatch::Several(carriers)),
    }
    let row = tx.query_opt(
        &format!("{COLUMNS} WHERE tenant_id = $1 AND plate_key = $2"),
        params![tenant, &key],
    )?;
    let resolved = row.as_ref().map(unknown).transpose()?;
    Ok(meaning(resolved.as_ref()))
}

/// How many plates are looked up by one statement.
const PLATES_AT_ONCE: usize = 200;

/// What plates on paper mean on their days, one answer each; as [`match_plate`], in few statements.
pub fn match_plates(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    written: &[(String, base::CivilDate)],
) -> Result<Vec<PlateMatch>, Failure> {
    let keys: Vec<String> = written.iter().map(|(text, _)| plate_key(text)).collect();
    let distinct: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
    let distinct: Vec<&str> = distinct.into_iter().collect();
    let mut carriers: BTreeMap<String, Vec<PlateSpan>> = BTreeMap::new();
    let mut resolved: BTreeMap<String, UnknownVehicle> = BTreeMap::new();
    for chunk in distinct.chunks(PLATES_AT_ONCE) {
        for (key, span) in list_carriers_of(tx, tenant, chunk)? {
            carriers.entry(key).or_default().push(span);
        }
        let mut statement = Statement::new(
            format!("{COLUMNS} WHERE tenant_id = $1 AND plate_key IN ("),
            params![tenant],
        );
        let places: Vec<String> = chunk.iter().map(|key| statement.place(*key)).collect();
        statement.push(&places.join(", "));
        statement.push(")");
        for row in tx.query(&statement.sql, &statement.params)? {
            let found = unknown(&row)?;
            resolved.insert(found.plate_key.clone(), found);
        }
    }
    let answer = |(key, (_, on)): (&String, &(String, base::CivilDate))| {
        let spans = carriers.get(key).map_or(&[][..], Vec::as_slice);
        let carrying: BTreeSet<VehicleId> = spans
            .iter()
            .filter(|span| span.from_on <= *on && span.until_on.is_none_or(|until| until >= *on))
            .map(|span| span.vehicle)
            .collect();
        let carrying: Vec<VehicleId> = carrying.into_iter().collect();
        match (carrying.as_slice(), resolved.get(key)) {
            ([one], _) => PlateMatch::One(*one),
            ([], found) => meaning(found),
            _ => PlateMatch::Several(carrying),
        }
    };
    Ok(keys.iter().zip(written).map(answer).collect())
}

/// What a plate that nobody carried was resolved as.
fn meaning(resolved: Option<&UnknownVehicle>) -> PlateMatch {
    match resolved {
        Some(UnknownVehicle {
            vehicle: Some(vehicle),
            ..
        }) => PlateMatch::One(*vehicle),
        Some(UnknownVehicle {
            state: UnknownState::NotOurs,
            ..
        }) => PlateMatch::NotOurs,
        _ => PlateMatch::Unknown,
    }
}

/// Where a plate that the register does not know was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlateSighting<'a> {
    /// The text as it was written.
    pub written: &'a str,
    /// How often it was met.
    pub count: i64,
    /// When first.
    pub first_at: UtcMicros,
    /// When last.
    pub last_at: UtcMicros,
}

/// Counts a plate that the register does not know, and keeps its text. The caller journals.
pub fn note_unknown_plate(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    written: &str,
    seen_at: UtcMicros,
) -> Result<Uuid, Failure> {
    let sighting = PlateSighting {
        written,
        count: 1,
        first_at: seen_at,
        last_at: seen_at,
    };
    note_unknown_plates(tx, stamp, sighting)
}

/// Counts a plate that was met several times. The caller journals.
pub fn note_unknown_plates(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    sighting: PlateSighting<'_>,
) -> Result<Uuid, Failure> {
    let key = plate_key(sighting.written);
    tx.change_exactly_one(
        "INSERT INTO unknown_vehicle (tenant_id, id, plate_key, text, count, first_seen_at, \
         last_seen_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open') \
         ON CONFLICT (tenant_id, plate_key) DO UPDATE SET count = unknown_vehicle.count + $5, \
         first_seen_at = CASE WHEN $6 < unknown_vehicle.first_seen_at THEN $6 \
         ELSE unknown_vehicle.first_seen_at END, \
         last_seen_at = CASE WHEN $7 > unknown_vehicle.last_seen_at THEN $7 \
         ELSE unknown_vehicle.last_seen_at END",
        params![
            stamp.tenant,
            stamp.next_id(),
            &key,
            sighting.written.trim(),
            sighting.count,
            sighting.first_at,
            sighting.last_at
        ],
    )?;
    tx.last_image()
        .ok_or_else(|| Failure::bug("the unknown plate left no image"))?
        .get("id")
}

/// One unknown plate.
pub fn lookup_unknown(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
) -> Result<Option<UnknownVehicle>, Failure> {
    let row = tx.query_opt(
        &format!("{COLUMNS} WHERE tenant_id = $1 AND id = $2"),
        params![tenant, id],
    )?;
    row.as_ref().map(unknown).transpose()
}

/// Unknown plates of a state, the last met first.
pub fn list_unknowns(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    state: UnknownState,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<UnknownVehicle>, Failure> {
    // A damaged cursor was refused before; a number is all it can hold here.
    let key = after
        .map_or(Ok(i64::MAX), Cursor::number)
        .unwrap_or(i64::MAX);
    let id = after.map_or(Uuid::max(), |cursor| cursor.id);
    let rows = tx.query(
        &format!(
            "{COLUMNS} WHERE tenant_id = $1 AND state = $2 AND (last_seen_at, id) < ($3, $4) \
             ORDER BY last_seen_at DESC, id DESC LIMIT $5"
        ),
        params![tenant, state.code(), key, id, size.limit()],
    )?;
    let found: Result<Vec<UnknownVehicle>, Failure> = rows.iter().map(unknown).collect();
    Ok(Page::cut(found?, size, |unknown| Cursor {
        key: unknown.last_seen_at.get().to_string(),
        id: unknown.id,
    }))
}

/// How many unknown plates wait.
pub fn count_open_unknowns(tx: &mut Tx<'_>, tenant: TenantId) -> Result<i64, Failure> {
    tx.query_one(
        "SELECT COUNT(*) AS waiting FROM unknown_vehicle WHERE tenant_id = $1 AND state = 'open'",
        params![tenant],
    )?
    .get("waiting")
}

/// What an unknown plate turned out to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcome<'a> {
    pub(crate) state: UnknownState,
    pub(crate) vehicle: Option<VehicleId>,
    pub(crate) reason: Option<&'a str>,
}

/// Resolves an unknown plate; `false` where it was changed meanwhile.
pub(crate) fn resolve_unknown(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (id, revision): (Uuid, i64),
    outcome: Outcome<'_>,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE unknown_vehicle SET state = $4, vehicle_id = $5, reason = $6, resolved_at = $7, \
         resolved_by = $8 WHERE tenant_id = $1 AND id = $2 AND revision = $3",
        params![
            stamp.tenant,
            id,
            revision,
            outcome.state.code(),
            outcome.vehicle.map(VehicleId::uuid),
            outcome.reason,
            stamp.at,
            stamp.actor
        ],
    )
}

/// How many plates with the same beginning or end are looked through.
const CANDIDATES_MAX: i64 = 500;

/// How many suggestions are made.
const SUGGESTIONS_MAX: usize = 5;

/// Vehicles whose plates, of any time, are alike: nearest first.
///
/// One slip leaves either the first or the second half of a plate whole (the pigeonhole principle), so
/// plates that share a half are looked through; two slips are found where they fall into one half.
pub fn suggest_vehicles(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    written: &str,
) -> Result<Vec<Suggestion>, Failure> {
    let key = plate_key(written);
    let reversed: String = key.chars().rev().collect();
    let half = key.len() / 2;
    if half < 2 {
        return Ok(Vec::new());
    }
    let mut found: Vec<Suggestion> = Vec::new();
    for (column, text) in [("plate_key", &key), ("reversed_key", &reversed)] {
        let (from, to) = prefix_range(text.get(..half).unwrap_or_default());
        let rows = tx.query(
            &format!(
                "SELECT p.plate, p.plate_key, COALESCE(v.merged_into_id, v.id) AS id FROM plate p \
                 JOIN vehicle v ON v.tenant_id = p.tenant_id AND v.id = p.vehicle_id \
                 WHERE p.tenant_id = $1 AND p.{column} >= $2 AND p.{column} <= $3 LIMIT $4"
            ),
            params![tenant, &from, &to, CANDIDATES_MAX],
        )?;
        for row in &rows {
            let distance = plate_distance(&key, &row.get::<String>("plate_key")?);
            if distance <= DISTANCE_MAX {
                let (vehicle, plate) = (row.get("id")?, row.get("plate")?);
                found.push(Suggestion {
                    vehicle,
                    plate,
                    distance,
                });
            }
        }
    }
    found.sort_by(|a, b| (a.distance, &a.plate, a.vehicle).cmp(&(b.distance, &b.plate, b.vehicle)));
    let mut seen = BTreeSet::new();
    found.retain(|suggestion| seen.insert(suggestion.vehicle));
    found.truncate(SUGGESTIONS_MAX);
    Ok(found)
}
