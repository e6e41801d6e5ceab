//! Authorising: a station holds a voucher for some minutes, at today's price.

use authz::{Action, Actor, Resource};
use base::{CivilDate, Millilitres, PersonId, Rupiah, Stamp, UtcMicros};
use db::{ActionError, Tx};
use fleet::Vehicle;
use journal::Subject;
use serde::{Deserialize, Serialize};
use stations::Shift;

use super::facts::load_city;
use crate::model::{DriverCheck, Hold, HoldId, Voucher, VoucherId, VoucherState, reprice};
use crate::store;

/// How long a station holds a voucher, in seconds.
pub(crate) const HOLD_SECONDS: i64 = 15 * 60;

/// Which voucher, and how the attendant made sure who draws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthoriseRedemption {
    /// The voucher.
    pub voucher: VoucherId,
    /// The sequence of the scanned QR; `None` where the code was typed.
    pub sequence: Option<u32>,
    /// What is dispensed: the voucher's product or an allowed substitute.
    pub product: String,
    /// Who draws.
    pub driver: PersonId,
    /// How the attendant made sure; a PIN was checked before this action.
    pub driver_check: DriverCheck,
}

/// What the station may dispense.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorisation {
    /// The hold, under which the redemption is captured.
    pub hold: HoldId,
    /// The plate, or the name of a machine.
    pub plate: String,
    /// What is dispensed.
    pub product: String,
    /// The price per litre.
    pub price: Rupiah,
    /// The most that may be dispensed.
    pub volume: Millilitres,
    /// The most it may cost.
    pub amount: Rupiah,
    /// When the hold ends by itself.
    pub until: UtcMicros,
}

/// Why a voucher was not authorised.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthoriseRefusal {
    /// There is no such voucher.
    #[error("voucher_unknown")]
    Unknown,
    /// The QR was replaced by a newer one.
    #[error("voucher_superseded")]
    Superseded,
    /// No attendant's shift is open on this device.
    #[error("no_open_shift")]
    NoShift,
    /// It may not be drawn yet.
    #[error("voucher_not_yet")]
    NotYet {
        /// From when on.
        from: UtcMicros,
    },
    /// Its time is over.
    #[error("voucher_expired")]
    Expired,
    /// It was cancelled.
    #[error("voucher_cancelled")]
    Cancelled,
    /// It was drawn already.
    #[error("voucher_redeemed")]
    Redeemed {
        /// When.
        at: Option<UtcMicros>,
    },
    /// Another station holds it.
    #[error("held_by_other")]
    HeldByOther {
        /// Until when.
        until: Option<UtcMicros>,
    },
    /// It names another station.
    #[error("other_station")]
    OtherStation,
    /// The voucher is a sample and the station is not, or the other way round.
    #[error("sample_mixed")]
    SampleMixed,
    /// The station has no contract today.
    #[error("station_without_contract")]
    StationWithoutContract,
    /// The product is neither the voucher's nor an allowed substitute.
    #[error("product_not_covered")]
    ProductNotCovered,
    /// The one who draws is not named on the voucher or the vehicle's list.
    #[error("driver_not_named")]
    DriverNotNamed,
    /// No price is known for the product here.
    #[error("no_price")]
    NoPrice,
}

fn refused<T>(refusal: AuthoriseRefusal) -> Result<T, ActionError<AuthoriseRefusal>> {
    Err(ActionError::Refused(refusal))
}

/// Authorises a voucher at the station of an open shift.
pub fn authorise_redemption(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    shift: &Shift,
    input: &AuthoriseRedemption,
) -> Result<Authorisation, ActionError<AuthoriseRefusal>> {
    let here = Resource::tenant(stamp.tenant).station(shift.station);
    let may = actor.may(Action::FuelRedemptionAuthorise, &here).is_ok();
    if !may || !shift.is_open(stamp.at) {
        return refused(AuthoriseRefusal::NoShift);
    }
    let Some(voucher) = store::lookup_voucher(tx, stamp.tenant, input.voucher)? else {
        return refused(AuthoriseRefusal::Unknown);
    };
    check_voucher(&voucher, shift, stamp.at, input)?;
    let city = load_city(tx, stamp.tenant)?;
    let today = city.zone.date(stamp.at);
    let Some(vehicle) = fleet::lookup_vehicle(tx, stamp.tenant, voucher.vehicle, today)? else {
        return refused(AuthoriseRefusal::Unknown);
    };
    check_place_and_driver(tx, (stamp, today), (&voucher, shift), input)?;
    let station = Some(shift.station);
    let price = stations::lookup_price(tx, stamp.tenant, &input.product, station, stamp.at)?;
    let Some(price) = price else {
        return refused(AuthoriseRefusal::NoPrice);
    };
    let (volume, amount) = settle_price(tx, stamp, &voucher, price)?;
    let hold = Hold {
        id: HoldId::new(stamp.next_id()),
        voucher: voucher.id,
        station: shift.station,
        device: shift.device,
        shift: shift.id.uuid(),
        attendant: shift.attendant,
        driver: Some(input.driver),
        driver_check: input.driver_check,
        product: input.product.clone(),
        price,
        volume,
        amount,
        at: stamp.at,
        until: stamp.at.plus_seconds(HOLD_SECONDS),
    };
    store::insert_hold(tx, stamp.tenant, &hold)?;
    let given = (hold.id, hold.until);
    if !store::authorise(tx, stamp.tenant, voucher.id, given, stamp.at)? {
        return refused(AuthoriseRefusal::HeldByOther {
            until: voucher.hold_until,
        });
    }
    let subject = Subject::new("voucher", voucher.id);
    journal::record(
        tx,
        stamp,
        Action::FuelRedemptionAuthorise.code(),
        subject,
        None,
    )?;
    Ok(answer(&hold, &vehicle))
}

fn answer(hold: &Hold, vehicle: &Vehicle) -> Authorisation {
    Authorisation {
        hold: hold.id,
        plate: vehicle.name().to_owned(),
        product: hold.product.clone(),
        price: hold.price,
        volume: hold.volume,
        amount: hold.amount,
        until: hold.until,
    }
}

fn check_voucher(
    voucher: &Voucher,
    shift: &Shift,
    now: UtcMicros,
    input: &AuthoriseRedemption,
) -> Result<(), ActionError<AuthoriseRefusal>> {
    if input
        .sequence
        .is_some_and(|sequence| sequence != voucher.sequence)
    {
        return refused(AuthoriseRefusal::Superseded);
    }
    match voucher.state_at(now) {
        VoucherState::Issued => {}
        VoucherState::Authorised => {
            return refused(AuthoriseRefusal::HeldByOther {
                until: voucher.hold_until,
            });
        }
        VoucherState::Redeemed => {
            return refused(AuthoriseRefusal::Redeemed {
                at: voucher.settled_at,
            });
        }
        VoucherState::Expired => return refused(AuthoriseRefusal::Expired),
        VoucherState::Cancelled => return refused(AuthoriseRefusal::Cancelled),
    }
    if now >= voucher.valid_until {
        return refused(AuthoriseRefusal::Expired);
    }
    if now < voucher.valid_from {
        return refused(AuthoriseRefusal::NotYet {
            from: voucher.valid_from,
        });
    }
    if voucher
        .station
        .is_some_and(|station| station != shift.station)
    {
        return refused(AuthoriseRefusal::OtherStation);
    }
    if !voucher.covers(&input.product) {
        return refused(AuthoriseRefusal::ProductNotCovered);
    }
    Ok(())
}

fn check_place_and_driver(
    tx: &mut Tx<'_>,
    (stamp, today): (&Stamp, CivilDate),
    (voucher, shift): (&Voucher, &Shift),
    input: &AuthoriseRedemption,
) -> Result<(), ActionError<AuthoriseRefusal>> {
    let contract = stations::lookup_active_contract(tx, stamp.tenant, shift.station, today)?;
    if contract.is_none() {
        return refused(AuthoriseRefusal::StationWithoutContract);
    }
    let marks = store::samples::load_marks(
        tx,
        stamp.tenant,
        (voucher.vehicle, voucher.line),
        Some(shift.station),
    )?;
    if marks.is_voucher() != marks.station {
        return refused(AuthoriseRefusal::SampleMixed);
    }
    let named = match voucher.drawer {
        Some(drawer) => drawer == input.driver,
        None => fleet::list_drivers_on(tx, stamp.tenant, voucher.vehicle, today)?
            .contains(&input.driver),
    };
    if named {
        Ok(())
    } else {
        refused(AuthoriseRefusal::DriverNotNamed)
    }
}

/// Volume and amount at today's price; raises the reservation where that is possible.
fn settle_price(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    voucher: &Voucher,
    price: Rupiah,
) -> Result<(Millilitres, Rupiah), ActionError<AuthoriseRefusal>> {
    // An earlier hold may have raised it already.
    let reserved = ledger::lookup_transfer(tx, stamp.tenant, voucher.budget_transfer)?
        .map_or(voucher.amount, |transfer| Rupiah::new(transfer.pending));
    let mut failure = None;
    let settled = reprice(voucher.volume, reserved, price, |more| {
        let extended = tx.savepoint(|tx| {
            ledger::extend(tx, stamp.tenant, voucher.budget_transfer, more.get())?;
            match (voucher.quota_transfer, voucher.quota_unit) {
                (Some(quota), Some(ledger::Unit::Rupiah)) => {
                    ledger::extend(tx, stamp.tenant, quota, more.get())
                }
                _ => Ok(()),
            }
        });
        match extended {
            Ok(()) => true,
            Err(ActionError::Failed(error)) => {
                failure = Some(error);
                false
            }
            Err(_) => false,
        }
    })?;
    match failure {
        Some(failure) => Err(failure.into()),
        None => Ok(settled),
    }
}
