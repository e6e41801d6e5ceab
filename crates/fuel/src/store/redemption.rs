//! Rows of holds, redemptions and their photos.

use authz::Reach;
use base::{AgencyId, Cursor, Page, PageSize, StationId, TenantId, UtcMicros};
use db::{Failure, Row, Statement, Tx, Value, params};
use fleet::VehicleId;

use super::newest::query_newest;
use super::reach::{Columns, ways_in};
use crate::model::{Doubt, Hold, HoldId, Photo, Redemption, RedemptionId, Typed};

/// A station's hold by its id.
pub fn lookup_hold(tx: &mut Tx<'_>, tenant: TenantId, id: HoldId) -> Result<Option<Hold>, Failure> {
    let row = tx.query_opt(
        "SELECT id, voucher_id, station_id, device_id, shift_id, attendant_id, driver_id, \
         driver_check, product, price, volume_ml, amount, at, until_at FROM redemption_hold \
         WHERE tenant_id = $1 AND id = $2",
        params![tenant, id],
    )?;
    row.map(|row| {
        Ok(Hold {
            id: row.get("id")?,
            voucher: row.get("voucher_id")?,
            station: row.get("station_id")?,
            device: row.get("device_id")?,
            shift: row.get("shift_id")?,
            attendant: row.get("attendant_id")?,
            driver: row.get("driver_id")?,
            driver_check: row.parse("driver_check")?,
            product: row.get("product")?,
            price: row.get("price")?,
            volume: row.get("volume_ml")?,
            amount: row.get("amount")?,
            at: row.get("at")?,
            until: row.get("until_at")?,
        })
    })
    .transpose()
}

pub(crate) fn insert_hold(tx: &mut Tx<'_>, tenant: TenantId, hold: &Hold) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO redemption_hold (tenant_id, id, voucher_id, station_id, device_id, shift_id, \
         attendant_id, driver_id, driver_check, product, price, volume_ml, amount, at, until_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        params![
            tenant,
            hold.id,
            hold.voucher,
            hold.station,
            hold.device,
            hold.shift,
            hold.attendant,
            Value::maybe_id(hold.driver),
            hold.driver_check.code(),
            &hold.product,
            hold.price,
            hold.volume,
            hold.amount,
            hold.at,
            hold.until
        ],
    )
}

const COLUMNS: &str = "r.id, r.voucher_id, r.hold_id, r.vehicle_id, r.agency_id, r.station_id, \
     r.attendant_id, r.driver_id, r.product, r.price, r.volume_ml, r.amount, r.slip_amount, \
     r.period, r.dispensed_at, r.recorded_at, r.reading_id, r.meter_value, r.doubts";

/// A redemption by its id.
pub fn lookup_redemption(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: RedemptionId,
) -> Result<Option<Redemption>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM redemption r WHERE r.tenant_id = $1 AND r.id = $2");
    tx.query_opt(&sql, params![tenant, id])?
        .as_ref()
        .map(read_redemption)
        .transpose()
}

/// What was dispensed under a hold, if anything was.
pub fn lookup_redemption_by_hold(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    hold: HoldId,
) -> Result<Option<Redemption>, Failure> {
    let sql =
        format!("SELECT {COLUMNS} FROM redemption r WHERE r.tenant_id = $1 AND r.hold_id = $2");
    tx.query_opt(&sql, params![tenant, hold])?
        .as_ref()
        .map(read_redemption)
        .transpose()
}

pub(crate) fn insert_redemption(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    redemption: &Redemption,
    typed: Typed,
) -> Result<bool, Failure> {
    let doubts: Vec<&str> = redemption.doubts.iter().map(|doubt| doubt.code()).collect();
    tx.change_one(
        "INSERT INTO redemption (tenant_id, id, voucher_id, hold_id, vehicle_id, agency_id, \
         station_id, attendant_id, driver_id, product, price, volume_ml, amount, slip_amount, \
         typed, period, dispensed_at, recorded_at, reading_id, meter_value, doubts) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
         $19, $20, $21) ON CONFLICT (tenant_id, hold_id) DO NOTHING",
        params![
            tenant,
            redemption.id,
            redemption.voucher,
            redemption.hold,
            redemption.vehicle,
            redemption.agency,
            redemption.station,
            redemption.attendant,
            Value::maybe_id(redemption.driver),
            &redemption.product,
            redemption.price,
            redemption.volume,
            redemption.amount,
            redemption.slip_amount,
            typed.code(),
            &redemption.period.to_string(),
            redemption.dispensed_at,
            redemption.recorded_at,
            Value::maybe_id(redemption.reading),
            redemption.meter_value,
            &doubts.join(",")
        ],
    )
}

/// Which redemptions a list shows.
#[derive(Debug, Clone, Default)]
pub struct RedemptionFilter {
    /// Only this agency's.
    pub agency: Option<AgencyId>,
    /// Only this vehicle's.
    pub vehicle: Option<VehicleId>,
    /// Only at this station.
    pub station: Option<StationId>,
    /// Only from this instant.
    pub from: Option<UtcMicros>,
    /// Only before this instant.
    pub until: Option<UtcMicros>,
    /// Only those with a doubt.
    pub doubtful: bool,
}

/// A redemption as a list shows it.
pub type RedemptionRow = Redemption;

const PLACE: Columns = Columns {
    agency: "r.agency_id",
    station: "r.station_id",
    vehicle: "r.vehicle_id",
    person: "r.driver_id",
};

/// Redemptions within a reach, newest first.
pub fn list_redemptions(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    filter: &RedemptionFilter,
    (after, size): (Option<&Cursor>, PageSize),
) -> Result<Page<RedemptionRow>, Failure> {
    let Some(ways) = ways_in(tx, (tenant, None), reach, PLACE)? else {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    };
    let mut statement = Statement::new(
        format!("SELECT {COLUMNS} FROM redemption r WHERE r.tenant_id = $1"),
        params![tenant],
    );
    statement.equal("r.agency_id", filter.agency.map(AgencyId::uuid));
    statement.equal("r.vehicle_id", filter.vehicle.map(VehicleId::uuid));
    statement.equal("r.station_id", filter.station.map(StationId::uuid));
    statement.at_least("r.dispensed_at", filter.from);
    statement.below("r.dispensed_at", filter.until);
    if filter.doubtful {
        statement.push(" AND r.doubts <> ''");
    }
    statement.before("r.dispensed_at", "r.id", after)?;
    let order = ("r", "dispensed_at", size.limit());
    let rows = query_newest(tx, statement, &ways, order)?;
    let redemptions: Result<Vec<_>, Failure> = rows.iter().map(read_redemption).collect();
    Ok(Page::cut(redemptions?, size, |redemption| Cursor {
        key: redemption.dispensed_at.get().to_string(),
        id: redemption.id.uuid(),
    }))
}

fn read_redemption(row: &Row) -> Result<Redemption, Failure> {
    let doubts: String = row.get("doubts")?;
    let doubts: Result<Vec<Doubt>, Failure> = super::voucher::list(&doubts)
        .iter()
        .map(|doubt| doubt.parse())
        .collect();
    Ok(Redemption {
        id: row.get("id")?,
        voucher: row.get("voucher_id")?,
        hold: row.get("hold_id")?,
        vehicle: row.get("vehicle_id")?,
        agency: row.get("agency_id")?,
        station: row.get("station_id")?,
        attendant: row.get("attendant_id")?,
        driver: row.get("driver_id")?,
        product: row.get("product")?,
        price: row.get("price")?,
        volume: row.get("volume_ml")?,
        amount: row.get("amount")?,
        slip_amount: row.get("slip_amount")?,
        period: row.get("period")?,
        dispensed_at: row.get("dispensed_at")?,
        recorded_at: row.get("recorded_at")?,
        reading: row.get("reading_id")?,
        meter_value: row.get("meter_value")?,
        doubts: doubts?,
    })
}

pub(crate) fn insert_photo(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    photo: &Photo,
) -> Result<(), Failure> {
    tx.change_exactly_one(
        "INSERT INTO redemption_photo (tenant_id, id, hold_id, subject, hash, taken_at, \
         latitude_e7, longitude_e7, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            tenant,
            photo.id,
            photo.hold,
            photo.subject.code(),
            &photo.hash,
            photo.taken_at,
            photo.latitude_e7,
            photo.longitude_e7,
            photo.at
        ],
    )
}

/// How many photos were taken during a hold.
pub fn count_photos(tx: &mut Tx<'_>, tenant: TenantId, hold: HoldId) -> Result<i64, Failure> {
    tx.query_one(
        "SELECT COUNT(*) AS count FROM redemption_photo WHERE tenant_id = $1 AND hold_id = $2",
        params![tenant, hold],
    )?
    .get("count")
}

/// Whether a redemption has the photo with this hash, in hexadecimal.
pub fn has_photo(tx: &mut Tx<'_>, tenant: TenantId, hash: &str) -> Result<bool, Failure> {
    let row = tx.query_opt(
        "SELECT id FROM redemption_photo WHERE tenant_id = $1 AND hash = $2 LIMIT 1",
        params![tenant, hash],
    )?;
    Ok(row.is_some())
}

/// The photos taken during a hold, in order.
pub fn list_hold_photos(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    hold: HoldId,
) -> Result<Vec<Photo>, Failure> {
    tx.query(
        "SELECT id, hold_id, subject, hash, taken_at, latitude_e7, longitude_e7, at \
         FROM redemption_photo WHERE tenant_id = $1 AND hold_id = $2 ORDER BY at, id LIMIT 50",
        params![tenant, hold],
    )?
    .iter()
    .map(|row| {
        Ok(Photo {
            id: row.get("id")?,
            hold: row.get("hold_id")?,
            subject: row.parse("subject")?,
            hash: row.get("hash")?,
            taken_at: row.get("taken_at")?,
            latitude_e7: row.get("latitude_e7")?,
            longitude_e7: row.get("longitude_e7")?,
            at: row.get("at")?,
        })
    })
    .collect()
}
