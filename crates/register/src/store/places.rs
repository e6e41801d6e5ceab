use base::{Cursor, Page, PageSize, TenantId, Uuid};
use db::{Failure, Row, Statement, Tx, like_pattern, params};

use crate::model::boundary::{Boundary, Placement, Point, find_boundary};
use crate::{Place, PlaceInput, PlaceLevel, parent_code};

const COLUMNS: &str = "SELECT p.id, p.level, p.code, p.name, p.parent_code, p.postal_code, \
    p.is_active, p.revision, CASE WHEN b.place_id IS NULL THEN 0 ELSE 1 END AS has_boundary \
    FROM place p LEFT JOIN place_boundary b ON b.tenant_id = p.tenant_id AND b.place_id = p.id \
    WHERE p.tenant_id = $1";

/// How far around a point boundaries are looked at, in whole 10⁻⁷ degrees: about 440 m.
const MARGIN_E7: i64 = 40_000;
const CANDIDATES_MAX: i64 = 200;
const PLACES_MAX: i64 = 5_000;

fn place(row: &Row) -> Result<Place, Failure> {
    Ok(Place {
        id: row.get("id")?,
        level: row.parse("level")?,
        code: row.get("code")?,
        name: row.get("name")?,
        parent_code: row.get("parent_code")?,
        postal_code: row.get("postal_code")?,
        is_active: row.get("is_active")?,
        has_boundary: row.get::<i64>("has_boundary")? == 1,
        revision: row.get("revision")?,
    })
}

/// The place with this id.
pub fn lookup_place(tx: &mut Tx<'_>, tenant: TenantId, id: Uuid) -> Result<Option<Place>, Failure> {
    let row = tx.query_opt(&format!("{COLUMNS} AND p.id = $2"), params![tenant, id])?;
    row.as_ref().map(place).transpose()
}

/// The place with this Kemendagri code.
pub fn lookup_place_by_code(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    code: &str,
) -> Result<Option<Place>, Failure> {
    let row = tx.query_opt(&format!("{COLUMNS} AND p.code = $2"), params![tenant, code])?;
    row.as_ref().map(place).transpose()
}

/// The places of a level that exist, in the order of their codes.
pub fn list_places(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    level: PlaceLevel,
) -> Result<Vec<Place>, Failure> {
    let sql = format!("{COLUMNS} AND p.level = $2 AND p.is_active = TRUE ORDER BY p.code LIMIT $3");
    tx.query(&sql, params![tenant, level.code(), PLACES_MAX])?
        .iter()
        .map(place)
        .collect()
}

/// Which places a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlaceFilter {
    pub(crate) search: String,
    pub(crate) level: Option<PlaceLevel>,
}

pub(crate) fn list_places_page(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    filter: &PlaceFilter,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<Place>, Failure> {
    let pattern = like_pattern(&filter.search);
    let mut statement = Statement::new(COLUMNS, params![tenant]);
    if let Some(level) = filter.level {
        let place = statement.place(level.code());
        statement.push(&format!(" AND p.level = {place}"));
    }
    statement.matching("p.name", pattern.as_deref());
    statement.after("p.code", "p.id", after);
    let limit = statement.place(size.limit());
    statement.push(&format!(" ORDER BY p.code, p.id LIMIT {limit}"));
    let rows = tx.query(&statement.sql, &statement.params)?;
    let places: Result<Vec<Place>, Failure> = rows.iter().map(place).collect();
    let cursor = |place: &Place| Cursor {
        key: place.code.clone(),
        id: place.id,
    };
    Ok(Page::cut(places?, size, cursor))
}

pub(crate) fn insert_place(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, level): (Uuid, PlaceLevel),
    input: &PlaceInput,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO place (tenant_id, id, level, code, name, parent_code, postal_code, is_active) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            tenant,
            id,
            level.code(),
            &input.code,
            &input.name,
            parent_code(&input.code),
            &input.postal_code,
            input.is_active
        ],
    )
}

/// Changes a place whose revision is still the expected one; its code stays.
pub(crate) fn update_place(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, revision): (Uuid, i64),
    input: &PlaceInput,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE place SET name = $4, postal_code = $5, is_active = $6 \
         WHERE tenant_id = $1 AND id = $2 AND revision = $3 AND code = $7",
        params![
            tenant,
            id,
            revision,
            &input.name,
            &input.postal_code,
            input.is_active,
            &input.code
        ],
    )
}

/// The boundary of a place as `GeoJSON`.
pub fn lookup_boundary(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    place: Uuid,
) -> Result<Option<String>, Failure> {
    let row = tx.query_opt(
        "SELECT geometry FROM place_boundary WHERE tenant_id = $1 AND place_id = $2",
        params![tenant, place],
    )?;
    row.map(|row| row.get("geometry")).transpose()
}

pub(crate) fn set_boundary(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    place: Uuid,
    (boundary, source): (&Boundary, Option<&str>),
) -> Result<(), Failure> {
    let around = boundary.bounding_box();
    tx.change_exactly_one(
        "INSERT INTO place_boundary (tenant_id, place_id, geometry, area_square_metres, west, \
         south, east, north, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (tenant_id, place_id) DO UPDATE SET geometry = $3, \
         area_square_metres = $4, west = $5, south = $6, east = $7, north = $8, source = $9",
        params![
            tenant,
            place,
            &boundary.to_geojson(),
            boundary.area_square_metres(),
            around.west,
            around.south,
            around.east,
            around.north,
            source
        ],
    )
}

/// The place of a level that a point belongs to, by the rules of [`find_boundary`].
pub fn lookup_place_at(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    level: PlaceLevel,
    point: Point,
) -> Result<Option<(Place, Placement)>, Failure> {
    let rows = tx.query(
        "SELECT b.place_id, b.geometry FROM place_boundary b \
         JOIN place p ON p.tenant_id = b.tenant_id AND p.id = b.place_id \
         WHERE b.tenant_id = $1 AND p.level = $2 AND p.is_active = TRUE \
         AND b.west <= $3 AND b.east >= $4 AND b.south <= $5 AND b.north >= $6 \
         ORDER BY p.code LIMIT $7",
        params![
            tenant,
            level.code(),
            point.lng_e7.saturating_add(MARGIN_E7),
            point.lng_e7.saturating_sub(MARGIN_E7),
            point.lat_e7.saturating_add(MARGIN_E7),
            point.lat_e7.saturating_sub(MARGIN_E7),
            CANDIDATES_MAX
        ],
    )?;
    let near: Result<Vec<(Uuid, Boundary)>, Failure> = rows
        .iter()
        .map(|row| {
            let text: String = row.get("geometry")?;
            let boundary = Boundary::from_geojson(&text)
                .map_err(|error| Failure::other("read a stored boundary", error))?;
            Ok((row.get("place_id")?, boundary))
        })
        .collect();
    let near = near?;
    let Some((id, placement)) = find_boundary(point, &near) else {
        return Ok(None);
    };
    Ok(lookup_place(tx, tenant, *id)?.map(|place| (place, placement)))
}

/// How many places have a boundary.
pub(crate) fn count_boundaries(tx: &mut Tx<'_>, tenant: TenantId) -> Result<i64, Failure> {
    tx.query_one(
        "SELECT COUNT(*) AS number FROM place_boundary WHERE tenant_id = $1",
        params![tenant],
    )?
    .get("number")
}
