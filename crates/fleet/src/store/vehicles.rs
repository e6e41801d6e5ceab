//! Rows of vehicles.

use base::{CivilDate, Millilitres, TenantId, UtcMicros};
use db::{Failure, Row, Tx, Value, params};

use crate::{AssetCard, Meter, Plate, Vehicle, VehicleDetails, VehicleId};

/// The columns of a vehicle, its state on the day `$2` among them.
///
/// Of two states for a day the later recorded counts; where none is recorded, it is active.
pub(crate) const COLUMNS: &str = "v.id, v.agency_id, v.unit_id, v.kind, v.class_code, v.label, \
    v.asset_code, v.register_number, v.brand, v.type_name, v.size, v.material, v.bought_year, \
    v.factory_number, v.chassis_number, v.engine_number, v.bpkb_number, v.origin, v.price_rupiah, \
    v.condition, v.remark, v.plate, v.tank_ml, v.fuel_kind, v.default_product, v.products, v.meter, \
    v.is_sensitive, v.work_pattern, v.list_key, v.merged_into_id, v.revision, \
    COALESCE((SELECT s.state FROM vehicle_status s WHERE s.tenant_id = v.tenant_id \
    AND s.vehicle_id = v.id AND s.from_on <= $2 AND (s.until_on IS NULL OR s.until_on >= $2) \
    ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1), 'active') AS state";

pub(crate) fn vehicle(row: &Row) -> Result<Vehicle, Failure> {
    let products: String = row.get("products")?;
    Ok(Vehicle {
        id: row.get("id")?,
        agency: row.get("agency_id")?,
        unit: row.get("unit_id")?,
        kind: row.parse("kind")?,
        class: row.get("class_code")?,
        label: row.get("label")?,
        asset: asset_card(row)?,
        plate: row.get("plate")?,
        tank_ml: row.get("tank_ml")?,
        fuel_kind: row.parse("fuel_kind")?,
        default_product: row.get("default_product")?,
        products: products
            .split(',')
            .filter(|code| !code.is_empty())
            .map(str::to_owned)
            .collect(),
        meter: row.parse("meter")?,
        is_sensitive: row.get("is_sensitive")?,
        work_pattern: row.get("work_pattern")?,
        state: row.parse("state")?,
        merged_into: row.get("merged_into_id")?,
        revision: row.get("revision")?,
    })
}

fn asset_card(row: &Row) -> Result<AssetCard, Failure> {
    Ok(AssetCard {
        asset_code: row.get("asset_code")?,
        register_number: row.get("register_number")?,
        brand: row.get("brand")?,
        type_name: row.get("type_name")?,
        size: row.get("size")?,
        material: row.get("material")?,
        bought_year: row.get("bought_year")?,
        factory_number: row.get("factory_number")?,
        chassis_number: row.get("chassis_number")?,
        engine_number: row.get("engine_number")?,
        bpkb_number: row.get("bpkb_number")?,
        origin: row.get("origin")?,
        price: row.get("price_rupiah")?,
        condition: row.get("condition")?,
        remark: row.get("remark")?,
    })
}

/// The vehicle with this id, its state as of a day.
pub fn lookup_vehicle(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: VehicleId,
    on: CivilDate,
) -> Result<Option<Vehicle>, Failure> {
    let row = tx.query_opt(
        &format!("SELECT {COLUMNS} FROM vehicle v WHERE v.tenant_id = $1 AND v.id = $3"),
        params![tenant, on.to_string().as_str(), id],
    )?;
    row.as_ref().map(vehicle).transpose()
}

/// What a redemption measures itself against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gauge {
    /// What the meter counts.
    pub meter: Meter,
    /// What the tank holds, where it is known.
    pub tank: Option<Millilitres>,
}

/// The meter and tank of a vehicle, without anything else of its record.
pub fn lookup_gauge(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: VehicleId,
) -> Result<Option<Gauge>, Failure> {
    let row = tx.query_opt(
        "SELECT meter, tank_ml FROM vehicle WHERE tenant_id = $1 AND id = $2",
        params![tenant, id],
    )?;
    row.map(|row| {
        Ok(Gauge {
            meter: row.parse("meter")?,
            tank: row.get("tank_ml")?,
        })
    })
    .transpose()
}

/// The vehicles with these ids, in no particular order; unknown ids give nothing.
pub fn list_vehicles_by_ids(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    ids: &[VehicleId],
    on: CivilDate,
) -> Result<Vec<Vehicle>, Failure> {
    // Statements of a fixed length keep the cache of prepared statements small.
    const CHUNK: usize = 50;
    let places: Vec<_> = (0..CHUNK).map(|place| format!("${}", place + 3)).collect();
    let sql = format!(
        "SELECT {COLUMNS} FROM vehicle v WHERE v.tenant_id = $1 AND v.id IN ({})",
        places.join(", ")
    );
    let day = on.to_string();
    let mut wanted: Vec<VehicleId> = ids.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let mut vehicles = Vec::with_capacity(wanted.len());
    for chunk in wanted.chunks(CHUNK) {
        let mut values: Vec<Value<'_>> = params![tenant, day.as_str()].to_vec();
        values.extend(chunk.iter().cycle().take(CHUNK).map(|id| Value::from(*id)));
        for row in tx.query(&sql, &values)? {
            vehicles.push(vehicle(&row)?);
        }
    }
    Ok(vehicles)
}

/// Another vehicle that has this chassis and this engine.
pub(crate) fn lookup_by_numbers(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (chassis, engine): (&str, &str),
) -> Result<Option<VehicleId>, Failure> {
    let row = tx.query_opt(
        "SELECT id FROM vehicle WHERE tenant_id = $1 AND chassis_key = $2 AND engine_key = $3 \
         AND merged_into_id IS NULL",
        params![tenant, chassis, engine],
    )?;
    row.map(|row| row.get("id")).transpose()
}

pub(crate) fn insert_vehicle(
    tx: &mut Tx<'_>,
    (tenant, id, at): (TenantId, VehicleId, UtcMicros),
    details: &VehicleDetails,
    plate: Option<&Plate>,
) -> Result<(), Failure> {
    let list_key = plate.map_or_else(|| details.list_key(), Plate::list_key);
    let mut texts = DetailTexts::of(details);
    texts.list_key = list_key;
    let mut values = params![tenant, id].to_vec();
    values.extend(texts.values(details));
    values.extend_from_slice(params![plate.map(Plate::as_str), at]);
    tx.change_exactly_one(
        "INSERT INTO vehicle (tenant_id, id, agency_id, unit_id, kind, class_code, label, \
         asset_code, register_number, brand, type_name, size, material, bought_year, \
         factory_number, chassis_number, chassis_key, engine_number, engine_key, bpkb_number, \
         origin, price_rupiah, condition, remark, tank_ml, fuel_kind, default_product, products, \
         meter, is_sensitive, work_pattern, list_key, plate, created_at) VALUES ($1, $2, $3, $4, \
         $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, \
         $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)",
        &values,
    )
}

/// Writes details over a version of the row; `false` where it was changed meanwhile.
pub(crate) fn update_vehicle(
    tx: &mut Tx<'_>,
    (tenant, id, revision): (TenantId, VehicleId, i64),
    details: &VehicleDetails,
    plate: Option<&Plate>,
) -> Result<bool, Failure> {
    let mut texts = DetailTexts::of(details);
    texts.list_key = plate.map_or_else(|| details.list_key(), Plate::list_key);
    let mut values = params![tenant, id].to_vec();
    values.extend(texts.values(details));
    values.extend_from_slice(params![revision]);
    tx.change_one(
        "UPDATE vehicle SET agency_id = $3, unit_id = $4, kind = $5, class_code = $6, label = $7, \
         asset_code = $8, register_number = $9, brand = $10, type_name = $11, size = $12, \
         material = $13, bought_year = $14, factory_number = $15, chassis_number = $16, \
         chassis_key = $17, engine_number = $18, engine_key = $19, bpkb_number = $20, origin = $21, \
         price_rupiah = $22, condition = $23, remark = $24, tank_ml = $25, fuel_kind = $26, \
         default_product = $27, products = $28, meter = $29, is_sensitive = $30, \
         work_pattern = $31, list_key = $32 WHERE tenant_id = $1 AND id = $2 AND revision = $33 \
         AND merged_into_id IS NULL",
        &values,
    )
}

/// Texts that are derived from the details and must outlive their parameters.
struct DetailTexts {
    chassis_key: Option<String>,
    engine_key: Option<String>,
    products: String,
    list_key: String,
}

impl DetailTexts {
    fn of(details: &VehicleDetails) -> Self {
        let (chassis_key, engine_key) = details.asset.keys();
        let products = details.products.join(",");
        Self {
            chassis_key,
            engine_key,
            products,
            list_key: String::new(),
        }
    }

    /// The parameters from `$3` to `$32`.
    fn values<'a>(&'a self, details: &'a VehicleDetails) -> [Value<'a>; 30] {
        let asset = &details.asset;
        [
            details.agency.into(),
            Value::maybe_id(details.unit),
            details.kind.code().into(),
            (&details.class).into(),
            (&details.label).into(),
            (&asset.asset_code).into(),
            (&asset.register_number).into(),
            (&asset.brand).into(),
            (&asset.type_name).into(),
            (&asset.size).into(),
            (&asset.material).into(),
            asset.bought_year.into(),
            (&asset.factory_number).into(),
            (&asset.chassis_number).into(),
            (&self.chassis_key).into(),
            (&asset.engine_number).into(),
            (&self.engine_key).into(),
            (&asset.bpkb_number).into(),
            (&asset.origin).into(),
            asset.price.into(),
            (&asset.condition).into(),
            (&asset.remark).into(),
            details.tank_ml.into(),
            details.fuel_kind.code().into(),
            (&details.default_product).into(),
            (&self.products).into(),
            details.meter.code().into(),
            details.is_sensitive.into(),
            (&details.work_pattern).into(),
            (&self.list_key).into(),
        ]
    }
}

/// Sets the plate carried now.
pub(crate) fn update_plate(
    tx: &mut Tx<'_>,
    (tenant, id): (TenantId, VehicleId),
    plate: Option<&Plate>,
    list_key: &str,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "UPDATE vehicle SET plate = $3, list_key = $4 WHERE tenant_id = $1 AND id = $2",
        params![tenant, id, plate.map(Plate::as_str), list_key],
    )
}

/// Marks a vehicle as the same as another; `false` where it was merged before.
pub(crate) fn update_merged(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (dropped, kept): (VehicleId, VehicleId),
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE vehicle SET merged_into_id = $3 WHERE tenant_id = $1 AND id = $2 \
         AND merged_into_id IS NULL",
        params![tenant, dropped, kept],
    )
}

pub(crate) fn insert_merge(
    tx: &mut Tx<'_>,
    (tenant, id, at): (TenantId, base::Uuid, UtcMicros),
    (kept, dropped): (VehicleId, VehicleId),
    reason: &str,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO vehicle_merge (tenant_id, id, kept_id, dropped_id, reason, at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![tenant, id, kept, dropped, reason, at],
    )
}

/// The most vehicles that may turn out to be one.
const MERGED_MAX: i64 = 20;

/// The vehicle and those found to be the same as it, itself first.
pub fn list_merged(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    kept: VehicleId,
) -> Result<Vec<VehicleId>, Failure> {
    let rows = tx.query(
        "SELECT dropped_id FROM vehicle_merge WHERE tenant_id = $1 AND kept_id = $2 \
         ORDER BY at, id LIMIT $3",
        params![tenant, kept, MERGED_MAX],
    )?;
    let mut ids = vec![kept];
    for row in &rows {
        ids.push(row.get("dropped_id")?);
    }
    Ok(ids)
}
