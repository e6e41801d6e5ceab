//! The life of one vehicle: it moves, burns, and asks for fuel when the tank runs low.

use jiff::civil::{Date, DateTime};

use crate::calendar::{Calendar, WorkPattern};
use crate::civil::{Month, at_minute};
use crate::class::{Meter, VehicleClass};
use crate::decree::{EFFICIENCY_FROM, monthly_quota_ml};
use crate::dice::Dice;
use crate::number::PersonNo;
use crate::odometer::{TypedMeter, WrongMeter};
use crate::price::PriceTable;
use crate::product::Product;
use crate::town::Town;
use crate::vehicle::{Habit, Vehicle};

/// Work per month relative to the mean, per mille: slow in the rains, busy in August and December
/// (assumption).
const SEASON: [i64; 12] = [
    960, 970, 995, 990, 1000, 1005, 1010, 1040, 1000, 1005, 1020, 1060,
];

/// Cut in work by the efficiency decree of 2025, per mille (assumption).
const EFFICIENCY_CUT_PER_MILLE: i64 = 60;

/// Work lost per thousand of price above the first known price, per mille (assumption: elasticity
/// of -0.10, low because duties do not follow prices).
const PRICE_ELASTICITY_PER_MILLE: i64 = 100;

/// Fills that are split into a small one and the rest on the same day.
///
/// Chosen so that, with the wrong readings, 24 % of intervals have an odd economy (reference E1).
const TOPPING_UP_PER_MILLE: i64 = 78;

/// Share of free days on which a five-day vehicle moves all the same, per mille (assumption).
const FREE_DAY_USE_PER_MILLE: i64 = 50;

/// A wish for fuel.
#[derive(Clone, Debug)]
pub(crate) struct Need {
    pub(crate) at: DateTime,
    pub(crate) want_ml: i64,
    pub(crate) quota_left_ml: i64,
    pub(crate) driver: PersonNo,
    pub(crate) meter: Option<i64>,
    pub(crate) wrong_meter: Option<WrongMeter>,
}

/// The changing state of a vehicle.
#[derive(Debug)]
pub(crate) struct VehicleLife {
    pub(crate) dice: Dice,
    habit: Habit,
    first_price: i64,
    work: i64,
    tank_ml: i64,
    refill_at_ml: i64,
    month: Month,
    used_ml: i64,
    quota_ml: i64,
    typed: TypedMeter,
    /// Days in the workshop, or without the only driver.
    idle: Vec<(Date, Date)>,
    /// Days on which the substitute drives.
    leave: Vec<(Date, Date)>,
}

/// What the day brings to every vehicle.
#[derive(Debug)]
pub(crate) struct Today<'a> {
    pub(crate) on: Date,
    pub(crate) town: &'a Town,
    pub(crate) calendar: &'a Calendar,
    pub(crate) prices: &'a PriceTable,
}

impl VehicleLife {
    /// The vehicle before its first day.
    pub(crate) fn new(town: &Town, vehicle: &Vehicle, prices: &PriceTable) -> Self {
        let seed = town.settings.seed;
        let mut dice = Dice::new(seed, "life", u64::from(vehicle.no.0));
        let habit = town
            .habits
            .get(vehicle.no.index())
            .copied()
            .unwrap_or(Habit {
                tank_ml: 0,
                use_ml: 0,
                work: 0,
                start_work: 0,
            });
        let away = |person: PersonNo| {
            let absences = town.evidence.absences.iter();
            absences.filter(move |absence| absence.person == person)
        };
        let absent: Vec<(Date, Date)> = away(vehicle.holder)
            .map(|absence| (absence.from, absence.until))
            .collect();
        let orders = town.evidence.workshop_orders.iter();
        let mut idle: Vec<(Date, Date)> = orders
            .filter(|order| order.vehicle == vehicle.no)
            .map(|order| (order.from, order.until))
            .collect();
        let has_substitute = vehicle.drivers.len() > 1;
        if !has_substitute {
            idle.extend(&absent);
        }
        let start = Date::constant(2021, 1, 1).at(0, 0, 0, 0);
        Self {
            habit,
            first_price: vehicle
                .product
                .map_or(0, |it| prices.rupiah_per_litre(it, start)),
            work: habit.start_work,
            tank_ml: habit.tank_ml * dice.between(350, 1000) / 1000,
            refill_at_ml: habit.tank_ml * dice.between(180, 420) / 1000,
            month: Month { year: 0, month: 1 },
            used_ml: 0,
            quota_ml: 0,
            typed: TypedMeter::default(),
            idle,
            leave: if has_substitute { absent } else { Vec::new() },
            dice,
        }
    }

    /// Lives one day; `draw` says how much fuel it really got. Returns the work done.
    pub(crate) fn live(
        &mut self,
        vehicle: &Vehicle,
        today: &Today<'_>,
        mut draw: impl FnMut(&mut Dice, Product, Need) -> i64,
    ) -> i64 {
        let Some(product) = vehicle.product else {
            return 0;
        };
        self.turn_month(vehicle, today);
        if self.habit.work == 0 || within(&self.idle, today.on) {
            return 0;
        }
        let planned = self.planned_work(vehicle, product, today);
        if planned == 0 {
            return 0;
        }
        if self.tank_ml > self.refill_at_ml {
            return self.work_on(planned);
        }
        let minute = fill_minute(vehicle, &mut self.dice);
        let room_ml = self.habit.tank_ml - self.tank_ml;
        self.refill_at_ml = self.habit.tank_ml * self.dice.between(180, 420) / 1000;
        if !self.dice.chance(TOPPING_UP_PER_MILLE) {
            let want_ml = room_ml * self.dice.between(880, 1000) / 1000;
            self.ask(vehicle, at_minute(today.on, minute, 0), want_ml, &mut draw);
            return self.work_on(planned);
        }
        let small_ml = room_ml * self.dice.between(90, 130) / 1000;
        self.ask(vehicle, at_minute(today.on, minute, 0), small_ml, &mut draw);
        let done = self.work_on(planned / 6);
        let second = (minute + self.dice.between(75, 400)).min(21 * 60);
        let rest_ml = self.habit.tank_ml - self.tank_ml;
        self.ask(vehicle, at_minute(today.on, second, 0), rest_ml, &mut draw);
        done + self.work_on(planned - planned / 6)
    }

    fn turn_month(&mut self, vehicle: &Vehicle, today: &Today<'_>) {
        let month = Month::of(today.on);
        if month != self.month {
            self.month = month;
            self.used_ml = 0;
            self.quota_ml = monthly_quota_ml(&today.town.decrees, today.calendar, vehicle, month);
        }
    }

    /// Work the day asks for; 0 when the vehicle stays.
    fn planned_work(&mut self, vehicle: &Vehicle, product: Product, today: &Today<'_>) -> i64 {
        let is_working = today.calendar.is_working_day(today.on, vehicle.pattern);
        let is_free_trip = vehicle.pattern == WorkPattern::FiveDay;
        let chance = match (is_working, is_free_trip) {
            (true, _) => vehicle.class.norm().in_use,
            (false, true) => FREE_DAY_USE_PER_MILLE,
            (false, false) => 0,
        };
        if !self.dice.chance(chance) {
            return 0;
        }
        let slot = usize::try_from(today.on.month() - 1).unwrap_or(0);
        let season = SEASON.get(slot).copied().unwrap_or(1000);
        let price = today
            .prices
            .rupiah_per_litre(product, at_minute(today.on, 12 * 60, 0));
        let dearer = (price - self.first_price) * PRICE_ELASTICITY_PER_MILLE;
        let reaction = 1000 - dearer.checked_div(self.first_price).unwrap_or(0);
        let cut = if today.on >= EFFICIENCY_FROM {
            EFFICIENCY_CUT_PER_MILLE
        } else {
            0
        };
        let spread = self.dice.around(self.habit.work, 700);
        (spread * season / 1000 * reaction / 1000 * (1000 - cut) / 1000).max(0)
    }

    /// Moves as far as the tank allows.
    fn work_on(&mut self, planned: i64) -> i64 {
        let reach = (self.tank_ml * 1000)
            .checked_div(self.habit.use_ml)
            .unwrap_or(0);
        let done = planned.min(reach);
        self.tank_ml -= done * self.habit.use_ml / 1000;
        self.work += done;
        done
    }

    fn ask(
        &mut self,
        vehicle: &Vehicle,
        at: DateTime,
        want_ml: i64,
        draw: &mut impl FnMut(&mut Dice, Product, Need) -> i64,
    ) {
        let Some(product) = vehicle.product else {
            return;
        };
        let quota_left_ml = self.quota_ml - self.used_ml;
        if quota_left_ml < least_ml(vehicle.class) || want_ml < least_ml(vehicle.class) / 4 {
            return;
        }
        let turn = usize::from(within(&self.leave, at.date()));
        let driver = vehicle.drivers.get(turn).copied().unwrap_or(vehicle.holder);
        let mut typed = self.typed.clone();
        let (meter, wrong_meter) = match vehicle.class.meter() {
            Meter::None => (None, None),
            Meter::Odometer | Meter::HourMeter => {
                let (meter, wrong) = typed.read(self.work / 1000, &mut self.dice);
                (Some(meter), wrong)
            }
        };
        let need = Need {
            at,
            want_ml,
            quota_left_ml,
            driver,
            meter,
            wrong_meter,
        };
        let got_ml = draw(&mut self.dice, product, need);
        if got_ml > 0 {
            self.typed = typed;
        }
        self.used_ml += got_ml;
        self.tank_ml += got_ml;
    }
}

/// The least worth a voucher.
pub(crate) fn least_ml(class: VehicleClass) -> i64 {
    if class == VehicleClass::Motorcycle {
        1_000
    } else {
        2_000
    }
}

fn within(spans: &[(Date, Date)], day: Date) -> bool {
    spans
        .iter()
        .any(|(from, until)| (*from..=*until).contains(&day))
}

/// Minute of the day of a fill: trucks before their round, stand-by at any hour, others by day.
fn fill_minute(vehicle: &Vehicle, dice: &mut Dice) -> i64 {
    match vehicle.pattern {
        WorkPattern::EveryDay => dice.around(6 * 60 + 40, 150),
        WorkPattern::StandBy => dice.between(5, 23 * 60 + 50),
        WorkPattern::FiveDay | WorkPattern::SixDay if dice.chance(620) => {
            dice.around(8 * 60 + 50, 190)
        }
        WorkPattern::FiveDay | WorkPattern::SixDay => dice.around(14 * 60 + 20, 140),
    }
}
