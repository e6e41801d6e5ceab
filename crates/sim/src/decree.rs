//! Quota decrees: litres per class and period, in dated versions.

use jiff::civil::{Date, date};
use serde::Serialize;

use crate::calendar::Calendar;
use crate::civil::Month;
use crate::class::VehicleClass;
use crate::vehicle::Vehicle;

/// The period a quota is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum QuotaPeriod {
    /// Each working day of the vehicle's pattern.
    WorkingDay,
    /// Each month.
    Month,
}

/// One line of a decree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct QuotaLine {
    /// Class.
    pub class: VehicleClass,
    /// Whether the line is for the head of an agency.
    pub for_head_of_agency: bool,
    /// Millilitres per period.
    pub amount_ml: i64,
    /// Period.
    pub period: QuotaPeriod,
}

/// A version of the quota decree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decree {
    /// Number (invented).
    pub number: String,
    /// First day of validity.
    pub valid_from: Date,
    /// Lines; nothing is carried over to the next period.
    pub lines: Vec<QuotaLine>,
}

/// Start of the efficiency decree: the city cut spending in 2025 (reference A1; the day is assumed).
pub const EFFICIENCY_FROM: Date = date(2025, 3, 1);

/// Quota left of a class after the efficiency decree, per mille (assumption).
const EFFICIENCY_QUOTA_PER_MILLE: i64 = 920;

/// (class, ml, period): heads 7 l and others 5 l a working day, three-wheelers 3 l, mowers 2 l
/// (Semarang, reference A2); trucks 25 l a day (E4: 15 to 25); motorcycles 30 l a month (E4: Pati).
/// The rest are assumptions.
const LINES: [(VehicleClass, i64, QuotaPeriod); 13] = [
    (VehicleClass::Car, 5_000, QuotaPeriod::WorkingDay),
    (VehicleClass::PickUp, 5_000, QuotaPeriod::WorkingDay),
    (VehicleClass::Motorcycle, 30_000, QuotaPeriod::Month),
    (VehicleClass::ThreeWheeler, 3_000, QuotaPeriod::WorkingDay),
    (VehicleClass::GarbageTruck, 25_000, QuotaPeriod::WorkingDay),
    (VehicleClass::DumpTruck, 15_000, QuotaPeriod::WorkingDay),
    (VehicleClass::Ambulance, 200_000, QuotaPeriod::Month),
    (VehicleClass::FireEngine, 400_000, QuotaPeriod::Month),
    (VehicleClass::Bus, 25_000, QuotaPeriod::WorkingDay),
    (VehicleClass::Mower, 2_000, QuotaPeriod::WorkingDay),
    (VehicleClass::Pump, 60_000, QuotaPeriod::Month),
    (VehicleClass::Generator, 80_000, QuotaPeriod::Month),
    (VehicleClass::Excavator, 1_200_000, QuotaPeriod::Month),
];

/// The decree in two versions.
pub(crate) fn decrees() -> Vec<Decree> {
    let lines = |per_mille: i64| {
        let mut all: Vec<QuotaLine> = LINES
            .iter()
            .map(|(class, amount_ml, period)| QuotaLine {
                class: *class,
                for_head_of_agency: false,
                amount_ml: amount_ml * per_mille / 1000 / 100 * 100,
                period: *period,
            })
            .collect();
        all.push(QuotaLine {
            class: VehicleClass::Car,
            for_head_of_agency: true,
            amount_ml: 7_000 * per_mille / 1000 / 100 * 100,
            period: QuotaPeriod::WorkingDay,
        });
        all
    };
    vec![
        Decree {
            number: "188.45/014/HK/2021".to_owned(),
            valid_from: date(2021, 1, 4),
            lines: lines(1000),
        },
        Decree {
            number: "188.45/061/HK/2025".to_owned(),
            valid_from: EFFICIENCY_FROM,
            lines: lines(EFFICIENCY_QUOTA_PER_MILLE),
        },
    ]
}

/// Quota of a vehicle in a month in millilitres, by the version in force on its first day.
pub fn monthly_quota_ml(
    decrees: &[Decree],
    calendar: &Calendar,
    vehicle: &Vehicle,
    month: Month,
) -> i64 {
    let in_force = decrees
        .iter()
        .rfind(|decree| decree.valid_from <= month.first());
    let Some(decree) = in_force.or_else(|| decrees.first()) else {
        return 0;
    };
    let line = |head: bool| {
        decree
            .lines
            .iter()
            .find(|line| line.class == vehicle.class && line.for_head_of_agency == head)
    };
    let own = if vehicle.is_head_of_agency {
        line(true)
    } else {
        None
    };
    own.or_else(|| line(false))
        .map_or(0, |line| match line.period {
            QuotaPeriod::Month => line.amount_ml,
            QuotaPeriod::WorkingDay => {
                line.amount_ml * calendar.working_days(month, vehicle.pattern)
            }
        })
}
