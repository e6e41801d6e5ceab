//! Budget lines for fuel and their monthly ceilings.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::Calendar;
use crate::civil::Month;
use crate::decree::EFFICIENCY_FROM;
use crate::fleet::Fleet;
use crate::number::AgencyNo;
use crate::price::PriceTable;
use crate::settings::Settings;

/// Belanja Bahan-Bahan Bakar dan Pelumas (reference B).
pub const FUEL_ACCOUNT: &str = "5.1.02.01.01.0004";

/// The fuel budget of an agency in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BudgetLine {
    /// Agency.
    pub agency: AgencyNo,
    /// Budget year.
    pub year: i16,
    /// Account.
    pub account: &'static str,
    /// Ceiling of the year in Rupiah.
    pub ceiling_rupiah: i64,
    /// Ceilings of the months from January (anggaran kas); they add up to the year.
    pub monthly_rupiah: Vec<i64>,
}

/// Margin planned above the need of a year without leave and repairs, per mille (assumption).
const MARGIN_PER_MILLE: i64 = 1_010;

/// Budgets are typed in this step.
const STEP_RUPIAH: i64 = 50_000;

/// The lines of every agency for each year the simulation touches.
pub(crate) fn budget_lines(
    settings: &Settings,
    fleet: &Fleet,
    calendar: &Calendar,
    prices: &PriceTable,
) -> Vec<BudgetLine> {
    let years = settings.start_on().year()..=settings.end_on.year();
    years
        .flat_map(|year| lines_of_year(year, fleet, calendar, prices))
        .collect()
}

fn lines_of_year(
    year: i16,
    fleet: &Fleet,
    calendar: &Calendar,
    prices: &PriceTable,
) -> Vec<BudgetLine> {
    let mut months = BTreeMap::<AgencyNo, Vec<i64>>::new();
    for vehicle in &fleet.vehicles {
        months.entry(vehicle.agency).or_insert_with(|| vec![0; 12]);
    }
    for month in 1..=12_i8 {
        let Ok(first) = Date::new(year, month, 1) else {
            continue;
        };
        let slot = usize::try_from(month - 1).unwrap_or(0);
        for (vehicle, habit) in fleet.vehicles.iter().zip(&fleet.habits) {
            let Some(product) = vehicle.product else {
                continue;
            };
            let days = calendar.working_days(Month::of(first), vehicle.pattern);
            let moved = days * vehicle.class.norm().in_use * habit.work / 1000;
            let ml = moved * habit.use_ml / 1000 * planned_per_mille(first) / 1000;
            let price = prices.rupiah_per_litre(product, first.at(0, 0, 0, 0));
            let need = ml * price / 1000 * MARGIN_PER_MILLE / 1000;
            if let Some(room) = months
                .get_mut(&vehicle.agency)
                .and_then(|of_agency| of_agency.get_mut(slot))
            {
                *room += need;
            }
        }
    }
    months
        .into_iter()
        .map(|(agency, needs)| {
            let monthly_rupiah: Vec<i64> = needs
                .iter()
                .map(|need| (need / STEP_RUPIAH + 1) * STEP_RUPIAH)
                .collect();
            BudgetLine {
                agency,
                year,
                account: FUEL_ACCOUNT,
                ceiling_rupiah: monthly_rupiah.iter().sum(),
                monthly_rupiah,
            }
        })
        .collect()
}

/// Part of the normal need that is planned: less once the efficiency decree holds.
fn planned_per_mille(day: Date) -> i64 {
    if day >= EFFICIENCY_FROM { 950 } else { 1000 }
}
