//! Sums of redemptions, from an index that holds all they need.

use authz::{Reach, ReachColumns};
use base::{AgencyId, Millilitres, MonthOfYear, Rupiah, TenantId, UtcMicros};
use db::{Failure, Statement, Tx, params};
use fleet::VehicleId;

use super::reach::reached;
use crate::model::RedemptionId;

/// What an agency drew of a product in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyTotal {
    /// The agency.
    pub agency: AgencyId,
    /// The product.
    pub product: String,
    /// How often.
    pub count: i64,
    /// How much.
    pub volume: Millilitres,
    /// For how much.
    pub amount: Rupiah,
}

/// What each agency within a reach drew of each product in a month.
pub fn list_agency_totals(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    month: MonthOfYear,
) -> Result<Vec<AgencyTotal>, Failure> {
    let columns = ReachColumns {
        agency: Some("r.agency_id"),
        station: Some("r.station_id"),
        own: Some("r.driver_id"),
        ..ReachColumns::default()
    };
    let any_of = reached(tx, tenant, reach, (columns, "r.vehicle_id"))?;
    let mut statement = Statement::new(
        "SELECT r.agency_id, r.product, COUNT(*) AS count, \
         CAST(SUM(r.volume_ml) AS BIGINT) AS volume_ml, CAST(SUM(r.amount) AS BIGINT) AS amount \
         FROM redemption r WHERE r.tenant_id = $1",
        params![tenant],
    );
    if !statement.within(any_of.as_deref()) {
        return Ok(Vec::new());
    }
    let period = month.to_string();
    statement.equal("r.period", Some(period.as_str()));
    statement.push(" GROUP BY r.agency_id, r.product ORDER BY r.agency_id, r.product LIMIT 5000");
    tx.query(&statement.sql, &statement.params)?
        .iter()
        .map(|row| {
            Ok(AgencyTotal {
                agency: row.get("agency_id")?,
                product: row.get("product")?,
                count: row.get("count")?,
                volume: row.get("volume_ml")?,
                amount: row.get("amount")?,
            })
        })
        .collect()
}

/// What a vehicle drew in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VehicleTotal {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// How often.
    pub count: i64,
    /// How much.
    pub volume: Millilitres,
    /// For how much.
    pub amount: Rupiah,
    /// How many of them carry a doubt.
    pub doubtful: i64,
}

/// What each vehicle of an agency drew in a month, the most first.
pub fn list_vehicle_totals(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    agency: AgencyId,
    month: MonthOfYear,
) -> Result<Vec<VehicleTotal>, Failure> {
    tx.query(
        "SELECT vehicle_id, COUNT(*) AS count, CAST(SUM(volume_ml) AS BIGINT) AS volume_ml, \
         CAST(SUM(amount) AS BIGINT) AS amount, \
         CAST(SUM(CASE WHEN doubts <> '' THEN 1 ELSE 0 END) AS BIGINT) AS doubtful \
         FROM redemption WHERE tenant_id = $1 AND period = $2 AND agency_id = $3 \
         GROUP BY vehicle_id ORDER BY 4 DESC, vehicle_id LIMIT 2000",
        params![tenant, &month.to_string(), agency],
    )?
    .iter()
    .map(|row| {
        Ok(VehicleTotal {
            vehicle: row.get("vehicle_id")?,
            count: row.get("count")?,
            volume: row.get("volume_ml")?,
            amount: row.get("amount")?,
            doubtful: row.get("doubtful")?,
        })
    })
    .collect()
}

/// What was drawn at a station for an agency in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationTotal {
    /// The station.
    pub station: base::StationId,
    /// How often.
    pub count: i64,
    /// How much.
    pub volume: Millilitres,
    /// For how much.
    pub amount: Rupiah,
}

/// What an agency drew at each station in a month, the most first.
pub fn list_station_totals(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    agency: AgencyId,
    month: MonthOfYear,
) -> Result<Vec<StationTotal>, Failure> {
    tx.query(
        "SELECT station_id, COUNT(*) AS count, CAST(SUM(volume_ml) AS BIGINT) AS volume_ml, \
         CAST(SUM(amount) AS BIGINT) AS amount FROM redemption \
         WHERE tenant_id = $1 AND period = $2 AND agency_id = $3 \
         GROUP BY station_id ORDER BY 4 DESC, station_id LIMIT 500",
        params![tenant, &month.to_string(), agency],
    )?
    .iter()
    .map(|row| {
        Ok(StationTotal {
            station: row.get("station_id")?,
            count: row.get("count")?,
            volume: row.get("volume_ml")?,
            amount: row.get("amount")?,
        })
    })
    .collect()
}

/// A line of the kartu kendali: one redemption of a vehicle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VehicleMonthLine {
    /// The redemption.
    pub redemption: RedemptionId,
    /// The voucher's code.
    pub code: String,
    /// When.
    pub dispensed_at: UtcMicros,
    /// The station.
    pub station: base::StationId,
    /// Who drew.
    pub driver: Option<base::PersonId>,
    /// The product.
    pub product: String,
    /// How much.
    pub volume: Millilitres,
    /// At which price.
    pub price: Rupiah,
    /// For how much.
    pub amount: Rupiah,
    /// The meter as typed.
    pub meter_value: Option<i64>,
    /// Codes of what is doubtful.
    pub doubts: String,
}

/// The redemptions of a vehicle that count in a month, in order.
pub fn list_vehicle_month(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
    month: MonthOfYear,
) -> Result<Vec<VehicleMonthLine>, Failure> {
    tx.query(
        "SELECT r.id, v.code, r.dispensed_at, r.station_id, r.driver_id, r.product, r.volume_ml, \
         r.price, r.amount, r.meter_value, r.doubts FROM redemption r \
         JOIN voucher v ON v.tenant_id = r.tenant_id AND v.id = r.voucher_id \
         WHERE r.tenant_id = $1 AND r.vehicle_id = $2 AND r.period = $3 \
         ORDER BY r.dispensed_at, r.id LIMIT 1000",
        params![tenant, vehicle, &month.to_string()],
    )?
    .iter()
    .map(|row| {
        Ok(VehicleMonthLine {
            redemption: row.get("id")?,
            code: row.get("code")?,
            dispensed_at: row.get("dispensed_at")?,
            station: row.get("station_id")?,
            driver: row.get("driver_id")?,
            product: row.get("product")?,
            volume: row.get("volume_ml")?,
            price: row.get("price")?,
            amount: row.get("amount")?,
            meter_value: row.get("meter_value")?,
            doubts: row.get("doubts")?,
        })
    })
    .collect()
}
