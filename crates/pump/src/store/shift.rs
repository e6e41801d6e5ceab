//! Holds and redemptions of a device's shift.

use base::{DeviceId, Millilitres, Rupiah, TenantId, UtcMicros};
use db::{Failure, Tx, params};
use fleet::VehicleId;
use fuel::{HoldId, RedemptionId, VoucherId};
use stations::Shift;

/// The most fillings a page shows of one shift; a busy pump serves some 300 in 14 hours.
const FILLS_MAX: i64 = 1_000;
/// The most holds that can be open at one device.
const HOLDS_MAX: i64 = 50;

/// What was dispensed in a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShiftFill {
    /// The redemption.
    pub(crate) redemption: RedemptionId,
    /// The voucher's code.
    pub(crate) code: String,
    /// The vehicle.
    pub(crate) vehicle: VehicleId,
    /// The product's code.
    pub(crate) product: String,
    /// How much.
    pub(crate) volume: Millilitres,
    /// For how much.
    pub(crate) amount: Rupiah,
    /// When.
    pub(crate) at: UtcMicros,
    /// Whether a person will look at it.
    pub(crate) is_doubtful: bool,
}

/// What was dispensed in a shift, the latest first.
pub(crate) fn list_shift_fills(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    shift: &Shift,
) -> Result<Vec<ShiftFill>, Failure> {
    tx.query(
        "SELECT r.id, v.code, r.vehicle_id, r.product, r.volume_ml, r.amount, r.dispensed_at, \
         r.doubts FROM redemption_hold h \
         JOIN redemption r ON r.tenant_id = h.tenant_id AND r.hold_id = h.id \
         JOIN voucher v ON v.tenant_id = r.tenant_id AND v.id = r.voucher_id \
         WHERE h.tenant_id = $1 AND h.device_id = $2 AND h.at >= $3 AND h.shift_id = $4 \
         ORDER BY r.dispensed_at DESC, r.id DESC LIMIT $5",
        params![tenant, shift.device, shift.opened_at, shift.id, FILLS_MAX],
    )?
    .iter()
    .map(|row| {
        Ok(ShiftFill {
            redemption: row.get("id")?,
            code: row.get("code")?,
            vehicle: row.get("vehicle_id")?,
            product: row.get("product")?,
            volume: row.get("volume_ml")?,
            amount: row.get("amount")?,
            at: row.get("dispensed_at")?,
            is_doubtful: !row.get::<String>("doubts")?.is_empty(),
        })
    })
    .collect()
}

/// What a shift dispensed of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProductTotal {
    /// The product's code.
    pub(crate) product: String,
    /// How often.
    pub(crate) count: i64,
    /// How much.
    pub(crate) volume: Millilitres,
    /// For how much.
    pub(crate) amount: Rupiah,
}

/// What a shift dispensed of each product.
pub(crate) fn list_shift_totals(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    shift: &Shift,
) -> Result<Vec<ProductTotal>, Failure> {
    tx.query(
        "SELECT r.product, COUNT(*) AS count, CAST(SUM(r.volume_ml) AS BIGINT) AS volume_ml, \
         CAST(SUM(r.amount) AS BIGINT) AS amount FROM redemption_hold h \
         JOIN redemption r ON r.tenant_id = h.tenant_id AND r.hold_id = h.id \
         WHERE h.tenant_id = $1 AND h.device_id = $2 AND h.at >= $3 AND h.shift_id = $4 \
         GROUP BY r.product ORDER BY r.product LIMIT 100",
        params![tenant, shift.device, shift.opened_at, shift.id],
    )?
    .iter()
    .map(|row| {
        Ok(ProductTotal {
            product: row.get("product")?,
            count: row.get("count")?,
            volume: row.get("volume_ml")?,
            amount: row.get("amount")?,
        })
    })
    .collect()
}

/// A hold whose numbers were never typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenHold {
    /// The hold.
    pub(crate) hold: HoldId,
    /// The voucher.
    pub(crate) voucher: VoucherId,
    /// The vehicle.
    pub(crate) vehicle: VehicleId,
    /// The product's code.
    pub(crate) product: String,
    /// The most that may be dispensed.
    pub(crate) volume: Millilitres,
    /// When it began.
    pub(crate) at: UtcMicros,
}

/// Vouchers a device took since an instant and neither finished nor gave back, the latest first.
pub(crate) fn list_open_holds(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    device: DeviceId,
    since: UtcMicros,
) -> Result<Vec<OpenHold>, Failure> {
    tx.query(
        "SELECT h.id, h.voucher_id, v.vehicle_id, h.product, h.volume_ml, h.at \
         FROM redemption_hold h \
         JOIN voucher v ON v.tenant_id = h.tenant_id AND v.id = h.voucher_id AND v.hold_id = h.id \
         WHERE h.tenant_id = $1 AND h.device_id = $2 AND h.at >= $3 AND v.state = 'authorised' \
         ORDER BY h.at DESC, h.id DESC LIMIT $4",
        params![tenant, device, since, HOLDS_MAX],
    )?
    .iter()
    .map(|row| {
        Ok(OpenHold {
            hold: row.get("id")?,
            voucher: row.get("voucher_id")?,
            vehicle: row.get("vehicle_id")?,
            product: row.get("product")?,
            volume: row.get("volume_ml")?,
            at: row.get("at")?,
        })
    })
    .collect()
}
