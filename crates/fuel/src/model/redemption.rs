//! Redemption: the hold of a station, what was dispensed, and what is doubtful about it.

use base::{
    AgencyId, DeviceId, Millilitres, MonthOfYear, OutOfRange, PersonId, Rupiah, StationId,
    UtcMicros, Uuid, price_of, volume_for,
};
use fleet::{ReadingId, VehicleId};

use super::VoucherId;
use super::voucher::words;

db::ids! {
    /// Identifies a station's hold on a voucher.
    HoldId,
    /// Identifies a redemption.
    RedemptionId
}

/// How the attendant made sure who draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DriverCheck {
    /// The driver's PIN.
    Pin,
    /// The attendant compared the photo.
    Photo,
}

words! { DriverCheck { Pin = "pin", Photo = "photo" } }

/// Which number the attendant typed as the pump shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "typed", content = "value")]
pub enum Typed {
    /// Litres.
    Litres(Millilitres),
    /// Rupiah.
    Rupiah(Rupiah),
}

impl Typed {
    /// The word in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Litres(_) => "litres",
            Self::Rupiah(_) => "rupiah",
        }
    }
}

/// A station's hold on a voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The id.
    pub id: HoldId,
    /// The voucher.
    pub voucher: VoucherId,
    /// The station.
    pub station: StationId,
    /// The pump device.
    pub device: DeviceId,
    /// The attendant's shift.
    pub shift: Uuid,
    /// The attendant.
    pub attendant: PersonId,
    /// Who draws.
    pub driver: Option<PersonId>,
    /// How the attendant made sure.
    pub driver_check: DriverCheck,
    /// What is dispensed.
    pub product: String,
    /// The price per litre.
    pub price: Rupiah,
    /// The most that may be dispensed.
    pub volume: Millilitres,
    /// The most it may cost.
    pub amount: Rupiah,
    /// When it began.
    pub at: UtcMicros,
    /// When it ends by itself.
    pub until: UtcMicros,
}

/// What was dispensed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redemption {
    /// The id.
    pub id: RedemptionId,
    /// The voucher.
    pub voucher: VoucherId,
    /// The hold under which it was dispensed.
    pub hold: HoldId,
    /// The vehicle or machine.
    pub vehicle: VehicleId,
    /// The agency that pays.
    pub agency: AgencyId,
    /// The station.
    pub station: StationId,
    /// The attendant.
    pub attendant: PersonId,
    /// Who drew.
    pub driver: Option<PersonId>,
    /// The product.
    pub product: String,
    /// The price per litre.
    pub price: Rupiah,
    /// The volume.
    pub volume: Millilitres,
    /// Volume x price, rounded half up once.
    pub amount: Rupiah,
    /// The amount as the pump showed it, where it was typed.
    pub slip_amount: Option<Rupiah>,
    /// The month it counts in.
    pub period: MonthOfYear,
    /// When it was dispensed.
    pub dispensed_at: UtcMicros,
    /// When it was recorded.
    pub recorded_at: UtcMicros,
    /// The meter reading that came with it.
    pub reading: Option<ReadingId>,
    /// The meter as typed.
    pub meter_value: Option<i64>,
    /// What is doubtful.
    pub doubts: Vec<Doubt>,
}

/// Something about a redemption that a person should look at.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// More was dispensed than the voucher promised.
    AboveVoucher,
    /// More was dispensed than the tank holds.
    AboveTank,
    /// The budget did not cover it.
    AboveBudget,
    /// The meter reading is not plausible.
    Meter,
    /// No meter reading was given.
    MeterMissing,
    /// No photo was taken though the policy asks for one.
    PhotoMissing,
    /// It was recorded after the hold had run out.
    Late,
    /// The voucher had been drawn, cancelled or expired meanwhile.
    Conflict,
    /// The amount on the pump does not fit volume and price.
    SlipDiffers,
}

words! {
    Doubt {
        AboveVoucher = "above_voucher",
        AboveTank = "above_tank",
        AboveBudget = "above_budget",
        Meter = "meter",
        MeterMissing = "meter_missing",
        PhotoMissing = "photo_missing",
        Late = "late",
        Conflict = "conflict",
        SlipDiffers = "slip_differs",
    }
}

/// What a photo shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoSubject {
    /// The vehicle with its plate.
    Plate,
    /// The odometer or hour meter.
    Meter,
    /// The pump's display.
    Pump,
    /// The station's slip.
    Slip,
}

words! { PhotoSubject { Plate = "plate", Meter = "meter", Pump = "pump", Slip = "slip" } }

/// A photo taken at the pump; the file lies in the blob store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// The id.
    pub id: Uuid,
    /// The hold during which it was taken.
    pub hold: HoldId,
    /// What it shows.
    pub subject: PhotoSubject,
    /// The hash of the file's content.
    pub hash: String,
    /// When the phone says it was taken.
    pub taken_at: Option<UtcMicros>,
    /// Where, in 10^-7 degrees.
    pub latitude_e7: Option<i64>,
    /// Where, in 10^-7 degrees.
    pub longitude_e7: Option<i64>,
    /// When it arrived.
    pub at: UtcMicros,
}

/// What a station may dispense when the price has changed since the issue.
///
/// The litres stay where the amount can be raised to pay for them; otherwise the amount stays and
/// buys fewer litres. Gives volume and amount.
///
/// # Errors
/// [`OutOfRange`] where a quantity does not fit.
pub(crate) fn reprice(
    volume: Millilitres,
    amount: Rupiah,
    price: Rupiah,
    can_extend: impl FnOnce(Rupiah) -> bool,
) -> Result<(Millilitres, Rupiah), OutOfRange> {
    let needed = price_of(volume, price)?;
    if needed <= amount {
        return Ok((volume, amount));
    }
    if can_extend(needed.minus(amount)?) {
        return Ok((volume, needed));
    }
    Ok((volume_for(amount, price)?.min(volume), amount))
}

/// Volume and amount of what was typed: the amount is volume x price, rounded half up once.
///
/// Rupiah on a pump are rounded themselves, so the volume is the nearest one that costs them.
///
/// # Errors
/// [`OutOfRange`] where a quantity does not fit or is not positive.
pub(crate) fn work_out(typed: Typed, price: Rupiah) -> Result<(Millilitres, Rupiah), OutOfRange> {
    let volume = match typed {
        Typed::Litres(volume) => volume,
        Typed::Rupiah(amount) => {
            let below = volume_for(amount, price)?;
            let above = below.plus(Millilitres::new(1))?;
            let short = amount.minus(price_of(below, price)?)?;
            let over = price_of(above, price)?.minus(amount)?;
            if over < short { above } else { below }
        }
    };
    let amount = price_of(volume, price)?;
    if volume.is_positive() && amount.is_positive() {
        Ok((volume, amount))
    } else {
        Err(OutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRICE: Rupiah = Rupiah::new(13_650);

    #[test]
    fn typed_litres_are_priced_once() {
        let worked = work_out(Typed::Litres(Millilitres::new(35_500)), PRICE);
        assert_eq!(worked, Ok((Millilitres::new(35_500), Rupiah::new(484_575))));
    }

    #[test]
    fn typed_rupiah_buy_the_nearest_volume() {
        let (volume, amount) = work_out(Typed::Rupiah(Rupiah::new(100_000)), PRICE).unwrap();
        assert_eq!(
            (volume, amount),
            (Millilitres::new(7_326), Rupiah::new(100_000))
        );
        let (volume, amount) = work_out(Typed::Rupiah(Rupiah::new(50_000)), PRICE).unwrap();
        assert!(
            (amount.get() - 50_000).abs() <= 7,
            "{volume} costs {amount}"
        );
    }

    #[test]
    fn nothing_is_never_dispensed() {
        assert_eq!(
            work_out(Typed::Litres(Millilitres::ZERO), PRICE),
            Err(OutOfRange)
        );
        assert_eq!(
            work_out(Typed::Rupiah(Rupiah::ZERO), PRICE),
            Err(OutOfRange)
        );
    }

    #[test]
    fn a_higher_price_takes_more_budget_or_gives_fewer_litres() {
        let (volume, amount) = (Millilitres::new(20_000), Rupiah::new(200_000));
        let higher = Rupiah::new(12_500);
        let extended = reprice(volume, amount, higher, |more| more == Rupiah::new(50_000));
        assert_eq!(extended, Ok((volume, Rupiah::new(250_000))));
        let fewer = reprice(volume, amount, higher, |_| false);
        assert_eq!(fewer, Ok((Millilitres::new(16_000), amount)));
        let lower = reprice(volume, amount, Rupiah::new(9_000), |_| false);
        assert_eq!(lower, Ok((volume, amount)));
    }
}
