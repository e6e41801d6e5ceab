//! Capturing: what was dispensed is recorded, paid from budget and quota, and never denied.

use authz::{Action, Actor, Resource};
use base::{Millilitres, Rupiah, Stamp, UtcMicros, price_of};
use db::{ActionError, Failure, Tx};
use fleet::{Gauge, Meter, NewReading, ReadingSource};
use journal::Subject;
use ledger::{LedgerRefusal, Unit};
use serde::{Deserialize, Serialize};

use crate::model::{
    Doubt, Hold, HoldId, Redemption, RedemptionId, Typed, Voucher, VoucherState, work_out,
};
use crate::store;

/// The journal's note of a redemption at the price before or after a change.
const EITHER_PRICE: &str = "either_price";

/// What the attendant typed, as the pump shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureRedemption {
    /// The hold.
    pub hold: HoldId,
    /// Litres or rupiah.
    pub typed: Typed,
    /// The amount on the slip, where litres were typed and the slip was read too.
    pub slip_amount: Option<Rupiah>,
    /// The odometer in kilometres or the hour meter in tenths of an hour.
    pub meter_value: Option<i64>,
    /// Why no meter reading could be given, or why a doubtful one is right.
    pub meter_note: Option<String>,
    /// When it was dispensed, where it is recorded later.
    pub dispensed_at: Option<UtcMicros>,
    /// Whether the city's policy asks for photos of this redemption.
    pub photo_wanted: bool,
}

/// What the attendant and the driver are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The redemption.
    pub id: RedemptionId,
    /// The volume.
    pub volume: Millilitres,
    /// The price per litre.
    pub price: Rupiah,
    /// Volume x price.
    pub amount: Rupiah,
    /// What a person will look at.
    pub doubts: Vec<Doubt>,
}

/// Why a redemption was not captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaptureRefusal {
    /// There is no such hold at this station.
    #[error("hold_unknown")]
    HoldUnknown,
    /// It was captured already, with another key.
    #[error("already_captured")]
    AlreadyCaptured,
    /// Nothing was dispensed: return the voucher instead.
    #[error("nothing_dispensed")]
    NothingDispensed,
    /// The meter value is below zero.
    #[error("meter_negative")]
    MeterNegative,
    /// No pump gives that much into this vehicle: a slip of the finger, not fuel.
    #[error("volume_impossible")]
    VolumeImpossible,
    /// It lies before the hold or in the future.
    #[error("time_impossible")]
    TimeImpossible,
}

type Outcome<T> = Result<T, ActionError<CaptureRefusal>>;

fn refused<T>(refusal: CaptureRefusal) -> Outcome<T> {
    Err(ActionError::Refused(refusal))
}

/// Records what was dispensed under a hold.
pub fn capture_redemption(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &CaptureRedemption,
) -> Outcome<Receipt> {
    let Some(hold) = store::lookup_hold(tx, stamp.tenant, input.hold)? else {
        return refused(CaptureRefusal::HoldUnknown);
    };
    let here = Resource::tenant(stamp.tenant).station(hold.station);
    if actor.may(Action::FuelRedemptionCapture, &here).is_err() {
        return refused(CaptureRefusal::HoldUnknown);
    }
    if input.meter_value.is_some_and(i64::is_negative) {
        return refused(CaptureRefusal::MeterNegative);
    }
    let Ok((volume, amount)) = work_out(input.typed, hold.price) else {
        return refused(CaptureRefusal::NothingDispensed);
    };
    let dispensed_at = input.dispensed_at.unwrap_or(stamp.at);
    let (price, amount) = price_on_slip(tx, stamp, (&hold, input, dispensed_at), (volume, amount))?;
    if dispensed_at < hold.at || dispensed_at > stamp.at.plus_seconds(300) {
        return refused(CaptureRefusal::TimeImpossible);
    }
    let voucher = store::lookup_voucher(tx, stamp.tenant, hold.voucher)?
        .ok_or_else(|| Failure::bug("a hold without its voucher"))?;
    // Nothing else of the vehicle matters any more: the fuel is in the tank.
    let gauge = fleet::lookup_gauge(tx, stamp.tenant, voucher.vehicle)?
        .ok_or_else(|| Failure::bug("a voucher without its vehicle"))?;
    if is_impossible(volume, &hold, gauge) {
        return refused(CaptureRefusal::VolumeImpossible);
    }
    let mut redemption = Redemption {
        id: RedemptionId::new(stamp.next_id()),
        voucher: voucher.id,
        hold: hold.id,
        vehicle: voucher.vehicle,
        agency: voucher.agency,
        station: hold.station,
        attendant: hold.attendant,
        driver: hold.driver,
        product: hold.product.clone(),
        price,
        volume,
        amount,
        slip_amount: slip_amount(input),
        period: voucher.period,
        dispensed_at,
        recorded_at: stamp.at,
        reading: None,
        meter_value: input.meter_value,
        doubts: Vec::new(),
    };
    pay(tx, stamp, (&voucher, &hold), &mut redemption)?;
    read_meter(tx, stamp, (gauge, input), &mut redemption)?;
    note_doubts(tx, stamp, (gauge, &hold, input), &mut redemption)?;
    if !store::insert_redemption(tx, stamp.tenant, &redemption, input.typed)? {
        return refused(CaptureRefusal::AlreadyCaptured);
    }
    let subject = Subject::new("voucher", voucher.id);
    journal::record(
        tx,
        stamp,
        Action::FuelRedemptionCapture.code(),
        subject,
        (price != hold.price).then_some(EITHER_PRICE),
    )?;
    Ok(Receipt {
        id: redemption.id,
        volume,
        price,
        amount,
        doubts: redemption.doubts,
    })
}

/// How many times the voucher and the tank a typed volume may be: registers are wrong by less.
const BELIEVED_TIMES: i64 = 10;

/// Whether a volume is far beyond both the voucher and the tank.
///
/// What is dispensed is never denied, but a digit too many is not dispensed: one tap more than it
/// should have, and an agency's year would be spent.
fn is_impossible(volume: Millilitres, hold: &Hold, gauge: Gauge) -> bool {
    let largest = gauge.tank.map_or(hold.volume, |tank| tank.max(hold.volume));
    volume.get() > largest.get().saturating_mul(BELIEVED_TIMES)
}

/// The price at which litres cost what the slip says, and that cost: the hold's, or near a change
/// the other one.
///
/// Stations do not all change the price on the minute; within an hour either is accepted, and noted.
fn price_on_slip(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (hold, input, dispensed_at): (&Hold, &CaptureRedemption, UtcMicros),
    (volume, amount): (Millilitres, Rupiah),
) -> Outcome<(Rupiah, Rupiah)> {
    let usual = (hold.price, amount);
    let (Typed::Litres(_), Some(slip)) = (input.typed, input.slip_amount) else {
        return Ok(usual);
    };
    if !differs(slip, amount) {
        return Ok(usual);
    }
    let station = Some(hold.station);
    let accepted =
        stations::accepted_prices(tx, stamp.tenant, &hold.product, station, dispensed_at)?;
    for price in accepted {
        let other = price_of(volume, price)?;
        if !differs(slip, other) {
            return Ok((price, other));
        }
    }
    Ok(usual)
}

/// A pump shows whole millilitres or hundredths: one per cent apart is another sale.
fn differs(slip: Rupiah, amount: Rupiah) -> bool {
    let apart = slip.get().saturating_sub(amount.get()).saturating_abs();
    apart.saturating_mul(100) > amount.get()
}

fn slip_amount(input: &CaptureRedemption) -> Option<Rupiah> {
    match input.typed {
        Typed::Rupiah(amount) => Some(amount),
        Typed::Litres(_) => input.slip_amount,
    }
}

/// Marks the voucher as drawn and posts to budget and quota.
///
/// Where the voucher was settled otherwise meanwhile, the fuel is still a fact.
fn pay(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (voucher, hold): (&Voucher, &Hold),
    redemption: &mut Redemption,
) -> Outcome<()> {
    let redeemed = store::redeem(
        tx,
        stamp.tenant,
        voucher.id,
        hold.id,
        redemption.dispensed_at,
    )?;
    if !redeemed {
        if store::lookup_redemption_by_hold(tx, stamp.tenant, hold.id)?.is_some() {
            return refused(CaptureRefusal::AlreadyCaptured);
        }
        redemption.doubts.push(Doubt::Conflict);
    }
    let late = voucher.state_at(stamp.at) != VoucherState::Authorised;
    if late && redeemed {
        redemption.doubts.push(Doubt::Late);
    }
    let promised = if redeemed { hold.amount.get() } else { 0 };
    post(
        tx,
        stamp,
        (voucher.budget_transfer, promised),
        redemption,
        redemption.amount.get(),
    )?;
    if let (Some(transfer), Some(unit)) = (voucher.quota_transfer, voucher.quota_unit) {
        let (promised, used) = match unit {
            Unit::Millilitres => (voucher.volume.get(), redemption.volume.get()),
            Unit::Rupiah => (hold.amount.get(), redemption.amount.get()),
        };
        let promised = if redeemed { promised } else { 0 };
        post(tx, stamp, (transfer, promised), redemption, used)?;
    }
    Ok(())
}

/// Posts what was used: as far as promised from the reservation, the rest as a fact.
fn post(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (transfer, promised): (ledger::TransferId, i64),
    redemption: &mut Redemption,
    used: i64,
) -> Outcome<()> {
    let as_bug = |error: ActionError<LedgerRefusal>| match error {
        ActionError::Failed(failure) => failure,
        other => Failure::bug(format!("a redemption was not posted: {other}")),
    };
    let covered = used.min(promised);
    if covered > 0 {
        ledger::post_of(tx, stamp.tenant, (transfer, promised), covered, stamp.at)
            .map_err(as_bug)?;
    }
    let rest = used.saturating_sub(covered);
    if rest > 0 {
        let account = ledger::account_of(tx, stamp.tenant, transfer)?
            .ok_or_else(|| Failure::bug("a reservation without its account"))?;
        let reference = redemption.voucher.uuid();
        let (_, overdrawn) =
            ledger::post_fact(tx, stamp, account, reference, rest).map_err(as_bug)?;
        if overdrawn > 0 && !redemption.doubts.contains(&Doubt::AboveBudget) {
            redemption.doubts.push(Doubt::AboveBudget);
        }
    }
    Ok(())
}

/// Records the meter reading; a doubtful one is kept with its reason, never refused.
fn read_meter(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (gauge, input): (Gauge, &CaptureRedemption),
    redemption: &mut Redemption,
) -> Outcome<()> {
    let Some(value) = input.meter_value else {
        if gauge.meter != Meter::None {
            redemption.doubts.push(Doubt::MeterMissing);
        }
        return Ok(());
    };
    let reading = fleet::record_reading(
        tx,
        stamp,
        &NewReading {
            vehicle: redemption.vehicle,
            at: redemption.dispensed_at,
            value,
            source: ReadingSource::Redemption,
            source_id: Some(redemption.id.uuid()),
            filled: Some(redemption.volume),
            reason: input.meter_note.clone(),
        },
    )?;
    if reading.verdict.is_doubtful() {
        redemption.doubts.push(Doubt::Meter);
    }
    redemption.reading = Some(reading.id);
    Ok(())
}

fn note_doubts(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (gauge, hold, input): (Gauge, &Hold, &CaptureRedemption),
    redemption: &mut Redemption,
) -> Outcome<()> {
    if redemption.volume > hold.volume {
        redemption.doubts.push(Doubt::AboveVoucher);
    }
    if gauge.tank.is_some_and(|tank| redemption.volume > tank) {
        redemption.doubts.push(Doubt::AboveTank);
    }
    let amount = redemption.amount;
    if redemption
        .slip_amount
        .is_some_and(|slip| differs(slip, amount))
    {
        redemption.doubts.push(Doubt::SlipDiffers);
    }
    if input.photo_wanted && store::count_photos(tx, stamp.tenant, hold.id)? == 0 {
        redemption.doubts.push(Doubt::PhotoMissing);
    }
    redemption.doubts.sort_unstable();
    redemption.doubts.dedup();
    Ok(())
}
