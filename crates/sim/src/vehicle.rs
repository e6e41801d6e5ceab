//! A vehicle or machine as the register knows it.

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::WorkPattern;
use crate::class::VehicleClass;
use crate::number::{AgencyNo, PersonNo, UnitNo, VehicleNo};
use crate::product::Product;

/// Colour of a plate's base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PlateBase {
    /// Government.
    Red,
    /// Private; official vehicles wear it after a swap.
    Black,
}

/// A plate worn for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plate {
    /// Text, for example `DH 1234 KA`.
    pub text: String,
    /// Colour of the base.
    pub base: PlateBase,
    /// First day, `None` when unknown.
    pub from: Option<Date>,
    /// Last day, `None` while it is worn.
    pub until: Option<Date>,
}

/// Condition in the asset card (KIB B).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Condition {
    /// Baik.
    Good,
    /// Rusak ringan.
    LightDamage,
    /// Rusak berat.
    HeavyDamage,
}

/// A vehicle or machine of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Vehicle {
    /// Number.
    pub no: VehicleNo,
    /// Class.
    pub class: VehicleClass,
    /// Agency that holds it.
    pub agency: AgencyNo,
    /// Unit that holds it.
    pub unit: UnitNo,
    /// Brand and type.
    pub model: String,
    /// Engine size.
    pub engine_cc: i64,
    /// Year bought.
    pub year: i16,
    /// Asset register number.
    pub asset_no: String,
    /// Chassis number.
    pub chassis_no: String,
    /// Engine number; missing in a dirty register.
    pub engine_no: Option<String>,
    /// Plates, oldest first; machines have none.
    pub plates: Vec<Plate>,
    /// Product it should take; `None` for electric units.
    pub product: Option<Product>,
    /// Tank or can in millilitres as registered; often missing.
    pub tank_ml: Option<i64>,
    /// Days it works.
    pub pattern: WorkPattern,
    /// Condition.
    pub condition: Condition,
    /// The person who answers for it.
    pub holder: PersonNo,
    /// Whether the holder is the head of the agency.
    pub is_head_of_agency: bool,
    /// The persons who may draw fuel for it; the holder is the first.
    pub drivers: Vec<PersonNo>,
}

impl Vehicle {
    /// The plate worn on a day, empty for machines.
    pub fn plate_on(&self, day: Date) -> &str {
        self.plates
            .iter()
            .find(|plate| {
                plate.from.is_none_or(|from| from <= day)
                    && plate.until.is_none_or(|until| until >= day)
            })
            .map_or("", |plate| plate.text.as_str())
    }
}

/// How a vehicle really behaves: the truth behind the readings, never part of the city's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Habit {
    /// True tank or can in millilitres.
    pub tank_ml: i64,
    /// True consumption in ml per km or per engine hour.
    pub use_ml: i64,
    /// Mean work on a day in use, in metres or thousandths of an hour.
    pub work: i64,
    /// Work on the meter at the start.
    pub start_work: i64,
}
