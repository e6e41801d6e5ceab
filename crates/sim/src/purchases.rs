//! Purchases day by day, in constant memory: the honest city before any fraud is planted.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use jiff::civil::Date;

use crate::calendar::Calendar;
use crate::civil::{Month, at_minute, plus_days};
use crate::class::VehicleClass;
use crate::dice::Dice;
use crate::evidence::{TripSheet, WeighbridgeEntry};
use crate::fill::Fill;
use crate::number::{AgencyNo, RedemptionNo, TripSheetNo, VoucherNo};
use crate::price::PriceTable;
use crate::pump::Pump;
use crate::town::Town;
use crate::vehicle::Vehicle;
use crate::vehicle_life::{Today, VehicleLife};

/// A simulated day.
#[derive(Clone, Debug, Default)]
pub struct Day {
    /// Fills in order of time, numbered.
    pub fills: Vec<Fill>,
    /// Trip sheets of the garbage trucks.
    pub trip_sheets: Vec<TripSheet>,
    /// Loads weighed at the landfill.
    pub weighbridge: Vec<WeighbridgeEntry>,
}

/// The days of a town, one after the other.
///
/// Holds one state per vehicle and one day of records, whatever the number of redemptions.
#[derive(Debug)]
pub struct Days<'a> {
    town: &'a Town,
    calendar: Calendar,
    prices: PriceTable,
    lives: Vec<VehicleLife>,
    next: Date,
    /// Money left per agency: ceilings of the year so far less what was spent.
    room_rupiah: BTreeMap<AgencyNo, i64>,
    transactions: Vec<u64>,
    dice: Dice,
    vouchers: u32,
    redemptions: u32,
    sheets: u32,
}

impl<'a> Days<'a> {
    /// Starts at the first day of the town's period.
    pub fn new(town: &'a Town) -> Self {
        let prices = town.price_table();
        let lives = town
            .all_vehicles()
            .map(|vehicle| VehicleLife::new(town, vehicle, &prices))
            .collect();
        Self {
            town,
            calendar: town.calendar(),
            prices,
            lives,
            next: town.settings.start_on(),
            room_rupiah: BTreeMap::new(),
            transactions: vec![100_000; town.stations.len()],
            dice: Dice::new(town.settings.seed, "days", 0),
            vouchers: 0,
            redemptions: 0,
            sheets: 0,
        }
    }

    /// Adds the month's ceilings; unused money carries forward inside a year only.
    fn open_month(&mut self, month: Month) {
        if month.month == 1 {
            self.room_rupiah.clear();
        }
        let slot = usize::try_from(month.month - 1).unwrap_or(0);
        for line in self
            .town
            .budget_lines
            .iter()
            .filter(|line| line.year == month.year)
        {
            let ceiling = line.monthly_rupiah.get(slot).copied().unwrap_or(0);
            *self.room_rupiah.entry(line.agency).or_default() += ceiling;
        }
    }

    fn live_through(&mut self, on: Date) -> Day {
        let mut day = Day::default();
        let today = Today {
            on,
            town: self.town,
            calendar: &self.calendar,
            prices: &self.prices,
        };
        for (vehicle, life) in self.town.all_vehicles().zip(&mut self.lives) {
            let room = self.room_rupiah.entry(vehicle.agency).or_default();
            let fills = &mut day.fills;
            let work = life.live(vehicle, &today, |dice, product, need| {
                let mut pump = Pump {
                    town: self.town,
                    prices: &self.prices,
                    vehicle,
                    dice,
                };
                let Some(fill) = pump.fill(product, &need, *room) else {
                    return 0;
                };
                *room -= fill.amount_rupiah();
                let got = fill
                    .redemption
                    .as_ref()
                    .map_or(0, |redemption| redemption.volume_ml);
                fills.extend(pump.unused_voucher(&fill));
                fills.push(fill);
                got
            });
            if vehicle.class == VehicleClass::GarbageTruck && work > 0 {
                trips(vehicle, on, work, &mut life.dice, &mut day);
            }
        }
        day
    }

    /// Gives numbers in order of time; pumps also serve the public between.
    fn number(&mut self, day: &mut Day) {
        day.fills.sort_by_key(Fill::at);
        for fill in &mut day.fills {
            let voucher_no = VoucherNo(self.vouchers);
            if let Some(voucher) = &mut fill.voucher {
                voucher.no = voucher_no;
                self.vouchers += 1;
            }
            let Some(redemption) = &mut fill.redemption else {
                continue;
            };
            redemption.no = RedemptionNo(self.redemptions);
            redemption.voucher = voucher_no;
            self.redemptions += 1;
            let step = self.dice.bits() % 40 + 1;
            let Some(last) = self.transactions.get_mut(redemption.station.index()) else {
                continue;
            };
            *last += step;
            redemption.transaction_no = *last;
            if let Some(slip) = &mut fill.slip {
                slip.redemption = Some(redemption.no);
                slip.transaction_no = Some(*last);
            }
            if let Some(line) = &mut fill.statement {
                line.voucher = Some(voucher_no);
                line.transaction_no = *last;
            }
        }
        for sheet in &mut day.trip_sheets {
            sheet.no = TripSheetNo(self.sheets);
            self.sheets += 1;
        }
    }
}

impl Iterator for Days<'_> {
    type Item = Day;

    fn next(&mut self) -> Option<Day> {
        let on = self.next;
        if on > self.town.settings.end_on {
            return None;
        }
        if on.day() == 1 {
            self.open_month(Month::of(on));
        }
        self.next = plus_days(on, 1);
        let mut day = self.live_through(on);
        self.number(&mut day);
        Some(day)
    }
}

/// Metres of a garbage truck's round trip to the landfill (assumption, from 35 to 56 km a day in
/// reference E4 at two trips).
const TRIP_METRES: i64 = 22_000;

/// Stamps the day's trips and weighs each load.
fn trips(vehicle: &Vehicle, on: Date, work: i64, dice: &mut Dice, day: &mut Day) {
    let trips = (work / TRIP_METRES).max(1);
    day.trip_sheets.push(TripSheet {
        no: TripSheetNo(0),
        vehicle: vehicle.no,
        on,
        trips,
        stamped_by: vehicle.drivers.last().copied().unwrap_or(vehicle.holder),
    });
    for trip in 0..trips {
        day.weighbridge.push(WeighbridgeEntry {
            vehicle: vehicle.no,
            at: at_minute(on, 7 * 60 + 45 + trip * 150 + dice.between(0, 120), 0),
            net_kg: dice.around(3_200, 500) / 10 * 10,
        });
    }
}

/// Fills of a town as one stream, in order of time.
#[derive(Debug)]
pub struct Purchases<'a> {
    days: Days<'a>,
    waiting: VecDeque<Fill>,
}

impl<'a> Purchases<'a> {
    /// Starts at the first day of the town's period.
    pub fn new(town: &'a Town) -> Self {
        Self {
            days: Days::new(town),
            waiting: VecDeque::new(),
        }
    }
}

impl Iterator for Purchases<'_> {
    type Item = Fill;

    fn next(&mut self) -> Option<Fill> {
        loop {
            if let Some(fill) = self.waiting.pop_front() {
                return Some(fill);
            }
            self.waiting.extend(self.days.next()?.fills);
        }
    }
}
