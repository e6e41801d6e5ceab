//! Builds the fleet: 1,008 vehicles and machines of the register, and a few it does not know.

use jiff::civil::Date;

use crate::agency::{Agency, Unit};
use crate::class::VehicleClass;
use crate::dice::Dice;
use crate::number::{AgencyNo, PersonNo, UnitNo, VehicleNo};
use crate::person::People;
use crate::settings::{Scale, Settings};
use crate::vehicle::{Condition, Habit, Plate, PlateBase, Vehicle};

/// Vehicles in use that the register lacks, per mille of the fleet.
///
/// Elsewhere about 12 % of purchase lines belonged to unknown plates (reference E2). A city that
/// issues vouchers per vehicle knows more of its fleet, so the simulation takes 1.5 %.
pub const UNREGISTERED_PER_MILLE: u32 = 15;

/// Share of vehicles with a registered tank capacity: 93 % are empty in the real export (E1), but a
/// running voucher system has asked for it; half is an assumption.
const TANK_KNOWN_PER_MILLE: i64 = 500;

/// The fleet and how each vehicle behaves; registered vehicles first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fleet {
    pub(crate) vehicles: Vec<Vehicle>,
    pub(crate) habits: Vec<Habit>,
    /// How many of the vehicles are in the register.
    pub(crate) registered: usize,
}

/// The small city's ten vehicles.
const SMALL: [VehicleClass; 10] = [
    VehicleClass::Car,
    VehicleClass::Car,
    VehicleClass::PickUp,
    VehicleClass::Motorcycle,
    VehicleClass::Motorcycle,
    VehicleClass::Motorcycle,
    VehicleClass::ThreeWheeler,
    VehicleClass::GarbageTruck,
    VehicleClass::GarbageTruck,
    VehicleClass::Mower,
];

/// The classes in order; a fleet of another size repeats the city's mix.
fn classes(scale: Scale) -> Vec<VehicleClass> {
    let mix: Vec<VehicleClass> = VehicleClass::ALL
        .iter()
        .flat_map(|class| std::iter::repeat_n(*class, class.norm().count as usize))
        .collect();
    match scale {
        Scale::Small => SMALL.to_vec(),
        Scale::City => mix,
        Scale::Fleet { vehicles } => {
            // A stride coprime to 1,008 walks through every class early.
            let stride = 605;
            (0..vehicles as usize)
                .filter_map(|index| mix.get(index * stride % mix.len()).copied())
                .collect()
        }
    }
}

/// Builds the fleet, filling `people` with holders and drivers.
pub(crate) fn fleet(
    settings: &Settings,
    agencies: &[Agency],
    units: &[Unit],
    people: &mut People,
) -> Fleet {
    let mut wanted = classes(settings.scale);
    let registered = wanted.len();
    if settings.scale != Scale::Small {
        let strays = u32::try_from(registered).unwrap_or(0) * UNREGISTERED_PER_MILLE / 1000;
        let kinds = [
            VehicleClass::Motorcycle,
            VehicleClass::Car,
            VehicleClass::PickUp,
        ];
        wanted.extend(kinds.iter().cycle().take(strays as usize));
    }
    let mut fleet = Fleet {
        registered,
        ..Fleet::default()
    };
    let mut seen = std::collections::BTreeMap::<VehicleClass, usize>::new();
    for (index, class) in wanted.into_iter().enumerate() {
        let turn = seen.entry(class).or_default();
        let agency = home(agencies, class, *turn);
        let is_head_of_agency = class == VehicleClass::Car && *turn < agencies.len();
        *turn += 1;
        let maker = Maker {
            settings,
            units,
            people,
            no: VehicleNo::at(index),
        };
        let (vehicle, habit) = maker.make(class, agency, is_head_of_agency);
        fleet.vehicles.push(vehicle);
        fleet.habits.push(habit);
    }
    fleet
}

/// The agency of the `turn`-th vehicle of a class: the agencies with that duty take turns.
fn home(agencies: &[Agency], class: VehicleClass, turn: usize) -> AgencyNo {
    let homes = class.norm().homes;
    let fitting: Vec<&Agency> = agencies
        .iter()
        .filter(|agency| homes.is_empty() || homes.contains(&agency.duty))
        .collect();
    let index = turn.checked_rem(fitting.len()).unwrap_or(0);
    fitting.get(index).map_or(AgencyNo(0), |agency| agency.no)
}

struct Maker<'a> {
    settings: &'a Settings,
    units: &'a [Unit],
    people: &'a mut People,
    no: VehicleNo,
}

impl Maker<'_> {
    fn make(self, class: VehicleClass, agency: AgencyNo, is_head: bool) -> (Vehicle, Habit) {
        let mut dice = Dice::new(self.settings.seed, "vehicle", u64::from(self.no.0));
        let norm = class.norm();
        let own: Vec<UnitNo> = self
            .units
            .iter()
            .filter(|unit| unit.agency == agency)
            .map(|unit| unit.no)
            .collect();
        let (model, engine_cc) = dice.pick(norm.models).copied().unwrap_or_default();
        let (low, high) = norm.tank_ml;
        let step = if high >= 10_000 { 1000 } else { 100 };
        let tank_ml = dice.between(low, high) / step * step;
        let is_servants = matches!(class, VehicleClass::Car | VehicleClass::Motorcycle);
        let holder = if is_servants {
            self.people.servant(Some(agency))
        } else {
            self.people.worker(Some(agency))
        };
        let age = dice.between(1, 14);
        let is_known = dice.chance(TANK_KNOWN_PER_MILLE) && norm.product.is_some();
        let vehicle = Vehicle {
            no: self.no,
            class,
            agency,
            unit: dice.pick(&own).copied().unwrap_or_default(),
            model: model.to_owned(),
            engine_cc,
            year: self.settings.start_on().year() - i16::try_from(age).unwrap_or(0),
            asset_no: format!("1.3.2.02.{:02}.{:04}", dice.between(1, 9), self.no.0 + 1),
            chassis_no: code(&mut dice, "MH", 15),
            engine_no: Some(code(&mut dice, "E", 9)),
            plates: plates(&mut dice, class, self.no, self.settings.start_on()),
            product: norm.product,
            tank_ml: is_known.then_some(tank_ml),
            pattern: norm.pattern,
            condition: condition(&mut dice),
            holder,
            is_head_of_agency: is_head,
            drivers: drivers(self.people, class, holder, agency),
        };
        let work = dice.between(norm.work.0, norm.work.1);
        let habit = Habit {
            tank_ml,
            use_ml: dice.between(norm.use_ml.0, norm.use_ml.1),
            work,
            start_work: age * work * dice.between(180, 290) + dice.between(0, 999_999),
        };
        (vehicle, habit)
    }
}

/// The holder, and a substitute where a crew shares the vehicle.
fn drivers(
    people: &mut People,
    class: VehicleClass,
    holder: PersonNo,
    agency: AgencyNo,
) -> Vec<PersonNo> {
    if matches!(class, VehicleClass::Car | VehicleClass::Motorcycle) {
        return vec![holder];
    }
    vec![holder, people.worker(Some(agency))]
}

fn condition(dice: &mut Dice) -> Condition {
    match dice.between(0, 99) {
        0..12 => Condition::LightDamage,
        _ => Condition::Good,
    }
}

/// A maker's code of upper-case letters and digits, without I, O and Q.
fn code(dice: &mut Dice, prefix: &str, len: usize) -> String {
    let letters: Vec<char> = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789".chars().collect();
    let rest = (0..len).filter_map(|_| dice.pick(&letters).copied());
    prefix.chars().chain(rest).collect()
}

/// Share of vehicles that wore a black plate for a time, per mille (assumption; reference A5 tells
/// of such swaps without a share).
const SWAP_PER_MILLE: i64 = 30;

/// Plates of the Timor area in the number block of the class (reference A5); machines have none.
fn plates(dice: &mut Dice, class: VehicleClass, no: VehicleNo, start: Date) -> Vec<Plate> {
    // The invented series letter keeps numbers apart: each block of numbers is used once per series.
    let (first, size) = match class {
        VehicleClass::Motorcycle
        | VehicleClass::ThreeWheeler
        | VehicleClass::ElectricThreeWheeler => (2000, 5000),
        VehicleClass::Bus => (7000, 1000),
        VehicleClass::Car | VehicleClass::ElectricCar | VehicleClass::Ambulance => (1001, 999),
        VehicleClass::PickUp
        | VehicleClass::GarbageTruck
        | VehicleClass::DumpTruck
        | VehicleClass::FireEngine => (8000, 2000),
        _ => return Vec::new(),
    };
    let letters = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M"];
    let series = letters
        .get(no.0 as usize / size % letters.len())
        .copied()
        .unwrap_or("A");
    // A step coprime to every block size spreads the numbers without repeating one.
    let number = first + no.0 as usize % size * 607 % size;
    let red = Plate {
        text: format!("DH {number} K{series}"),
        base: PlateBase::Red,
        from: None,
        until: None,
    };
    if !dice.chance(SWAP_PER_MILLE) {
        return vec![red];
    }
    let swapped = start
        .checked_add(jiff::Span::new().days(dice.between(60, 300)))
        .unwrap_or(start);
    let before = swapped.yesterday().unwrap_or(swapped);
    let black = Plate {
        text: format!("DH {number} Z{series}"),
        base: PlateBase::Black,
        from: Some(swapped),
        until: None,
    };
    vec![
        Plate {
            until: Some(before),
            ..red
        },
        black,
    ]
}
