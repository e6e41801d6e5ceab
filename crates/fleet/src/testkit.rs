//! Vehicles for tests: builders with defaults, which write through the actions.

use authz::{Actor, Grant, Role, Scope};
use base::{AgencyId, CivilDate, Millilitres, PersonId, Stamp, TenantId, Uuid};
use db::{ActionError, Tx};

use crate::{
    AssetCard, Duty, FleetRefusal, FuelKind, Meter, NewAssignment, NewPlate, NewVehicle, Plate,
    PlateColour, VehicleDetails, VehicleId, VehicleKind, add_standard_classes, add_vehicle,
    assign_person,
};

/// An agency where a test does not care.
pub const AGENCY: AgencyId = AgencyId::new(Uuid::from_u128(0x5168_0101));

/// The first day of plates and assignments.
const LONG_AGO: CivilDate = base_date();

const fn base_date() -> CivilDate {
    CivilDate::constant(2020, 1, 1)
}

/// Someone who may change the whole register: asset keeper of the city, and verifier.
pub fn keeper(tenant: TenantId) -> Actor {
    let id = base::ActorId::new(Uuid::from_u128(0x5168_0102));
    let grant = |role| Grant::new(role, Scope::Tenant);
    Actor::person(tenant, id, vec![grant(Role::AssetKeeper)])
}

/// A vehicle under construction; without changes a petrol car with a tank of 45 litres.
#[derive(Debug, Clone)]
pub struct VehicleBuilder {
    new: NewVehicle,
    drivers: Vec<PersonId>,
}

/// A car of an agency.
pub fn car(agency: AgencyId) -> VehicleBuilder {
    let details = VehicleDetails {
        agency,
        unit: None,
        kind: VehicleKind::Vehicle,
        class: "car".to_owned(),
        label: "Toyota Avanza 1.3".to_owned(),
        asset: AssetCard::default(),
        tank_ml: Some(Millilitres::new(45_000)),
        fuel_kind: FuelKind::Petrol,
        default_product: Some("pertamax".to_owned()),
        products: Vec::new(),
        meter: Meter::Odometer,
        is_sensitive: false,
        work_pattern: None,
    };
    VehicleBuilder {
        new: NewVehicle {
            details,
            plate: None,
        },
        drivers: Vec::new(),
    }
}

/// A mower of an agency, whose fuel goes into a can of ten litres.
pub fn mower(agency: AgencyId) -> VehicleBuilder {
    let mut builder = car(agency);
    let details = &mut builder.new.details;
    details.kind = VehicleKind::Machine;
    "mower".clone_into(&mut details.class);
    "Honda GX35".clone_into(&mut details.label);
    details.meter = Meter::None;
    details.tank_ml = Some(Millilitres::new(10_000));
    builder
}

impl VehicleBuilder {
    /// With a plate, red, carried since 2020.
    ///
    /// # Panics
    /// Where the text is no plate.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test that names no plate has to stop")]
    pub fn plate(mut self, written: &str) -> Self {
        let plate = Plate::read(written).expect("a plate");
        let colour = PlateColour::Red;
        self.new.plate = Some(NewPlate {
            plate,
            colour,
            from_on: LONG_AGO,
            reason: None,
        });
        self
    }

    /// With chassis and engine number.
    #[must_use]
    pub fn numbers(mut self, chassis: &str, engine: &str) -> Self {
        self.new.details.asset.chassis_number = Some(chassis.to_owned());
        self.new.details.asset.engine_number = Some(engine.to_owned());
        self
    }

    /// With a driver since 2020.
    #[must_use]
    pub fn driver(mut self, person: PersonId) -> Self {
        self.drivers.push(person);
        self
    }

    /// With a tank, or a can, of this size.
    #[must_use]
    pub fn tank_ml(mut self, millilitres: i64) -> Self {
        self.new.details.tank_ml = Some(Millilitres::new(millilitres));
        self
    }

    /// With other details.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut VehicleDetails)) -> Self {
        change(&mut self.new.details);
        self
    }

    /// What would be added.
    pub fn build(self) -> NewVehicle {
        self.new
    }

    /// Adds it, the standard classes too where they are not there yet; gives its id.
    ///
    /// # Errors
    /// As [`add_vehicle`].
    pub fn add(
        self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
    ) -> Result<VehicleId, ActionError<FleetRefusal>> {
        let keeper = keeper(stamp.tenant);
        add_standard_classes(tx, stamp, &keeper)?;
        let vehicle = add_vehicle(tx, stamp, &keeper, &self.new)?;
        for person in self.drivers {
            let new = NewAssignment {
                vehicle,
                person,
                duty: Duty::Driver,
                from_on: LONG_AGO,
                until_on: None,
                decree_number: None,
            };
            assign_person(tx, stamp, &keeper, &new)?;
        }
        Ok(vehicle)
    }
}
