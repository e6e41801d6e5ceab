//! Purchases as lists and pages read them.

use authz::{Reach, ReachColumns};
use base::{Cursor, Page, PageSize, TenantId, UtcMicros, Uuid};
use db::{Failure, Row, Statement, Tx, params};

use crate::model::exact::Exact;
use crate::model::purchase::{MeterText, Purchase, PurchaseFilter, PurchaseId};

// tidy: across tenants: only a beginning; every reader adds the tenant it asks for.
const COLUMNS: &str = "SELECT id, source, reference, run_id, row_number, kind, vehicle_text, \
    vehicle_id, unknown_id, agency_id, bought_at, has_time, station_text, station_id, product_text, \
    product, quantity_digits, quantity_scale, quantity_unit, volume_ml, price_digits, price_scale, \
    amount_digits, amount_scale, net_digits, net_scale, currency, amount_rupiah, meter_digits, \
    meter_scale, meter_unit, meter_value, doubts, imported_at, imported_by FROM purchase";

fn exact(row: &Row, digits: &str, scale: &str) -> Result<Option<Exact>, Failure> {
    let digits: Option<i64> = row.get(digits)?;
    let scale: Option<u32> = row.get(scale)?;
    Ok(digits
        .zip(scale)
        .map(|(digits, scale)| Exact::stored(digits, scale)))
}

fn purchase(row: &Row) -> Result<Purchase, Failure> {
    let needed = |exact: Option<Exact>| {
        exact.ok_or_else(|| Failure::bug("a purchase without its quantity or amount"))
    };
    let unit: Option<String> = row.get("meter_unit")?;
    let shown = exact(row, "meter_digits", "meter_scale")?;
    let value: Option<i64> = row.get("meter_value")?;
    Ok(Purchase {
        id: row.get("id")?,
        source: row.get("source")?,
        reference: row.get("reference")?,
        run: row.get("run_id")?,
        row_number: row.get("row_number")?,
        kind: row.parse("kind")?,
        vehicle_text: row.get("vehicle_text")?,
        vehicle: row.get("vehicle_id")?,
        unknown: row.get("unknown_id")?,
        agency: row.get("agency_id")?,
        bought_at: row.get("bought_at")?,
        has_time: row.get("has_time")?,
        station_text: row.get("station_text")?,
        station: row.get("station_id")?,
        product_text: row.get("product_text")?,
        product: row.get("product")?,
        quantity: needed(exact(row, "quantity_digits", "quantity_scale")?)?,
        unit: row.get("quantity_unit")?,
        volume: row.get("volume_ml")?,
        unit_price: exact(row, "price_digits", "price_scale")?,
        amount: needed(exact(row, "amount_digits", "amount_scale")?)?,
        net: exact(row, "net_digits", "net_scale")?,
        currency: row.get("currency")?,
        amount_rupiah: row.get("amount_rupiah")?,
        meter: shown
            .zip(unit)
            .map(|(shown, unit)| MeterText { shown, unit, value }),
        doubts: row.parse("doubts")?,
        imported_at: row.get("imported_at")?,
        imported_by: row.get("imported_by")?,
    })
}

/// One purchase.
pub fn lookup_purchase(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: PurchaseId,
) -> Result<Option<Purchase>, Failure> {
    let row = tx.query_opt(
        &format!("{COLUMNS} WHERE tenant_id = $1 AND id = $2"),
        params![tenant, id],
    )?;
    row.as_ref().map(purchase).transpose()
}

/// Adds the conditions of a filter; `false` where the reader reaches nothing.
pub(super) fn narrow<'a>(
    statement: &mut Statement<'a>,
    reach: &Reach,
    filter: &'a PurchaseFilter,
) -> bool {
    let columns = ReachColumns {
        agency: Some("agency_id"),
        ..ReachColumns::default()
    };
    if !statement.within(reach.filter(columns).conditions()) {
        return false;
    }
    statement.at_least("bought_at", filter.from);
    statement.below("bought_at", filter.until);
    statement.equal("vehicle_id", filter.vehicle);
    statement.equal("unknown_id", filter.unknown);
    statement.equal("vehicle_text", filter.vehicle_text.as_deref());
    statement.equal("agency_id", filter.agency);
    statement.equal("kind", filter.kind.map(crate::LineKind::code));
    statement.equal("run_id", filter.run);
    if let Some(product) = filter.product.as_deref() {
        let place = statement.place(product);
        statement.push(&format!(
            " AND (product = {place} OR product_text = {place})"
        ));
    }
    match filter.is_known {
        Some(true) => statement.push(" AND vehicle_id IS NOT NULL"),
        Some(false) => statement.push(" AND vehicle_id IS NULL"),
        None => {}
    }
    if filter.in_doubt || filter.doubt.is_some() {
        statement.push(" AND doubts <> ''");
    }
    if let Some(doubt) = filter.doubt {
        // A word of a closed list, never what somebody typed.
        statement.push(&format!(" AND doubts LIKE '% {} %'", doubt.code()));
    }
    true
}

/// Purchases a person may see, the latest first.
///
/// # Errors
/// Where the cursor is none of this list, or the world breaks.
pub fn list_purchases(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    filter: &PurchaseFilter,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<Purchase>, Failure> {
    let mut statement = Statement::new(format!("{COLUMNS} WHERE tenant_id = $1"), params![tenant]);
    if !narrow(&mut statement, reach, filter) {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    }
    statement.before("bought_at", "id", after)?;
    let limit = statement.place(size.limit());
    statement.push(&format!(" ORDER BY bought_at DESC, id DESC LIMIT {limit}"));
    let rows = tx.query(&statement.sql, &statement.params)?;
    let found: Result<Vec<Purchase>, Failure> = rows.iter().map(purchase).collect();
    Ok(Page::cut(found?, size, |purchase| Cursor {
        key: purchase.bought_at.get().to_string(),
        id: purchase.id.uuid(),
    }))
}

/// When the latest purchase a person may see was bought.
pub(crate) fn latest_purchase_at(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
) -> Result<Option<UtcMicros>, Failure> {
    let size = PageSize::clamped(1);
    let page = list_purchases(tx, tenant, reach, &PurchaseFilter::default(), (None, size))?;
    Ok(page.items.first().map(|purchase| purchase.bought_at))
}

/// What an import has brought: lines, unknown plates, doubtful lines.
pub(crate) fn count_of_run(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    run: impl Into<Uuid>,
) -> Result<(i64, i64, i64), Failure> {
    let row = tx.query_one(
        "SELECT COUNT(*) AS lines, \
         COUNT(DISTINCT CASE WHEN vehicle_id IS NULL THEN unknown_id END) AS plates, \
         COUNT(CASE WHEN doubts <> '' THEN 1 END) AS doubtful \
         FROM purchase WHERE tenant_id = $1 AND run_id = $2",
        params![tenant, run.into()],
    )?;
    Ok((row.get("lines")?, row.get("plates")?, row.get("doubtful")?))
}
