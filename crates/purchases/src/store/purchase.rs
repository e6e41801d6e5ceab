//! Purchases as they are written, found again and attached.

use std::collections::HashMap;

use base::{AgencyId, Stamp, StationId, TenantId, Uuid};
use db::{Failure, Statement, Tx, Value, params};
use fleet::VehicleId;
use register::ImportRunId;

use crate::model::doubt::Doubts;
use crate::model::exact::Exact;
use crate::model::line::Line;
use crate::model::purchase::PurchaseId;

/// Where a line belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) vehicle: Option<VehicleId>,
    pub(crate) unknown: Option<Uuid>,
    pub(crate) agency: Option<AgencyId>,
    pub(crate) station: Option<StationId>,
    pub(crate) product: Option<String>,
    pub(crate) doubts: Doubts,
}

/// What finds a line again, and where it came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) source_key: &'a str,
    pub(crate) content: &'a str,
    pub(crate) run: ImportRunId,
    pub(crate) row_number: u64,
}

/// Adds a purchase.
pub(crate) fn insert_purchase(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    origin: Origin<'_>,
    (line, placed): (&Line, &Placed),
) -> Result<(), Failure> {
    let digits = |exact: Option<Exact>| exact.map(Exact::digits);
    let scale = |exact: Option<Exact>| exact.map(Exact::scale);
    let meter = line.meter.as_ref();
    let shown = meter.map(|meter| meter.shown);
    let row_number = i64::try_from(origin.row_number).unwrap_or(i64::MAX);
    tx.change_exactly_one(
        "INSERT INTO purchase (tenant_id, id, source_key, content, source, reference, run_id, \
         row_number, kind, vehicle_text, vehicle_id, unknown_id, agency_id, bought_at, has_time, \
         station_text, station_id, product_text, product, quantity_digits, quantity_scale, \
         quantity_unit, volume_ml, price_digits, price_scale, amount_digits, amount_scale, \
         net_digits, net_scale, currency, amount_rupiah, meter_digits, meter_scale, meter_unit, \
         meter_value, doubts, imported_at, imported_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
         $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, \
         $37, $38)",
        params![
            stamp.tenant,
            stamp.next_id(),
            origin.source_key,
            origin.content,
            line.source.as_deref(),
            line.reference.as_deref(),
            origin.run,
            row_number,
            line.kind.code(),
            &line.vehicle_text,
            Value::maybe_id(placed.vehicle),
            placed.unknown,
            Value::maybe_id(placed.agency),
            line.bought_at,
            line.has_time,
            line.station_text.as_deref(),
            Value::maybe_id(placed.station),
            &line.product_text,
            placed.product.as_deref(),
            line.quantity.digits(),
            line.quantity.scale(),
            line.unit,
            line.volume,
            digits(line.unit_price),
            scale(line.unit_price),
            line.amount.digits(),
            line.amount.scale(),
            digits(line.net),
            scale(line.net),
            line.currency.code(),
            line.amount_rupiah,
            digits(shown),
            scale(shown),
            meter.map(|meter| meter.unit.as_str()),
            meter.and_then(|meter| meter.value),
            &placed.doubts.to_string(),
            stamp.at,
            stamp.actor
        ],
    )
}

/// A purchase that has a key already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) content: String,
    pub(crate) run: ImportRunId,
}

/// How many keys are looked up by one statement.
const KEYS_AT_ONCE: usize = 250;

/// The purchases that have these keys already.
pub(crate) fn list_known(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    keys: &[&str],
) -> Result<HashMap<String, Known>, Failure> {
    let mut known = HashMap::new();
    for chunk in keys.chunks(KEYS_AT_ONCE) {
        let mut statement = Statement::new(
            "SELECT source_key, content, run_id FROM purchase WHERE tenant_id = $1 \
             AND source_key IN (",
            params![tenant],
        );
        let places: Vec<String> = chunk.iter().map(|key| statement.place(*key)).collect();
        statement.push(&places.join(", "));
        statement.push(")");
        for row in tx.query(&statement.sql, &statement.params)? {
            let found = Known {
                content: row.get("content")?,
                run: row.get("run_id")?,
            };
            known.insert(row.get("source_key")?, found);
        }
    }
    Ok(known)
}

/// Attaches some purchases of an unknown plate to the vehicle it turned out to be; gives how many.
pub(crate) fn attach_purchases(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unknown: Uuid,
    (vehicle, agency): (VehicleId, AgencyId),
    limit: i64,
) -> Result<usize, Failure> {
    tx.change(
        "UPDATE purchase SET vehicle_id = $3, agency_id = $4 WHERE tenant_id = $1 AND id IN (\
         SELECT p.id FROM purchase p WHERE p.tenant_id = $1 AND p.unknown_id = $2 \
         AND p.vehicle_id IS NULL ORDER BY p.bought_at, p.id LIMIT $5)",
        params![tenant, unknown, vehicle, agency, limit],
    )
}

/// How many purchases wait behind an unknown plate.
pub(crate) fn count_waiting(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unknown: Uuid,
) -> Result<i64, Failure> {
    tx.query_one(
        "SELECT COUNT(*) AS waiting FROM purchase WHERE tenant_id = $1 AND unknown_id = $2",
        params![tenant, unknown],
    )?
    .get("waiting")
}

/// How many purchases a vehicle of the register has.
pub(crate) fn count_of_vehicle(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
) -> Result<i64, Failure> {
    tx.query_one(
        "SELECT COUNT(*) AS kept FROM purchase WHERE tenant_id = $1 AND vehicle_id = $2",
        params![tenant, vehicle],
    )?
    .get("kept")
}

/// Sets what is odd about a purchase.
pub(crate) fn update_doubts(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: PurchaseId,
    doubts: &Doubts,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "UPDATE purchase SET doubts = $3 WHERE tenant_id = $1 AND id = $2",
        params![tenant, id, &doubts.to_string()],
    )
}
