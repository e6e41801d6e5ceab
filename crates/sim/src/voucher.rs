//! Vouchers and redemptions.

use jiff::civil::DateTime;
use serde::Serialize;

use crate::number::{
    AgencyNo, AttendantNo, PersonNo, RedemptionNo, StationNo, VehicleNo, VoucherNo,
};
use crate::product::Product;

/// A voucher: one vehicle, one person, one product, at most so much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Voucher {
    /// Number.
    pub no: VoucherNo,
    /// Agency whose budget is reserved.
    pub agency: AgencyNo,
    /// Vehicle; `None` when the register does not know it.
    pub vehicle: Option<VehicleNo>,
    /// Plate as written on the voucher; empty for machines.
    pub plate: String,
    /// Who may draw.
    pub driver: Option<PersonNo>,
    /// Product.
    pub product: Product,
    /// Most millilitres.
    pub max_ml: i64,
    /// Rupiah reserved at issue.
    pub reserved_rupiah: i64,
    /// When it was issued (WITA).
    pub issued_at: DateTime,
    /// Until when it may be used (WITA).
    pub valid_until: DateTime,
    /// Whether a standing order issued it.
    pub is_standing: bool,
    /// Recommendation letter, for fuel in cans.
    pub letter: Option<String>,
}

/// What the attendant typed; the other figure is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Entered {
    /// Rupiah as the pump shows.
    Rupiah,
    /// Litres as the pump shows.
    Litres,
}

/// The photo of meter and plate at the pump.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Photo {
    /// None was taken.
    Missing,
    /// Taken; `fingerprint` stands for the image's content.
    Taken {
        /// Content of the image.
        fingerprint: u64,
        /// Whether position and time were recorded.
        is_located: bool,
    },
}

/// Fuel drawn with a voucher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Redemption {
    /// Number.
    pub no: RedemptionNo,
    /// The voucher used.
    pub voucher: VoucherNo,
    /// When (WITA).
    pub at: DateTime,
    /// Station.
    pub station: StationNo,
    /// Attendant.
    pub attendant: AttendantNo,
    /// Product.
    pub product: Product,
    /// Millilitres.
    pub volume_ml: i64,
    /// Pump price in Rupiah per litre.
    pub rupiah_per_litre: i64,
    /// Amount in Rupiah.
    pub amount_rupiah: i64,
    /// Which figure was typed.
    pub entered: Entered,
    /// Odometer (km) or hour meter as typed; `None` without a meter.
    pub meter: Option<i64>,
    /// Photo.
    pub photo: Photo,
    /// Transaction number of the pump.
    pub transaction_no: u64,
    /// Vehicle; `None` when the register does not know it.
    pub vehicle: Option<VehicleNo>,
}

/// Millilitres for an amount, rounded to the nearest.
pub fn volume_ml(amount_rupiah: i64, rupiah_per_litre: i64) -> i64 {
    (amount_rupiah * 1000 + rupiah_per_litre / 2)
        .checked_div(rupiah_per_litre)
        .unwrap_or(0)
}

/// Rupiah for a volume, rounded to the nearest.
pub fn amount_rupiah(volume_ml: i64, rupiah_per_litre: i64) -> i64 {
    (volume_ml * rupiah_per_litre + 500) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amount_and_volume_agree_to_the_rupiah_step() {
        assert_eq!(volume_ml(100_000, 12_500), 8_000);
        assert_eq!(amount_rupiah(8_000, 12_500), 100_000);
        assert_eq!(volume_ml(1, 0), 0);
    }
}
