//! Who holds a vehicle and who may draw fuel for it.

use base::{CivilDate, PersonId, Uuid};
use serde::Serialize;

use crate::VehicleId;

coded! {
    /// What a person has to do with a vehicle; both may draw fuel.
    Duty {
        /// Answers for it, by decree.
        Holder "holder",
        /// Drives or runs it.
        Driver "driver",
    }
}

/// A person and a vehicle over some days, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The row's id.
    pub id: Uuid,
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The person.
    pub person: PersonId,
    /// As what.
    pub duty: Duty,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day; none while it lasts.
    pub until_on: Option<CivilDate>,
    /// The decree (SK) that says so.
    pub decree_number: Option<String>,
    /// Raised by each change.
    pub revision: i64,
}

/// A person to be assigned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewAssignment {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The person.
    pub person: PersonId,
    /// As what.
    pub duty: Duty,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day, where it is known.
    pub until_on: Option<CivilDate>,
    /// The decree (SK) that says so.
    pub decree_number: Option<String>,
}
