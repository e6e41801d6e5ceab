//! Everything of a city but its purchases.

use serde::Serialize;

use crate::agency::{Agency, Duty, Unit, agencies, units};
use crate::budget::{BudgetLine, budget_lines};
use crate::calendar::Calendar;
use crate::civil::plus_days;
use crate::decree::{Decree, decrees};
use crate::dice::Dice;
use crate::dirt::{Dirt, soil};
use crate::evidence::{Absence, Evidence, TravelOrder, WorkshopOrder};
use crate::fleet::{Fleet, fleet};
use crate::holiday::{Holiday, holidays};
use crate::number::{AbsenceNo, AgencyNo, PersonNo, TravelOrderNo, VehicleNo, WorkshopOrderNo};
use crate::person::{People, Person};
use crate::place::{Kecamatan, Kelurahan, kecamatan, kelurahan};
use crate::post::{Holding, Post, Role, posts};
use crate::price::{Price, PriceTable, prices};
use crate::product::{ProductRule, product_rules};
use crate::settings::Settings;
use crate::station::{Attendant, Station, stations};
use crate::vehicle::{Habit, Vehicle};

/// The register, rules, prices and plans of a simulated city.
#[derive(Clone, Debug, Serialize)]
pub struct Town {
    /// Settings it was made from.
    pub settings: Settings,
    /// Kecamatan.
    pub kecamatan: Vec<Kecamatan>,
    /// Kelurahan.
    pub kelurahan: Vec<Kelurahan>,
    /// Agencies.
    pub agencies: Vec<Agency>,
    /// Units.
    pub units: Vec<Unit>,
    /// Posts.
    pub posts: Vec<Post>,
    /// Holders of posts.
    pub holdings: Vec<Holding>,
    /// People.
    pub people: Vec<Person>,
    /// Free days.
    pub holidays: Vec<Holiday>,
    /// Prices.
    pub prices: Vec<Price>,
    /// Product rules.
    pub product_rules: Vec<ProductRule>,
    /// Quota decrees.
    pub decrees: Vec<Decree>,
    /// Stations.
    pub stations: Vec<Station>,
    /// Attendants.
    pub attendants: Vec<Attendant>,
    /// Registered vehicles and machines.
    pub vehicles: Vec<Vehicle>,
    /// Budget lines.
    pub budget_lines: Vec<BudgetLine>,
    /// Absences, workshop orders and travel orders; trips come with the purchases.
    pub evidence: Evidence,
    /// Vehicles in use that the register lacks; not part of the city's data.
    #[serde(skip)]
    pub(crate) strays: Vec<Vehicle>,
    /// True behaviour of `vehicles`, then of `strays`; not part of the city's data.
    #[serde(skip)]
    pub(crate) habits: Vec<Habit>,
    /// Known faults of the register; not part of the city's data.
    #[serde(skip)]
    pub(crate) dirt: Vec<Dirt>,
}

impl Town {
    /// Builds the town of these settings.
    pub fn build(settings: &Settings) -> Self {
        let agencies = agencies(settings.scale == crate::settings::Scale::Small);
        let units = units(&agencies);
        let mut people = People::new(settings.seed, settings.end_on);
        let (posts, holdings) = posts(settings, &agencies, &mut people);
        let (stations, attendants) = stations(settings, &mut people);
        let mut fleet = fleet(settings, &agencies, &units, &mut people);
        let dirt = soil(&mut fleet, settings.seed);
        let holidays = holidays();
        let calendar = Calendar::new(&holidays);
        let prices = prices();
        let budget_lines = budget_lines(
            settings,
            &fleet,
            &calendar,
            &PriceTable::new(prices.clone()),
        );
        let evidence = evidence(settings, &fleet, &agencies);
        let strays = fleet.vehicles.split_off(fleet.registered);
        Self {
            settings: settings.clone(),
            kecamatan: kecamatan(),
            kelurahan: kelurahan(),
            agencies,
            units,
            posts,
            holdings,
            people: people.into_list(),
            holidays,
            prices,
            product_rules: product_rules(),
            decrees: decrees(),
            stations,
            attendants,
            vehicles: fleet.vehicles,
            budget_lines,
            evidence,
            strays,
            habits: fleet.habits,
            dirt,
        }
    }

    /// The free days as a calendar.
    pub fn calendar(&self) -> Calendar {
        Calendar::new(&self.holidays)
    }

    /// The prices as a table.
    pub fn price_table(&self) -> PriceTable {
        PriceTable::new(self.prices.clone())
    }

    /// The first holder of a role in an agency, or the first person when there is none.
    pub fn holder(&self, agency: AgencyNo, role: Role) -> PersonNo {
        let post = self
            .posts
            .iter()
            .find(|post| post.agency == Some(agency) && post.role == role);
        post.and_then(|post| self.holdings.iter().find(|holding| holding.post == post.no))
            .map_or(PersonNo(0), |holding| holding.person)
    }

    /// Registered vehicles, then the unregistered ones.
    pub(crate) fn all_vehicles(&self) -> impl Iterator<Item = &Vehicle> {
        self.vehicles.iter().chain(&self.strays)
    }
}

/// Leave taken, repairs and journeys of the period (frequencies are assumptions).
fn evidence(settings: &Settings, fleet: &Fleet, agencies: &[Agency]) -> Evidence {
    let mut evidence = Evidence::default();
    let days = i64::from(settings.months) * 30;
    let from = settings.start_on();
    for vehicle in &fleet.vehicles {
        let mut dice = Dice::new(settings.seed, "evidence", u64::from(vehicle.no.0));
        // About one leave of a week a year, and one repair in ten months.
        for _ in 0..rounds(&mut dice, days, 365) {
            let from = plus_days(from, dice.between(0, days));
            evidence.absences.push(Absence {
                no: AbsenceNo::at(evidence.absences.len()),
                person: vehicle.holder,
                from,
                until: plus_days(from, dice.between(2, 11)),
            });
        }
        if vehicle.plates.is_empty() {
            continue;
        }
        for _ in 0..rounds(&mut dice, days, 300) {
            let from = plus_days(from, dice.between(0, days));
            evidence.workshop_orders.push(WorkshopOrder {
                no: WorkshopOrderNo::at(evidence.workshop_orders.len()),
                vehicle: vehicle.no,
                from,
                until: plus_days(from, dice.between(1, 9)),
                work: dice
                    .word(&["Servis berkala", "Rem", "Kopling", "Ban", "Mesin"])
                    .to_owned(),
            });
        }
        let is_office_car = vehicle.class == crate::class::VehicleClass::Car
            && agencies
                .get(vehicle.agency.index())
                .is_some_and(|agency| agency.duty != Duty::Waste);
        if is_office_car {
            journeys(&mut evidence, vehicle, &mut dice, (from, days));
        }
    }
    evidence
}

/// Number of events of mean distance `every` days within `days`.
fn rounds(dice: &mut Dice, days: i64, every: i64) -> i64 {
    let mean = days * 1000 / every;
    mean / 1000 + i64::from(dice.chance(mean % 1000))
}

fn journeys(
    evidence: &mut Evidence,
    vehicle: &Vehicle,
    dice: &mut Dice,
    (from, days): (jiff::civil::Date, i64),
) {
    for _ in 0..rounds(dice, days, 240) {
        let from = plus_days(from, dice.between(0, days));
        evidence.travel_orders.push(TravelOrder {
            no: TravelOrderNo::at(evidence.travel_orders.len()),
            person: vehicle.holder,
            vehicle: vehicle.no,
            from,
            until: plus_days(from, dice.between(1, 3)),
            destination: dice
                .word(&["SoE", "Kefamenanu", "Atambua", "Oelamasi"])
                .to_owned(),
            // Fuel comes from vouchers, so an honest claim holds none.
            fuel_claim_rupiah: 0,
        });
    }
}

/// Whether a number belongs to the register of this town.
pub(crate) fn is_registered(town: &Town, no: VehicleNo) -> bool {
    no.index() < town.vehicles.len()
}
