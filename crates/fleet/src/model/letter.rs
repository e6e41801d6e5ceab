//! Letters that fuel into cans and subsidised fuel need.

use base::{CivilDate, Millilitres, UtcMicros, Uuid};
use serde::Serialize;

use crate::VehicleId;

coded! {
    /// What a letter is.
    LetterKind {
        /// A recommendation of the regional agency for fuel into cans (BPH Migas 17/2019).
        Recommendation "recommendation",
        /// A registration with Subsidi Tepat (MyPertamina).
        SubsidyRegistration "subsidy_registration",
    }
}

/// A letter of a vehicle or machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its id.
    pub id: Uuid,
    /// The vehicle or machine.
    pub vehicle: VehicleId,
    /// What it is.
    pub kind: LetterKind,
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// The product it allows, by code.
    pub product: String,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day.
    pub until_on: CivilDate,
    /// How much it allows in all.
    pub volume_max: Option<Millilitres>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<UtcMicros>,
}

/// A letter to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewLetter {
    /// The vehicle or machine.
    pub vehicle: VehicleId,
    /// What it is.
    pub kind: LetterKind,
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// The product it allows, by code.
    pub product: String,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day.
    pub until_on: CivilDate,
    /// How much it allows in all.
    pub volume_max: Option<Millilitres>,
}
