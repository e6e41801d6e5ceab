//! Vehicles and machines with their plates, holders and drivers.

use base::{CivilDate, Millilitres};
use fleet::{
    AssetCard, Duty, FuelKind, LetterKind, Meter, NewAssignment, NewLetter, NewPlate, NewVehicle,
    Plate, PlateColour, VehicleDetails, VehicleKind,
};
use sim::{Product, Town, Vehicle, VehicleClass};

use super::pumps::product_code;
use super::purchases::officer;
use super::tell;
use super::world::World;
use crate::terminal::words;

pub(super) fn write(world: &mut World, town: &Town) -> anyhow::Result<()> {
    let count = town.vehicles.len();
    let what = words!(
        world.machine.language,
        "{count} kendaraan",
        "{count} vehicles"
    );
    tell(&world.machine, &what);
    let at = world.began_at()?;
    let admin = world.admin();
    world.act(at, move |tx, stamp| {
        fleet::add_standard_classes(tx, stamp, &admin)
    })?;

    let (numbers, inputs): (Vec<_>, Vec<_>) = town
        .vehicles
        .iter()
        .filter_map(|vehicle| Some((vehicle.no, input(world, vehicle)?)))
        .unzip();
    let admin = world.admin();
    let ids = world.each(at, inputs, move |tx, stamp, input| {
        fleet::add_vehicle(tx, stamp, &admin, input)
    })?;
    world.vehicles = numbers
        .into_iter()
        .zip(ids)
        .filter_map(|(no, id)| Some((no, id?)))
        .collect();
    assignments(world, town)?;
    letters(world, town)
}

/// The class's code in the standard set.
pub(super) fn class_code(class: VehicleClass) -> &'static str {
    match class {
        VehicleClass::Car => "car",
        VehicleClass::PickUp => "pick_up",
        VehicleClass::Motorcycle => "motorcycle",
        VehicleClass::ThreeWheeler => "three_wheeler",
        VehicleClass::ElectricThreeWheeler => "electric_three_wheeler",
        VehicleClass::ElectricCar => "electric_car",
        VehicleClass::GarbageTruck => "garbage_truck",
        VehicleClass::DumpTruck => "dump_truck",
        VehicleClass::Ambulance => "ambulance",
        VehicleClass::FireEngine => "fire_engine",
        VehicleClass::Bus => "bus",
        VehicleClass::Mower => "mower",
        VehicleClass::Pump => "pump",
        VehicleClass::Generator => "generator",
        VehicleClass::Excavator => "excavator",
    }
}

fn input(world: &World, vehicle: &Vehicle) -> Option<NewVehicle> {
    let fuel_kind = match vehicle.product {
        None => FuelKind::Electric,
        Some(Product::Biosolar | Product::Dexlite | Product::PertaminaDex) => FuelKind::Diesel,
        Some(_) => FuelKind::Petrol,
    };
    let kind = if vehicle.class.is_container() {
        VehicleKind::Machine
    } else {
        VehicleKind::Vehicle
    };
    let pattern = match vehicle.pattern {
        sim::WorkPattern::FiveDay => register::WorkPattern::FiveDay,
        sim::WorkPattern::SixDay => register::WorkPattern::SixDay,
        sim::WorkPattern::EveryDay => register::WorkPattern::EveryDay,
        sim::WorkPattern::StandBy => register::WorkPattern::StandBy,
    };
    let details = VehicleDetails {
        agency: *world.agencies.get(&vehicle.agency)?,
        unit: world.units.get(&vehicle.unit).copied(),
        kind,
        class: class_code(vehicle.class).to_owned(),
        label: vehicle.model.clone(),
        asset: AssetCard {
            asset_code: Some(vehicle.asset_no.clone()),
            size: (vehicle.engine_cc > 0).then(|| vehicle.engine_cc.to_string()),
            bought_year: Some(i64::from(vehicle.year)),
            chassis_number: Some(vehicle.chassis_no.clone()),
            engine_number: vehicle.engine_no.clone(),
            ..AssetCard::default()
        },
        tank_ml: vehicle.tank_ml.map(Millilitres::new),
        fuel_kind,
        default_product: vehicle.product.map(product_code),
        products: Vec::new(),
        meter: match vehicle.class.meter() {
            sim::Meter::Odometer => Meter::Odometer,
            sim::Meter::HourMeter => Meter::HourMeter,
            sim::Meter::None => Meter::None,
        },
        is_sensitive: false,
        work_pattern: Some(pattern.to_string()),
    };
    Some(NewVehicle {
        details,
        plate: plate(world, vehicle),
    })
}

fn plate(world: &World, vehicle: &Vehicle) -> Option<NewPlate> {
    let current = vehicle.plates.last()?;
    Some(NewPlate {
        plate: Plate::read(&current.text)?,
        colour: match current.base {
            sim::PlateBase::Red => PlateColour::Red,
            sim::PlateBase::Black => PlateColour::Black,
        },
        from_on: CivilDate::new(vehicle.year.clamp(1990, world.began_on.year()), 1, 1).ok()?,
        reason: None,
    })
}

fn assignments(world: &mut World, town: &Town) -> anyhow::Result<()> {
    let mut inputs = Vec::new();
    for vehicle in &town.vehicles {
        let Some(id) = world.vehicles.get(&vehicle.no) else {
            continue;
        };
        let holder = (vehicle.holder, Duty::Holder);
        let mut drivers = vehicle.drivers.clone();
        drivers.push(vehicle.holder);
        drivers.sort_unstable();
        drivers.dedup();
        let people = drivers.into_iter().map(|person| (person, Duty::Driver));
        for (person, duty) in std::iter::once(holder).chain(people) {
            let Some(person) = world.people.get(&person) else {
                continue;
            };
            inputs.push(NewAssignment {
                vehicle: *id,
                person: *person,
                duty,
                from_on: world.began_on,
                until_on: None,
                decree_number: None,
            });
        }
    }
    let admin = world.admin();
    world.each(world.began_at()?, inputs, move |tx, stamp, input| {
        fleet::assign_person(tx, stamp, &admin, input)
    })?;
    Ok(())
}

/// Recommendation letters of machines, and most vehicles' registrations for subsidised fuel.
fn letters(world: &mut World, town: &Town) -> anyhow::Result<()> {
    let (first, last) = (
        world.began_on.year(),
        world.zone.date(world.machine.clock.now()).year(),
    );
    let mut inputs = Vec::new();
    for vehicle in &town.vehicles {
        let (Some(id), Some(agency), Some(product)) = (
            world.vehicles.get(&vehicle.no),
            world.agencies.get(&vehicle.agency),
            vehicle.product,
        ) else {
            continue;
        };
        let letter = |kind, number: String, issuer: &str, (from, until): (i16, i16)| {
            let new = NewLetter {
                vehicle: *id,
                kind,
                number,
                issuer: issuer.to_owned(),
                product: product_code(product),
                from_on: CivilDate::new(from, 1, 1).ok()?,
                until_on: CivilDate::new(until, 12, 31).ok()?,
                volume_max: None,
            };
            Some((officer(world, *agency), new))
        };
        if vehicle.class.is_container() {
            inputs.extend((first..=last).filter_map(|year| {
                let number = format!("REK.{:03}/{year}", vehicle.no.0 % 900 + 1);
                let kind = LetterKind::Recommendation;
                letter(kind, number, "Dinas Koperasi dan UKM", (year, year))
            }));
        } else if matches!(product, Product::Biosolar | Product::Pertalite) && vehicle.no.0 % 10 > 0
        {
            let number = format!("ST-{:06}", vehicle.no.0);
            let kind = LetterKind::SubsidyRegistration;
            inputs.extend(letter(kind, number, "Subsidi Tepat", (first, last + 1)));
        }
    }
    world.each(
        world.began_at()?,
        inputs,
        move |tx, stamp, (officer, input)| fleet::record_letter(tx, stamp, officer, input),
    )?;
    Ok(())
}
