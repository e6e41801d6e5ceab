//! A visit to the pump: voucher, redemption, slip, statement line and claim that agree.

use jiff::civil::{DateTime, time};

use crate::civil::{Month, at_minute, minute_of_day, plus_days, plus_minutes};
use crate::class::VehicleClass;
use crate::dice::Dice;
use crate::fill::{Claim, Fill};
use crate::number::{RedemptionNo, SlipNo, StatementLineNo, VoucherNo};
use crate::paper::{Slip, StatementLine};
use crate::post::Role;
use crate::price::PriceTable;
use crate::product::Product;
use crate::station::{Attendant, Station, on_duty};
use crate::town::{Town, is_registered};
use crate::vehicle::Vehicle;
use crate::vehicle_life::{Need, least_ml};
use crate::voucher::{Entered, Photo, Redemption, Voucher, amount_rupiah, volume_ml};

/// Fills at the agency's usual station, per mille (assumption).
const USUAL_STATION_PER_MILLE: i64 = 700;

/// Fills sold in round Rupiah, per mille (assumption: the habit at Indonesian pumps).
const ROUND_RUPIAH_PER_MILLE: i64 = 600;

/// Photos taken, and of those with a position, per mille (assumptions).
const PHOTO_PER_MILLE: i64 = 820;
const LOCATED_PER_MILLE: i64 = 930;

/// Vouchers issued on the day of the fill, per mille (assumption).
const SAME_DAY_PER_MILLE: i64 = 600;

/// Minute of the day at which officers start to issue (assumption).
const OFFICE_OPENS: i64 = 7 * 60 + 15;

/// Vouchers that expire unused, per mille of the used ones (assumption).
const UNUSED_PER_MILLE: i64 = 25;

/// A vehicle at a pump.
#[derive(Debug)]
pub(crate) struct Pump<'a> {
    pub(crate) town: &'a Town,
    pub(crate) prices: &'a PriceTable,
    pub(crate) vehicle: &'a Vehicle,
    pub(crate) dice: &'a mut Dice,
}

impl<'a> Pump<'a> {
    /// Fills as needed within quota and money; `None` when either is too short.
    pub(crate) fn fill(&mut self, product: Product, need: &Need, room: i64) -> Option<Fill> {
        let at = plus_minutes(need.at, 0)
            .with()
            .second(self.second())
            .build()
            .ok()?;
        let limit_ml = need.want_ml.min(need.quota_left_ml);
        let price = self.prices.rupiah_per_litre(product, at);
        let (volume, amount, entered) = self.typed_amount(limit_ml, price)?;
        let max_ml = self.round_up(volume).min(need.quota_left_ml);
        let voucher = self.voucher(product, need, at, (max_ml, price));
        if voucher.reserved_rupiah > room {
            return None;
        }
        let station = self.station(at)?;
        let lane = self.dice.between(0, 1);
        let pump = 1 + lane + 2 * self.dice.between(0, station.pumps / 2 - 1);
        let attendant =
            self.town
                .attendants
                .get(on_duty(&self.town.attendants, station.no, at, lane))?;
        let redemption = Redemption {
            no: RedemptionNo(0),
            voucher: VoucherNo(0),
            at,
            station: station.no,
            attendant: attendant.no,
            product,
            volume_ml: volume,
            rupiah_per_litre: price,
            amount_rupiah: amount,
            entered,
            meter: need.meter,
            photo: self.photo(),
            transaction_no: 0,
            vehicle: voucher.vehicle,
        };
        let statement = self.statement(&redemption, attendant, pump);
        let slip = self.slip(&redemption, &statement, station);
        let claim = Claim {
            station: redemption.station,
            month: Month::of(at.date()),
            volume_ml: volume,
            amount_rupiah: amount,
        };
        Some(Fill {
            voucher: Some(voucher),
            redemption: Some(redemption),
            slip: Some(slip),
            statement: Some(statement),
            claim: Some(claim),
            wrong_meter: need.wrong_meter,
        })
    }

    /// Now and then another voucher that nobody uses.
    pub(crate) fn unused_voucher(&mut self, fill: &Fill) -> Option<Fill> {
        if !self.dice.chance(UNUSED_PER_MILLE) {
            return None;
        }
        let mut voucher = fill.voucher.clone()?;
        voucher.issued_at = plus_minutes(voucher.issued_at, -self.dice.between(600, 3_000));
        voucher.valid_until = expiry(voucher.issued_at);
        Some(Fill {
            voucher: Some(voucher),
            ..Fill::default()
        })
    }

    fn second(&mut self) -> i8 {
        i8::try_from(self.dice.between(0, 59)).unwrap_or(0)
    }

    /// Volume and amount for at most `limit_ml`, as attendants type them.
    fn typed_amount(&mut self, limit_ml: i64, price: i64) -> Option<(i64, i64, Entered)> {
        let is_motorcycle = self.vehicle.class == VehicleClass::Motorcycle;
        let step = if is_motorcycle { 5_000 } else { 50_000 };
        let round = (limit_ml * price / 1000) / step * step;
        if round > 0 && self.dice.chance(ROUND_RUPIAH_PER_MILLE) {
            return Some((volume_ml(round, price), round, Entered::Rupiah));
        }
        let volume = limit_ml / 10 * 10;
        (volume > 0).then(|| (volume, amount_rupiah(volume, price), Entered::Litres))
    }

    /// Vouchers are written in whole litres, larger ones in fives.
    fn round_up(&self, volume_ml: i64) -> i64 {
        let step = if least_ml(self.vehicle.class) < 2_000 {
            1_000
        } else {
            5_000
        };
        (volume_ml + step - 1) / step * step
    }

    fn voucher(
        &mut self,
        product: Product,
        need: &Need,
        at: DateTime,
        (max_ml, price): (i64, i64),
    ) -> Voucher {
        let is_standing = self.vehicle.class == VehicleClass::GarbageTruck;
        let issued_at = self.issue_time(at, is_standing);
        let is_container = self.vehicle.class.is_container();
        Voucher {
            no: VoucherNo(0),
            agency: self.vehicle.agency,
            vehicle: is_registered(self.town, self.vehicle.no).then_some(self.vehicle.no),
            plate: self.vehicle.plate_on(at.date()).to_owned(),
            driver: Some(need.driver),
            product,
            max_ml,
            reserved_rupiah: amount_rupiah(max_ml, price),
            issued_at,
            valid_until: expiry(issued_at),
            is_standing,
            letter: is_container
                .then(|| format!("REK.{:03}/{}", self.vehicle.no.0 % 900 + 1, at.year())),
        }
    }

    /// Standing orders issue before the round, officers in the morning or on the day before.
    fn issue_time(&mut self, at: DateTime, is_standing: bool) -> DateTime {
        let latest = minute_of_day(at) - 20;
        if is_standing {
            return plus_minutes(at, -self.dice.between(20, 90));
        }
        if latest > OFFICE_OPENS + 30 && self.dice.chance(SAME_DAY_PER_MILLE) {
            return at_minute(
                at.date(),
                self.dice.between(OFFICE_OPENS, latest.min(16 * 60)),
                0,
            );
        }
        at_minute(
            plus_days(at.date(), -1),
            self.dice.between(13 * 60, 16 * 60),
            0,
        )
    }

    /// The usual station or another that is open; one that is open all night otherwise.
    fn station(&mut self, at: DateTime) -> Option<&'a Station> {
        let stations: &'a [Station] = &self.town.stations;
        let usual = self.vehicle.agency.index().checked_rem(stations.len())?;
        let index = if self.dice.chance(USUAL_STATION_PER_MILLE) {
            usual
        } else {
            self.dice.index(stations.len())
        };
        let chosen = stations.get(index).filter(|station| station.is_open(at));
        chosen.or_else(|| stations.iter().find(|station| station.is_open(at)))
    }

    fn photo(&mut self) -> Photo {
        if !self.dice.chance(PHOTO_PER_MILLE) {
            return Photo::Missing;
        }
        let is_located = self.dice.chance(LOCATED_PER_MILLE);
        Photo::Taken {
            fingerprint: self.dice.bits(),
            is_located,
        }
    }

    fn statement(&self, redemption: &Redemption, by: &Attendant, pump: i64) -> StatementLine {
        StatementLine {
            no: StatementLineNo(0),
            station: redemption.station,
            transaction_no: 0,
            at: redemption.at,
            pump,
            operator: by.name.clone(),
            product: redemption.product,
            rupiah_per_litre: redemption.rupiah_per_litre,
            volume_ml: redemption.volume_ml,
            amount_rupiah: redemption.amount_rupiah,
            plate: self.vehicle.plate_on(redemption.at.date()).to_owned(),
            voucher: None,
        }
    }

    fn slip(&mut self, of: &Redemption, line: &StatementLine, station: &Station) -> Slip {
        Slip {
            no: SlipNo(0),
            agency: self.vehicle.agency,
            redemption: None,
            spbu_number: station.spbu_number.clone(),
            transaction_no: None,
            printed_at: of.at,
            pump: Some(line.pump),
            operator: line.operator.clone(),
            product: of.product,
            rupiah_per_litre: of.rupiah_per_litre,
            volume_ml: of.volume_ml,
            amount_rupiah: of.amount_rupiah,
            layout: u64::from(station.no.0),
            fingerprint: self.dice.bits(),
            is_manual: false,
            is_stamped: true,
            filed_at: plus_minutes(of.at, self.dice.between(30, 2_400)),
            filed_by: self.town.holder(self.vehicle.agency, Role::FuelOfficer),
        }
    }
}

/// Vouchers hold for a week, to the end of the day.
fn expiry(issued_at: DateTime) -> DateTime {
    plus_days(issued_at.date(), 7).to_datetime(time(23, 59, 59, 0))
}
