//! Issuing a voucher: reserves budget and quota, or says by name why not.

use authz::{Action, Actor, Resource};
use base::{CivilDate, Millilitres, PersonId, Rupiah, Stamp, StationId, UtcMicros, Uuid, price_of};
use budget::BudgetLineId;
use db::{ActionError, Failure, Tx};
use fleet::{FuelKind, Vehicle, VehicleId, VehicleState};
use journal::Subject;
use ledger::LedgerRefusal;
use serde::{Deserialize, Serialize};

use super::facts::{CityFacts, kind_of, load_city};
use super::papers::{check_letter_volume, check_products};
use super::quota::reserve_quota;
use crate::keys::VoucherKeys;
use crate::model::{Validity, ValidityRefusal, Voucher, VoucherId, VoucherKind, VoucherState};
use crate::store;

/// What a voucher is to promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueVoucher {
    /// The vehicle or machine.
    pub vehicle: VehicleId,
    /// The product's code.
    pub product: String,
    /// Products that may be taken instead, where the price allows.
    pub substitutes: Vec<String>,
    /// The most that may be dispensed.
    pub volume: Millilitres,
    /// The budget line that pays.
    pub line: BudgetLineId,
    /// The one station; `None` for any contracted station.
    pub station: Option<StationId>,
    /// Whether that station may redeem it without a connection.
    pub offline: bool,
    /// The first instant it may be drawn.
    pub valid_from: UtcMicros,
    /// The instant from which it may no longer be drawn.
    pub valid_until: UtcMicros,
    /// The one who may draw; `None` for any driver of the vehicle.
    pub drawer: Option<PersonId>,
    /// The recommendation letter, for a container.
    pub letter_number: Option<String>,
    /// What the journey or work is.
    pub purpose: String,
}

/// Something the issuer is told although the voucher was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Warning {
    /// A rule advises against this product for this class.
    ProductAdvised {
        /// The reason as the rule states it.
        reason: String,
    },
    /// The driver must also show the Subsidi Tepat QR at the pump.
    BringSubsidyQr,
    /// No quota concerns this vehicle.
    WithoutQuota,
    /// The tank's capacity is not known, so it cannot be checked.
    TankUnknown,
    /// The letter's number is not in the register of letters.
    LetterNotRecorded,
    /// The letter ends before the voucher does.
    LetterEndsEarly {
        /// The letter's last day.
        last: CivilDate,
    },
    /// No registration with Subsidi Tepat is recorded for the vehicle.
    RegistrationNotRecorded,
    /// The registration ends before the voucher does.
    RegistrationEndsEarly {
        /// The registration's last day.
        last: CivilDate,
    },
}

impl Warning {
    /// The stable name.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ProductAdvised { .. } => "product_advised",
            Self::BringSubsidyQr => "bring_subsidy_qr",
            Self::WithoutQuota => "without_quota",
            Self::TankUnknown => "tank_unknown",
            Self::LetterNotRecorded => "letter_not_recorded",
            Self::LetterEndsEarly { .. } => "letter_ends_early",
            Self::RegistrationNotRecorded => "registration_not_recorded",
            Self::RegistrationEndsEarly { .. } => "registration_ends_early",
        }
    }
}

/// A voucher that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Its id.
    pub id: VoucherId,
    /// The code a person can type.
    pub code: String,
    /// What the budget holds back.
    pub amount: Rupiah,
    /// What the issuer is told.
    pub warnings: Vec<Warning>,
}

/// Why a voucher was not issued.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum IssueRefusal {
    /// There is no such vehicle here.
    #[error("vehicle_unknown")]
    VehicleUnknown,
    /// The actor may not issue for this vehicle's agency.
    #[error("not_allowed")]
    NotAllowed,
    /// The vehicle is in the workshop, damaged, retired or lost.
    #[error("vehicle_out_of_service")]
    VehicleOutOfService,
    /// The vehicle takes no fuel.
    #[error("vehicle_takes_no_fuel")]
    VehicleTakesNoFuel,
    /// The validity has ended, or ends before it begins.
    #[error("validity_over")]
    ValidityOver,
    /// The validity does not lie within one month of the city.
    #[error("validity_crosses_month")]
    ValidityCrossesMonth,
    /// The validity goes past the city's year-end cut-off.
    #[error("after_year_end")]
    AfterYearEnd {
        /// The last day on which a voucher may be valid.
        last: base::CivilDate,
    },
    /// There is no such product.
    #[error("product_unknown")]
    ProductUnknown,
    /// The vehicle's record does not list this product.
    #[error("product_not_for_vehicle")]
    ProductNotForVehicle,
    /// A rule bars this product for this class.
    #[error("product_barred")]
    ProductBarred {
        /// The reason as the rule states it.
        reason: String,
    },
    /// The volume is zero or negative.
    #[error("volume_not_positive")]
    VolumeNotPositive,
    /// The volume is more than the tank holds.
    #[error("above_tank")]
    AboveTank {
        /// What the tank holds.
        tank: Millilitres,
    },
    /// A container voucher needs a recommendation letter in force.
    #[error("letter_missing")]
    LetterMissing,
    /// A rule bars the product without a letter, and the register has none of this number.
    #[error("letter_not_recorded")]
    LetterNotRecorded {
        /// The number as typed.
        number: String,
    },
    /// The letter does not hold on the voucher's first day.
    #[error("letter_not_in_force")]
    LetterNotInForce {
        /// Its number.
        number: String,
        /// Its first day.
        from: CivilDate,
        /// Its last day.
        until: CivilDate,
    },
    /// The letter was withdrawn.
    #[error("letter_withdrawn")]
    LetterWithdrawn {
        /// Its number.
        number: String,
    },
    /// The letter allows another product.
    #[error("letter_for_other_product")]
    LetterForOtherProduct {
        /// Its number.
        number: String,
    },
    /// The letter does not allow so much more.
    #[error("letter_exhausted")]
    LetterExhausted {
        /// What it allows still.
        left: Millilitres,
        /// What the voucher would take.
        wanted: Millilitres,
    },
    /// The vehicle's registration with Subsidi Tepat is over.
    #[error("registration_over")]
    RegistrationOver {
        /// Its last day; `None` where it was withdrawn.
        last: Option<CivilDate>,
    },
    /// Nobody is named who may drive the vehicle.
    #[error("no_driver")]
    NoDriver,
    /// The named person may not drive the vehicle on that day.
    #[error("drawer_not_driver")]
    DrawerNotDriver,
    /// A sample vehicle with a real line or station, or a real vehicle with a sample one.
    #[error("sample_mixed")]
    SampleMixed,
    /// The station is unknown or has no contract on that day.
    #[error("station_without_contract")]
    StationWithoutContract,
    /// A voucher without a named station cannot be redeemed offline.
    #[error("offline_needs_station")]
    OfflineNeedsStation,
    /// No price is known for the product on that day.
    #[error("no_price")]
    NoPrice,
    /// The budget line belongs to another agency or does not exist.
    #[error("line_unknown")]
    LineUnknown,
    /// Nothing was allocated to the line in that month.
    #[error("no_budget")]
    NoBudget,
    /// The budget does not cover it.
    #[error("budget_exhausted")]
    BudgetExhausted {
        /// What is available in the line's month.
        available: Rupiah,
        /// What the voucher would hold back.
        wanted: Rupiah,
    },
    /// The budget line's month is frozen or overdrawn.
    #[error("budget_stopped")]
    BudgetStopped,
    /// The quota does not cover it.
    #[error("quota_exhausted")]
    QuotaExhausted {
        /// What is left, as a person reads it.
        left: String,
        /// What the voucher would take, as a person reads it.
        wanted: String,
    },
}

pub(super) type Outcome<T> = Result<T, ActionError<IssueRefusal>>;

pub(super) fn refused<T>(refusal: IssueRefusal) -> Outcome<T> {
    Err(ActionError::Refused(refusal))
}

/// Issues one voucher.
pub fn issue_voucher(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    keys: &VoucherKeys,
    input: &IssueVoucher,
) -> Outcome<Issued> {
    let city = load_city(tx, stamp.tenant)?;
    issue(tx, (stamp, actor, keys), &city, (input, Origin::default()))
}

pub(super) type Hands<'a> = (&'a Stamp, &'a Actor, &'a VoucherKeys);

/// What a voucher was issued by, beside a single form.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Origin {
    /// An issue for many vehicles.
    pub(super) batch: Option<Uuid>,
    /// A standing voucher.
    pub(super) standing: Option<Uuid>,
}

/// What price, budget and quota have given a voucher.
struct Promised {
    id: VoucherId,
    price: Rupiah,
    amount: Rupiah,
    budget_transfer: ledger::TransferId,
    quota: Option<(ledger::TransferId, ledger::Unit)>,
    letter_number: Option<String>,
}

impl Promised {
    /// The voucher, still without its code.
    fn voucher(
        &self,
        stamp: &Stamp,
        (vehicle, validity): (&Vehicle, Validity),
        (input, origin): (&IssueVoucher, Origin),
    ) -> Voucher {
        Voucher {
            id: self.id,
            code: String::new(),
            sequence: 0,
            kind: kind_of(vehicle),
            agency: vehicle.agency,
            vehicle: vehicle.id,
            drawer: input.drawer,
            product: input.product.clone(),
            substitutes: input.substitutes.clone(),
            volume: input.volume,
            price: self.price,
            amount: self.amount,
            period: validity.period,
            line: input.line,
            budget_transfer: self.budget_transfer,
            quota_transfer: self.quota.map(|(transfer, _)| transfer),
            quota_unit: self.quota.map(|(_, unit)| unit),
            station: input.station,
            offline: input.offline,
            valid_from: validity.from,
            valid_until: validity.until,
            letter_number: self.letter_number.clone(),
            purpose: input.purpose.trim().to_owned(),
            state: VoucherState::Issued,
            issued_by: stamp.actor,
            issued_at: stamp.at,
            batch: origin.batch,
            standing: origin.standing,
            hold: None,
            hold_until: None,
            settled_at: None,
            settle_reason: None,
            revision: 0,
        }
    }
}

pub(super) fn issue(
    tx: &mut Tx<'_>,
    (stamp, actor, keys): Hands<'_>,
    city: &CityFacts,
    (input, origin): (&IssueVoucher, Origin),
) -> Outcome<Issued> {
    let validity = check_validity(city, stamp, input)?;
    let on = city.zone.date(validity.from.max(stamp.at));
    let vehicle = load_vehicle(tx, (stamp, actor), input.vehicle, on)?;
    let mut warnings = Vec::new();
    let letter = check_products(tx, stamp, city, (&vehicle, input), &mut warnings)?;
    check_volume(&vehicle, input, &mut warnings)?;
    check_drawer(tx, stamp, city, input)?;
    check_station(tx, stamp, city, input)?;
    super::samples::check_samples(tx, stamp, input)?;
    let starts = validity.from.max(stamp.at);
    let price = stations::lookup_price(tx, stamp.tenant, &input.product, input.station, starts)?;
    let Some(price) = price else {
        return refused(IssueRefusal::NoPrice);
    };
    let amount = price_of(input.volume, price)?;
    let id = VoucherId::new(stamp.next_id());
    let budget_transfer = reserve_budget(tx, stamp, (&vehicle, input), &validity, (id, amount))?;
    check_letter_volume(tx, stamp, (&vehicle, input.volume), letter.as_ref())?;
    let quota = reserve_quota(
        tx,
        stamp,
        city,
        (&vehicle, &validity),
        (id, input.volume, amount),
    )?;
    if quota.is_none() {
        warnings.push(Warning::WithoutQuota);
    }
    let promised = Promised {
        id,
        price,
        amount,
        budget_transfer,
        quota,
        letter_number: letter.map(|letter| letter.number),
    };
    let mut voucher = promised.voucher(stamp, (&vehicle, validity), (input, origin));
    insert_with_code(tx, stamp, keys, &mut voucher)?;
    journal::record(
        tx,
        stamp,
        Action::FuelVoucherIssue.code(),
        Subject::new("voucher", id),
        None,
    )?;
    Ok(Issued {
        id,
        code: voucher.code,
        amount,
        warnings,
    })
}

/// The vehicle, if the actor may issue for it and it takes fuel.
fn load_vehicle(
    tx: &mut Tx<'_>,
    (stamp, actor): (&Stamp, &Actor),
    id: VehicleId,
    on: CivilDate,
) -> Outcome<Vehicle> {
    let found = fleet::lookup_vehicle(tx, stamp.tenant, id, on)?;
    let Some(vehicle) = found.filter(|vehicle| vehicle.merged_into.is_none()) else {
        return refused(IssueRefusal::VehicleUnknown);
    };
    let resource = Resource::tenant(stamp.tenant)
        .agency(vehicle.agency)
        .unit(vehicle.unit);
    if actor.may(Action::FuelVoucherIssue, &resource).is_err() {
        // A vehicle outside one's reach is as good as absent.
        let sees = actor.may(Action::FleetVehicleView, &resource).is_ok();
        let refusal = if sees {
            IssueRefusal::NotAllowed
        } else {
            IssueRefusal::VehicleUnknown
        };
        return refused(refusal);
    }
    if vehicle.fuel_kind == FuelKind::Electric {
        return refused(IssueRefusal::VehicleTakesNoFuel);
    }
    if vehicle.state != VehicleState::Active {
        return refused(IssueRefusal::VehicleOutOfService);
    }
    Ok(vehicle)
}

fn check_validity(city: &CityFacts, stamp: &Stamp, input: &IssueVoucher) -> Outcome<Validity> {
    let checked = Validity::check(input.valid_from, input.valid_until, stamp.at, &city.zone);
    let validity = match checked {
        Ok(validity) => validity,
        Err(ValidityRefusal::Over) => return refused(IssueRefusal::ValidityOver),
        Err(ValidityRefusal::CrossesMonth) => return refused(IssueRefusal::ValidityCrossesMonth),
    };
    let last = city.settings.cutoff_in(validity.period.year());
    let end = city
        .zone
        .end_of(last)
        .map_err(|error| Failure::other("the year's end", error))?;
    if validity.until > end {
        return refused(IssueRefusal::AfterYearEnd { last });
    }
    Ok(validity)
}

fn check_volume(
    vehicle: &Vehicle,
    input: &IssueVoucher,
    warnings: &mut Vec<Warning>,
) -> Outcome<()> {
    if !input.volume.is_positive() {
        return refused(IssueRefusal::VolumeNotPositive);
    }
    match vehicle.tank_ml {
        Some(tank) if input.volume > tank && kind_of(vehicle) == VoucherKind::Vehicle => {
            return refused(IssueRefusal::AboveTank { tank });
        }
        Some(_) => {}
        None => warnings.push(Warning::TankUnknown),
    }
    Ok(())
}

fn check_drawer(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    city: &CityFacts,
    input: &IssueVoucher,
) -> Outcome<()> {
    let on = city.zone.date(input.valid_from.max(stamp.at));
    let drivers = fleet::list_drivers_on(tx, stamp.tenant, input.vehicle, on)?;
    match input.drawer {
        Some(drawer) if !drivers.contains(&drawer) => refused(IssueRefusal::DrawerNotDriver),
        None if drivers.is_empty() => refused(IssueRefusal::NoDriver),
        _ => Ok(()),
    }
}

fn check_station(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    city: &CityFacts,
    input: &IssueVoucher,
) -> Outcome<()> {
    let Some(station) = input.station else {
        let needs = input.offline;
        return if needs {
            refused(IssueRefusal::OfflineNeedsStation)
        } else {
            Ok(())
        };
    };
    let on = city.zone.date(input.valid_from.max(stamp.at));
    match stations::lookup_active_contract(tx, stamp.tenant, station, on)? {
        Some(_) => Ok(()),
        None => refused(IssueRefusal::StationWithoutContract),
    }
}

fn reserve_budget(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (vehicle, input): (&Vehicle, &IssueVoucher),
    validity: &Validity,
    (id, amount): (VoucherId, Rupiah),
) -> Outcome<ledger::TransferId> {
    let line = budget::lookup_line(tx, stamp.tenant, input.line)?;
    let Some(line) = line.filter(|line| line.agency == vehicle.agency) else {
        return refused(IssueRefusal::LineUnknown);
    };
    let Some(account) = budget::find_month(tx, stamp.tenant, line.id, validity.period)? else {
        return refused(IssueRefusal::NoBudget);
    };
    ledger::reserve(tx, stamp, account.id, id.uuid(), amount.get()).map_err(|error| {
        error.map(|refusal| match refusal {
            LedgerRefusal::NotEnough {
                available, wanted, ..
            } => IssueRefusal::BudgetExhausted {
                available: Rupiah::new(available),
                wanted: Rupiah::new(wanted),
            },
            LedgerRefusal::NoAccount => IssueRefusal::NoBudget,
            _ => IssueRefusal::BudgetStopped,
        })
    })
}

/// Inserts a voucher under the first of its codes that is free.
fn insert_with_code(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    keys: &VoucherKeys,
    voucher: &mut Voucher,
) -> Result<(), Failure> {
    for attempt in 0..8 {
        let code = keys.short_code(stamp.tenant, voucher.id, (voucher.sequence, attempt));
        voucher.code = code.as_stored();
        if store::insert_voucher(tx, stamp.tenant, voucher)? {
            return Ok(());
        }
    }
    Err(Failure::bug("no free voucher code in eight tries"))
}

/// The same kind of voucher for many vehicles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueBatch {
    /// The vouchers, at most [`Self::MOST`].
    pub vouchers: Vec<IssueVoucher>,
}

impl IssueBatch {
    /// The most vouchers in one command.
    pub const MOST: usize = 500;
}

/// What became of each voucher of a batch, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchOutcome {
    /// The batch's id.
    pub id: Uuid,
    /// The vouchers issued, by their place.
    pub issued: Vec<(usize, Issued)>,
    /// The refusals with their numbers, by place.
    pub refused: Vec<(usize, IssueRefusal)>,
}

/// Issues many vouchers; each is issued or refused by itself.
pub fn issue_batch(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    keys: &VoucherKeys,
    input: &IssueBatch,
) -> Outcome<BatchOutcome> {
    if input.vouchers.len() > IssueBatch::MOST {
        return Err(Failure::bug("a batch of vouchers is too long").into());
    }
    let city = load_city(tx, stamp.tenant)?;
    let id = stamp.next_id();
    let mut outcome = BatchOutcome {
        id,
        issued: Vec::new(),
        refused: Vec::new(),
    };
    for (place, voucher) in input.vouchers.iter().enumerate() {
        let origin = Origin {
            batch: Some(id),
            standing: None,
        };
        let tried = tx.savepoint(|tx| issue(tx, (stamp, actor, keys), &city, (voucher, origin)));
        match tried {
            Ok(issued) => outcome.issued.push((place, issued)),
            Err(ActionError::Refused(refusal)) => outcome.refused.push((place, refusal)),
            Err(other) => return Err(other),
        }
    }
    Ok(outcome)
}
