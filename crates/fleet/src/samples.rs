//! The sample vehicles with a driver.

use authz::{Role, Scope};
use base::{CivilDate, Millilitres, PersonId, Stamp, TenantId, UnitId, Uuid};
use db::{ActionError, Failure, Tx};
use identity::{NewPin, PersonDetails, PinKind, set_pin};
use register::{
    SampleHand, SampleOwner, SampleRefusal, SampleTie, Samples, blocked, list_samples, load_zone,
    record_deletion, sample_person_name, unmark_sample,
};
use web::{Locale, fl};

use crate::store::classes::list_classes;
use crate::store::samples as store;
use crate::{
    AssetCard, Duty, FuelKind, Meter, NewAssignment, NewPlate, NewVehicle, Plate, PlateColour,
    VehicleDetails, VehicleId, VehicleKind, add_standard_classes, add_vehicle, assign_person,
    texts,
};

const DRIVER: &str = "Marthen Nubatonis";

/// A vehicle of the samples.
struct Example {
    class: &'static str,
    label: &'static str,
    tank_litres: i64,
    fuel: FuelKind,
    product: &'static str,
}

const fn petrol(class: &'static str, label: &'static str, tank_litres: i64) -> Example {
    Example {
        class,
        label,
        tank_litres,
        fuel: FuelKind::Petrol,
        product: "pertamax",
    }
}

const fn diesel(class: &'static str, label: &'static str, tank_litres: i64) -> Example {
    Example {
        fuel: FuelKind::Diesel,
        product: "dexlite",
        ..petrol(class, label, tank_litres)
    }
}

/// Usual vehicles of an agency that drives; none needs a letter.
const EXAMPLES: [Example; 10] = [
    petrol("car", "Toyota Avanza", 45),
    petrol("car", "Daihatsu Xenia", 43),
    petrol("car", "Suzuki Ertiga", 45),
    petrol("motorcycle", "Honda Supra X 125", 4),
    petrol("motorcycle", "Yamaha Vega", 4),
    petrol("three_wheeler", "Viar Karya 150", 12),
    petrol("pick_up", "Suzuki Carry", 43),
    diesel("pick_up", "Mitsubishi L300", 47),
    diesel("garbage_truck", "Mitsubishi Canter", 100),
    diesel("dump_truck", "Hino Dutro", 100),
];

/// Vehicles and what is known of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct FleetSamples;

impl SampleOwner for FleetSamples {
    fn plan(&self, locale: Locale) -> Vec<String> {
        let (words, count) = (texts(locale), EXAMPLES.len().to_string());
        vec![
            fl!(words, "samples-plan-vehicles", number = count),
            fl!(words, "samples-plan-driver", name = DRIVER),
        ]
    }

    fn area(&self) -> Option<&'static str> {
        Some("fleet")
    }

    fn fill(
        &self,
        tx: &mut Tx<'_>,
        hand: &SampleHand<'_>,
    ) -> Result<(), ActionError<SampleRefusal>> {
        let agency = hand.agency(tx)?;
        if list_classes(tx, hand.stamp.tenant)?.is_empty() {
            add_standard_classes(tx, hand.stamp, hand.actor).map_err(blocked("vehicle_class"))?;
        }
        let units = list_samples(tx, hand.stamp.tenant, "unit", 1)?;
        let unit = units.first().copied().map(UnitId::new);
        let driver = fill_driver(tx, hand)?;
        let today = load_zone(tx, hand.stamp.tenant)?.date(hand.stamp.at);
        for (number, example) in (1..).zip(EXAMPLES) {
            let vehicle = example.vehicle((agency, unit), (number, today));
            let added = add_vehicle(tx, hand.stamp, hand.actor, &vehicle);
            let vehicle = added.map_err(blocked("vehicle"))?;
            hand.mark(tx, "vehicle", vehicle)?;
            for duty in [Duty::Holder, Duty::Driver] {
                let new = NewAssignment {
                    vehicle,
                    person: driver,
                    duty,
                    from_on: today,
                    until_on: None,
                    decree_number: None,
                };
                assign_person(tx, hand.stamp, hand.actor, &new).map_err(blocked("driver"))?;
            }
        }
        Ok(())
    }

    fn count(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        locale: Locale,
    ) -> Result<Vec<(String, i64)>, Failure> {
        let words = texts(locale);
        let (vehicles, readings) = store::count_sample_vehicles(tx, tenant)?;
        Ok(vec![
            (fl!(words, "vehicles"), vehicles),
            (fl!(words, "samples-readings"), readings),
        ])
    }

    fn ties(
        &self,
        tx: &mut Tx<'_>,
        (stamp, locale): (&Stamp, Locale),
        samples: &Samples,
    ) -> Result<Vec<SampleTie>, Failure> {
        let mut ties = vehicles_within(tx, (stamp.tenant, locale), samples)?;
        ties.extend(vehicles_driven(tx, (stamp, locale))?);
        ties.extend(vehicles_merged(tx, (stamp.tenant, locale))?);
        Ok(ties)
    }

    fn delete(&self, tx: &mut Tx<'_>, stamp: &Stamp, most: i64) -> Result<i64, Failure> {
        let tenant = stamp.tenant;
        let people = list_samples(tx, tenant, "person", 100)?;
        let mut gone = 0_i64;
        for vehicle in list_samples(tx, tenant, "vehicle", most)? {
            // A vehicle of many readings goes in several steps.
            let readings = store::delete_sample_readings(tx, tenant, vehicle, most)?;
            if readings > 0 {
                record_deletion(tx, stamp, "vehicle", vehicle)?;
                gone = gone.saturating_add(readings);
            }
            if gone >= most {
                return Ok(gone);
            }
            store::delete_sample_vehicle(tx, tenant, vehicle)?;
            unmark_sample(tx, tenant, "vehicle", vehicle)?;
            record_deletion(tx, stamp, "vehicle", vehicle)?;
            gone = gone.saturating_add(1);
        }
        if gone > 0 {
            return Ok(gone);
        }
        // What sample people once did with real vehicles.
        for person in people {
            let ended = store::delete_assignments_of(tx, tenant, person, most)?;
            if ended > 0 {
                record_deletion(tx, stamp, "person", person)?;
                return Ok(ended);
            }
        }
        Ok(0)
    }
}

impl Example {
    fn vehicle(
        &self,
        (agency, unit): (base::AgencyId, Option<UnitId>),
        (number, today): (u32, CivilDate),
    ) -> NewVehicle {
        let details = VehicleDetails {
            agency,
            unit,
            kind: VehicleKind::Vehicle,
            class: self.class.to_owned(),
            label: self.label.to_owned(),
            asset: AssetCard {
                chassis_number: Some(format!("CONTOHRANGKA{number:04}")),
                engine_number: Some(format!("CONTOHMESIN{number:04}")),
                ..AssetCard::default()
            },
            tank_ml: Some(Millilitres::new(self.tank_litres.saturating_mul(1_000))),
            fuel_kind: self.fuel,
            default_product: Some(self.product.to_owned()),
            products: Vec::new(),
            meter: Meter::Odometer,
            is_sensitive: false,
            work_pattern: None,
        };
        // No region has these letters and numbers.
        let plate = Plate::read(&format!("XX {} ZZ", 9_900_u32.saturating_add(number)));
        NewVehicle {
            details,
            plate: plate.map(|plate| NewPlate {
                plate,
                colour: PlateColour::Red,
                from_on: today,
                reason: None,
            }),
        }
    }
}

fn fill_driver(
    tx: &mut Tx<'_>,
    hand: &SampleHand<'_>,
) -> Result<PersonId, ActionError<SampleRefusal>> {
    let details = PersonDetails::named(DRIVER);
    let role = (Role::Driver, Scope::Own);
    let driver = register::add_sample_person(tx, hand, (details, false, 4), role)?;
    let pin = NewPin {
        person: driver,
        kind: PinKind::Driver,
        hash: hand.secrets.pin(PinKind::Driver).to_owned(),
        salt: hand.secrets.salt(0),
    };
    set_pin(tx, hand.stamp, hand.actor, &pin).map_err(blocked("driver"))?;
    Ok(driver)
}

/// Real vehicles of a sample agency or unit.
fn vehicles_within(
    tx: &mut Tx<'_>,
    (tenant, locale): (TenantId, Locale),
    samples: &Samples,
) -> Result<Vec<SampleTie>, Failure> {
    let words = texts(locale);
    let mut ties = Vec::new();
    for (vehicle, name, agency, unit) in store::list_vehicles_within_samples(tx, tenant)? {
        let found = register::lookup_agency(tx, tenant, agency)?;
        let agency_name = found.map_or_else(|| "–".to_owned(), |found| found.name);
        let sample = match unit {
            Some(unit) if !samples.has("agency", agency) => ("unit", unit.uuid()),
            _ => ("agency", agency.uuid()),
        };
        ties.push(SampleTie {
            record: fl!(words, "samples-tie-vehicle", name = name),
            href: format!("/kendaraan/{vehicle}/ubah"),
            sample,
            sample_name: agency_name,
            advice: fl!(words, "samples-tie-within-advice"),
        });
    }
    Ok(ties)
}

/// Real vehicles that a sample person holds or drives today.
fn vehicles_driven(
    tx: &mut Tx<'_>,
    (stamp, locale): (&Stamp, Locale),
) -> Result<Vec<SampleTie>, Failure> {
    let words = texts(locale);
    let today = load_zone(tx, stamp.tenant)?.date(stamp.at);
    let mut ties = Vec::new();
    for (vehicle, name, person) in store::list_vehicles_of_sample_people(tx, stamp.tenant, today)? {
        ties.push(SampleTie {
            record: fl!(words, "samples-tie-vehicle", name = name),
            href: format!("/kendaraan/{vehicle}"),
            sample: ("person", person.uuid()),
            sample_name: sample_person_name(tx, stamp.tenant, person)?,
            advice: fl!(words, "samples-tie-driver-advice"),
        });
    }
    Ok(ties)
}

/// Real vehicles that were merged into a sample one, and plates that were taken for one.
fn vehicles_merged(
    tx: &mut Tx<'_>,
    (tenant, locale): (TenantId, Locale),
) -> Result<Vec<SampleTie>, Failure> {
    let words = texts(locale);
    let tie = |(record, name, sample, sample_name): (VehicleId, String, Uuid, String)| SampleTie {
        record: fl!(words, "samples-tie-vehicle", name = name),
        href: format!("/kendaraan/{record}"),
        sample: ("vehicle", sample),
        sample_name,
        advice: fl!(words, "samples-tie-merged-advice"),
    };
    let merged = store::list_merged_into_samples(tx, tenant)?;
    Ok(merged.into_iter().map(tie).collect())
}
