use std::fmt::Write as _;

use base::{Cursor, Page, PageSize, Rupiah, Stamp, StationId, TenantId, UtcMicros};
use db::{Failure, Row, Tx, Value, params};

use crate::model::price::{
    NewPriceNotice, PriceNotice, PriceNoticeId, PricePlace, PriceTimeline, either_price_window,
};

fn read(row: &Row) -> Result<PriceNotice, Failure> {
    let station: Option<StationId> = row.get("station_id")?;
    let province: Option<String> = row.get("province")?;
    let place = station
        .map(PricePlace::Station)
        .or(province.map(PricePlace::Province))
        .ok_or_else(|| Failure::bug("a price notice holds nowhere"))?;
    Ok(PriceNotice {
        id: row.get("id")?,
        product: row.get("product")?,
        place,
        price: row.get("price")?,
        valid_from_at: row.get("valid_from_at")?,
        valid_until_at: row.get("valid_until_at")?,
        source_number: row.get("source_number")?,
        source_on: row.get("source_on")?,
        is_late: row.get("is_late")?,
        entered_at: row.get("entered_at")?,
        entered_by: row.get("entered_by")?,
        withdrawn_at: row.get("withdrawn_at")?,
    })
}

/// The code of the city's own province, whose prices hold where no station is named.
pub fn load_home_province(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Option<String>, Failure> {
    let settings = register::load_settings(tx, tenant)?;
    // Kemendagri's codes: `53.71` is a city of province `53`.
    let (province, _) = settings
        .city_code
        .split_once('.')
        .unwrap_or((&settings.city_code, ""));
    Ok((!province.is_empty()).then(|| province.to_owned()))
}

/// The price of a litre at an instant, at a station or (without one) in the city's province.
///
/// See [`PriceTimeline`] for which notice holds.
pub fn lookup_price(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    product: &str,
    station: Option<StationId>,
    at: UtcMicros,
) -> Result<Option<Rupiah>, Failure> {
    let timeline = load_timeline(tx, tenant, (product, station), (at, at))?;
    Ok(timeline.at(at))
}

/// The prices a pump may show at an instant: the one in force first, then those in force within
/// [`crate::EITHER_PRICE_SECONDS`] of it.
pub fn accepted_prices(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    product: &str,
    station: Option<StationId>,
    at: UtcMicros,
) -> Result<Vec<Rupiah>, Failure> {
    let timeline = load_timeline(tx, tenant, (product, station), either_price_window(at))?;
    Ok(timeline.accepted(at))
}

/// All notices that decide a price from one instant to another, both included.
fn load_timeline(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (product, station): (&str, Option<StationId>),
    (first, last): (UtcMicros, UtcMicros),
) -> Result<PriceTimeline, Failure> {
    let mut timeline = PriceTimeline::default();
    let province = match station {
        None => load_home_province(tx, tenant)?,
        Some(station) => {
            let rows = tx.query(
                "SELECT id, product, province, station_id, price, valid_from_at, valid_until_at, source_number, \
                 source_on, is_late, entered_at, entered_by, withdrawn_at FROM price_notice \
                 WHERE tenant_id = $1 AND product = $2 AND station_id = $3 AND withdrawn_at IS NULL \
                 AND valid_from_at <= $5 AND valid_from_at >= (SELECT COALESCE(MAX(valid_from_at), $4) \
                 FROM price_notice WHERE tenant_id = $1 AND product = $2 AND station_id = $3 \
                 AND withdrawn_at IS NULL AND valid_from_at <= $4) ORDER BY valid_from_at, entered_at, id",
                params![tenant, product, station, first, last],
            )?;
            timeline.station = rows.iter().map(read).collect::<Result<_, _>>()?;
            let row = tx.query_opt(
                "SELECT province FROM station WHERE tenant_id = $1 AND id = $2",
                params![tenant, station],
            )?;
            row.map(|row| row.get("province")).transpose()?
        }
    };
    if let Some(province) = province {
        let province: String = province;
        let rows = tx.query(
            "SELECT id, product, province, station_id, price, valid_from_at, valid_until_at, source_number, \
             source_on, is_late, entered_at, entered_by, withdrawn_at FROM price_notice \
             WHERE tenant_id = $1 AND product = $2 AND province = $3 AND withdrawn_at IS NULL \
             AND valid_from_at <= $5 AND valid_from_at >= (SELECT COALESCE(MAX(valid_from_at), $4) \
             FROM price_notice WHERE tenant_id = $1 AND product = $2 AND province = $3 \
             AND withdrawn_at IS NULL AND valid_from_at <= $4) ORDER BY valid_from_at, entered_at, id",
            params![tenant, product, &province, first, last],
        )?;
        timeline.province = rows.iter().map(read).collect::<Result<_, _>>()?;
    }
    Ok(timeline)
}

/// Which notices a list shows; withdrawn ones stay in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriceFilter {
    /// Only of this product.
    pub product: Option<String>,
    /// Only of this station.
    pub station: Option<StationId>,
    /// Only those that hold for whole provinces.
    pub of_provinces: bool,
}

/// Price notices, the latest beginning first.
pub fn list_price_notices(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    filter: &PriceFilter,
    after: Option<&Cursor>,
    size: PageSize,
) -> Result<Page<PriceNotice>, Failure> {
    let (at, id) = super::before(after)?;
    let mut sql = "SELECT id, product, province, station_id, price, valid_from_at, valid_until_at, source_number, \
         source_on, is_late, entered_at, entered_by, withdrawn_at FROM price_notice \
         WHERE tenant_id = $1 AND (valid_from_at < $2 OR (valid_from_at = $2 AND id < $3))"
        .to_owned();
    let mut values: Vec<Value<'_>> = params![tenant, at, id].to_vec();
    if let Some(product) = &filter.product {
        values.push(product.into());
        let _ = write!(sql, " AND product = ${}", values.len());
    }
    if let Some(station) = filter.station {
        values.push(station.into());
        let _ = write!(sql, " AND station_id = ${}", values.len());
    }
    if filter.of_provinces {
        sql.push_str(" AND station_id IS NULL");
    }
    values.push(size.limit().into());
    let _ = write!(
        sql,
        " ORDER BY valid_from_at DESC, id DESC LIMIT ${}",
        values.len()
    );
    let rows = tx.query(&sql, &values)?;
    let notices: Result<Vec<_>, _> = rows.iter().map(read).collect();
    Ok(Page::cut(notices?, size, |notice| Cursor {
        key: notice.valid_from_at.get().to_string(),
        id: notice.id.uuid(),
    }))
}

/// A price notice.
pub fn lookup_price_notice(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: PriceNoticeId,
) -> Result<Option<PriceNotice>, Failure> {
    tx.query_opt(
        "SELECT id, product, province, station_id, price, valid_from_at, valid_until_at, source_number, \
         source_on, is_late, entered_at, entered_by, withdrawn_at FROM price_notice \
         WHERE tenant_id = $1 AND id = $2",
        params![tenant, id],
    )?
    .as_ref()
    .map(read)
    .transpose()
}

/// The notice that holds from exactly this instant at this place.
pub(crate) fn lookup_notice_from(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    notice: &NewPriceNotice,
) -> Result<Option<PriceNotice>, Failure> {
    let at = notice.valid_from_at;
    let (province, station) = columns(&notice.place);
    let timeline = match (&province, station) {
        (_, Some(station)) => {
            load_timeline(tx, tenant, (&notice.product, Some(station)), (at, at))?.station
        }
        (Some(province), None) => {
            let rows = tx.query(
                "SELECT id, product, province, station_id, price, valid_from_at, valid_until_at, source_number, \
                 source_on, is_late, entered_at, entered_by, withdrawn_at FROM price_notice \
                 WHERE tenant_id = $1 AND product = $2 AND province = $3 AND withdrawn_at IS NULL \
                 AND valid_from_at = $4 ORDER BY entered_at, id",
                params![tenant, &notice.product, *province, at],
            )?;
            rows.iter().map(read).collect::<Result<_, _>>()?
        }
        (None, None) => Vec::new(),
    };
    let mut notices = timeline.into_iter();
    Ok(notices.rfind(|found| found.valid_from_at == at))
}

fn columns(place: &PricePlace) -> (Option<&str>, Option<StationId>) {
    match place {
        PricePlace::Province(province) => (Some(province), None),
        PricePlace::Station(station) => (None, Some(*station)),
    }
}

pub(crate) fn insert_price_notice(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    notice: &NewPriceNotice,
) -> Result<PriceNoticeId, Failure> {
    let id = PriceNoticeId::new(stamp.next_id());
    let (province, station) = columns(&notice.place);
    let source_on = notice.source_on.map(|on| on.to_string());
    tx.change_exactly_one(
        "INSERT INTO price_notice (tenant_id, id, product, province, station_id, price, valid_from_at, \
         valid_until_at, source_number, source_on, is_late, entered_at, entered_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![
            stamp.tenant,
            id,
            &notice.product,
            province,
            Value::maybe_id(station),
            notice.price,
            notice.valid_from_at,
            notice.valid_until_at,
            &notice.source_number,
            &source_on,
            notice.valid_from_at < stamp.at,
            stamp.at,
            stamp.actor
        ],
    )?;
    Ok(id)
}

/// Whether the notice was there and not yet withdrawn.
pub(crate) fn withdraw_price_notice(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    id: PriceNoticeId,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE price_notice SET withdrawn_at = $3, withdrawn_by = $4 \
         WHERE tenant_id = $1 AND id = $2 AND withdrawn_at IS NULL",
        params![stamp.tenant, id, stamp.at, stamp.actor],
    )
}
