use std::collections::HashMap;
use std::fmt::Write as _;

use base::{Cursor, Page, PageSize, Stamp, StationId, TenantId, Uuid};
use db::{Failure, Row, Tx, Value, params};

use crate::model::number::StationNumber;
use crate::model::station::{Coordinates, Station, StationDetails, StockOut, StockOutId};

/// More stations than one city buys from.
const STATIONS_MAX: i64 = 5_000;
/// How many past stock-outs a station's page shows.
const STOCK_OUTS_MAX: i64 = 50;

fn read(row: &Row) -> Result<Station, Failure> {
    let latitude: Option<i64> = row.get("latitude")?;
    let longitude: Option<i64> = row.get("longitude")?;
    Ok(Station {
        id: row.get("id")?,
        details: StationDetails {
            number: row.parse("number")?,
            name: row.get("name")?,
            address: row.get("address")?,
            province: row.get("province")?,
            place_code: row.get("place_code")?,
            coordinates: latitude
                .zip(longitude)
                .map(|(latitude, longitude)| Coordinates {
                    latitude,
                    longitude,
                }),
            hours: row.parse("hours")?,
            phone: row.get("phone")?,
            owner_company: row.get("owner_company")?,
            is_active: row.get("is_active")?,
            products: Vec::new(),
        },
        revision: row.get("revision")?,
    })
}

/// A station with the products it sells.
pub fn lookup_station(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: StationId,
) -> Result<Option<Station>, Failure> {
    let row = tx.query_opt(
        "SELECT id, number, name, address, province, place_code, latitude, longitude, hours, phone, \
         owner_company, is_active, revision FROM station WHERE tenant_id = $1 AND id = $2",
        params![tenant, id],
    )?;
    let Some(mut station) = row.as_ref().map(read).transpose()? else {
        return Ok(None);
    };
    let rows = tx.query(
        "SELECT o.product FROM station_product o JOIN fuel_product p \
         ON p.tenant_id = o.tenant_id AND p.code = o.product \
         WHERE o.tenant_id = $1 AND o.station_id = $2 AND o.is_offered = $3 ORDER BY p.position, p.code",
        params![tenant, id, true],
    )?;
    let products: Result<_, _> = rows.iter().map(|row| row.get("product")).collect();
    station.details.products = products?;
    Ok(Some(station))
}

/// The station with a number, without its products.
pub fn lookup_station_by_number(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    number: &StationNumber,
) -> Result<Option<Station>, Failure> {
    tx.query_opt(
        "SELECT id, number, name, address, province, place_code, latitude, longitude, hours, phone, \
         owner_company, is_active, revision FROM station WHERE tenant_id = $1 AND number = $2",
        params![tenant, number.digits()],
    )?
    .as_ref()
    .map(read)
    .transpose()
}

/// All stations by name, with the products they sell; those no longer used included.
pub fn list_stations(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<Station>, Failure> {
    let rows = tx.query(
        "SELECT id, number, name, address, province, place_code, latitude, longitude, hours, phone, \
         owner_company, is_active, revision FROM station WHERE tenant_id = $1 ORDER BY name_key, id LIMIT $2",
        params![tenant, STATIONS_MAX],
    )?;
    let mut stations: Vec<Station> = rows.iter().map(read).collect::<Result<_, _>>()?;
    add_products(tx, tenant, &mut stations)?;
    Ok(stations)
}

/// Which stations a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StationFilter {
    /// A part of the name, or of the number's digits.
    pub search: String,
    /// Only those that sell this product.
    pub product: Option<String>,
    /// Only these, where the reader sees his own stations only.
    pub only: Option<Vec<StationId>>,
}

/// A page of the stations by name, with the products they sell.
pub fn list_stations_page(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    filter: &StationFilter,
    after: Option<&Cursor>,
    size: PageSize,
) -> Result<Page<Station>, Failure> {
    let (key, id) = after.map_or(("", Uuid::nil()), |cursor| (cursor.key.as_str(), cursor.id));
    let search = filter.search.trim().to_lowercase();
    let digits: String = search.chars().filter(char::is_ascii_digit).collect();
    let name_like = format!("%{}%", escape_like(&search));
    let number_like = format!("{digits}%");
    let mut sql = "SELECT id, number, name, address, province, place_code, latitude, longitude, hours, phone, \
         owner_company, is_active, revision FROM station WHERE tenant_id = $1 \
         AND (name_key > $2 OR (name_key = $2 AND id > $3)) \
         AND ($4 = '' OR name_key LIKE $5 ESCAPE '!' OR ($6 <> '' AND number LIKE $7)) \
         AND ($8 = '' OR EXISTS (SELECT 1 FROM station_product o WHERE o.tenant_id = $1 \
         AND o.station_id = station.id AND o.product = $8 AND o.is_offered = $9))"
        .to_owned();
    let mut values: Vec<Value<'_>> = vec![
        tenant.into(),
        key.into(),
        id.into(),
        (&search).into(),
        (&name_like).into(),
        (&digits).into(),
        (&number_like).into(),
        filter.product.as_deref().unwrap_or_default().into(),
        true.into(),
    ];
    if let Some(only) = &filter.only {
        if only.is_empty() {
            return Ok(Page {
                items: Vec::new(),
                next: None,
            });
        }
        sql.push_str(" AND id IN (");
        push_ids(&mut sql, &mut values, only);
        sql.push(')');
    }
    values.push(size.limit().into());
    let _ = write!(sql, " ORDER BY name_key, id LIMIT ${}", values.len());
    let rows = tx.query(&sql, &values)?;
    let mut stations: Vec<Station> = rows.iter().map(read).collect::<Result<_, _>>()?;
    add_products(tx, tenant, &mut stations)?;
    Ok(Page::cut(stations, size, |station| Cursor {
        key: station.name.to_lowercase(),
        id: station.id.uuid(),
    }))
}

fn escape_like(text: &str) -> String {
    text.replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_")
}

fn push_ids(sql: &mut String, values: &mut Vec<Value<'_>>, ids: &[StationId]) {
    for (position, id) in ids.iter().enumerate() {
        values.push((*id).into());
        let comma = if position > 0 { ", " } else { "" };
        let _ = write!(sql, "{comma}${}", values.len());
    }
}

/// Fills in which products the stations sell, in the order of the products.
fn add_products(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    stations: &mut [Station],
) -> Result<(), Failure> {
    let ids: Vec<StationId> = stations.iter().map(|station| station.id).collect();
    let mut offered: HashMap<StationId, Vec<String>> = HashMap::new();
    for some in ids.chunks(500) {
        let mut sql = "SELECT o.station_id, o.product FROM station_product o JOIN fuel_product p \
             ON p.tenant_id = o.tenant_id AND p.code = o.product \
             WHERE o.tenant_id = $1 AND o.is_offered = $2 AND o.station_id IN ("
            .to_owned();
        let mut values: Vec<Value<'_>> = vec![tenant.into(), true.into()];
        push_ids(&mut sql, &mut values, some);
        sql.push_str(") ORDER BY p.position, p.code");
        tx.each(&sql, &values, |row| {
            let products = offered.entry(row.get("station_id")?).or_default();
            products.push(row.get("product")?);
            Ok(())
        })?;
    }
    for station in stations {
        station.details.products = offered.remove(&station.id).unwrap_or_default();
    }
    Ok(())
}

pub(crate) fn insert_station(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    details: &StationDetails,
) -> Result<StationId, Failure> {
    let id = StationId::new(stamp.next_id());
    let name_key = details.name.to_lowercase();
    let hours = details.hours.to_string();
    tx.change_exactly_one(
        "INSERT INTO station (tenant_id, id, number, name, name_key, address, province, place_code, latitude, \
         longitude, hours, phone, owner_company, is_active, contracts_changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0)",
        params![
            stamp.tenant,
            id,
            details.number.digits(),
            &details.name,
            &name_key,
            &details.address,
            &details.province,
            &details.place_code,
            details.coordinates.map(|place| place.latitude),
            details.coordinates.map(|place| place.longitude),
            &hours,
            &details.phone,
            &details.owner_company,
            details.is_active
        ],
    )?;
    for product in &details.products {
        save_offer(tx, stamp.tenant, id, (product, true))?;
    }
    Ok(id)
}

/// Whether the station still had the revision; which products it sells is changed too.
pub(crate) fn update_station(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    old: &Station,
    details: &StationDetails,
) -> Result<bool, Failure> {
    let name_key = details.name.to_lowercase();
    let hours = details.hours.to_string();
    let changed = tx.change_one(
        "UPDATE station SET number = $3, name = $4, name_key = $5, address = $6, province = $7, \
         place_code = $8, latitude = $9, longitude = $10, hours = $11, phone = $12, owner_company = $13, \
         is_active = $14 WHERE tenant_id = $1 AND id = $2 AND revision = $15",
        params![
            tenant,
            old.id,
            details.number.digits(),
            &details.name,
            &name_key,
            &details.address,
            &details.province,
            &details.place_code,
            details.coordinates.map(|place| place.latitude),
            details.coordinates.map(|place| place.longitude),
            &hours,
            &details.phone,
            &details.owner_company,
            details.is_active,
            old.revision
        ],
    )?;
    if !changed {
        return Ok(false);
    }
    for gone in old
        .products
        .iter()
        .filter(|code| !details.products.contains(code))
    {
        save_offer(tx, tenant, old.id, (gone, false))?;
    }
    for new in details
        .products
        .iter()
        .filter(|code| !old.products.contains(code))
    {
        save_offer(tx, tenant, old.id, (new, true))?;
    }
    Ok(true)
}

fn save_offer(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: StationId,
    (product, is_offered): (&str, bool),
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO station_product (tenant_id, station_id, product, is_offered) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant_id, station_id, product) DO UPDATE SET is_offered = EXCLUDED.is_offered",
        params![tenant, station, product, is_offered],
    )
}

fn read_stock_out(row: &Row) -> Result<StockOut, Failure> {
    Ok(StockOut {
        id: row.get("id")?,
        station: row.get("station_id")?,
        product: row.get("product")?,
        out_at: row.get("out_at")?,
        back_at: row.get("back_at")?,
    })
}

/// What has run out now at any station of the city.
pub fn list_open_stock_outs(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<StockOut>, Failure> {
    let rows = tx.query(
        "SELECT id, station_id, product, out_at, back_at FROM stock_out \
         WHERE tenant_id = $1 AND back_at IS NULL ORDER BY out_at DESC, id LIMIT $2",
        params![tenant, STATIONS_MAX],
    )?;
    rows.iter().map(read_stock_out).collect()
}

/// What has run out at a station, the latest first: open reports and some past ones.
pub fn list_stock_outs(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: StationId,
) -> Result<Vec<StockOut>, Failure> {
    let rows = tx.query(
        "SELECT id, station_id, product, out_at, back_at FROM stock_out \
         WHERE tenant_id = $1 AND station_id = $2 ORDER BY out_at DESC, id LIMIT $3",
        params![tenant, station, STOCK_OUTS_MAX],
    )?;
    rows.iter().map(read_stock_out).collect()
}

pub(crate) fn lookup_open_stock_out(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: StationId,
    product: &str,
) -> Result<Option<StockOut>, Failure> {
    tx.query_opt(
        "SELECT id, station_id, product, out_at, back_at FROM stock_out \
         WHERE tenant_id = $1 AND station_id = $2 AND product = $3 AND back_at IS NULL",
        params![tenant, station, product],
    )?
    .as_ref()
    .map(read_stock_out)
    .transpose()
}

pub(crate) fn insert_stock_out(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    station: StationId,
    product: &str,
) -> Result<StockOutId, Failure> {
    let id = StockOutId::new(stamp.next_id());
    tx.change_exactly_one(
        "INSERT INTO stock_out (tenant_id, id, station_id, product, out_at, out_by) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![stamp.tenant, id, station, product, stamp.at, stamp.actor],
    )?;
    Ok(id)
}

/// Whether the report was still open.
pub(crate) fn close_stock_out(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    id: StockOutId,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE stock_out SET back_at = $3, back_by = $4 \
         WHERE tenant_id = $1 AND id = $2 AND back_at IS NULL",
        params![stamp.tenant, id, stamp.at, stamp.actor],
    )
}
