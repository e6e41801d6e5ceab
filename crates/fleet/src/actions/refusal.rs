//! Why the register says no.

use authz::Denied;

use crate::VehicleId;

/// Why a change of the register of vehicles is refused.
///
/// One list for the area: its actions share nearly all reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FleetRefusal {
    /// The actor may not.
    Denied(Denied),
    /// There is no such vehicle, letter, reading or person's duty.
    NotThere,
    /// Someone else changed it meanwhile.
    Changed,
    /// The vehicle was merged into another, which is the one to change.
    Merged {
        /// The one that was kept.
        kept: VehicleId,
    },
    /// Another vehicle has this chassis and engine number.
    SameNumbers {
        /// The other one.
        vehicle: VehicleId,
    },
    /// The class is not one of the city's.
    UnknownClass,
    /// There is a class with this code.
    ClassExists,
    /// Neither name, brand nor type was given.
    LabelMissing,
    /// Another vehicle carries this plate: take it over, or swap.
    PlateCarried {
        /// The other one.
        vehicle: VehicleId,
    },
    /// It carries this plate already.
    PlateSame,
    /// Neither of the two carries a plate.
    PlateMissing,
    /// The first day is after the last, or before the day it follows.
    DaysReversed,
    /// A reason is needed.
    ReasonMissing,
    /// The person has this duty at that time already.
    AlreadyAssigned,
    /// The reading was corrected before: correct the correction.
    ReadingReplaced,
    /// A meter shows no negative value.
    ReadingNegative,
    /// The vehicle has no meter.
    NotMetered,
    /// A meter is declared broken for ninety days at most.
    OutageTooLong,
    /// The meter is not declared broken.
    NotBroken,
    /// The unknown plate was resolved before.
    AlreadyResolved,
    /// Two different vehicles are needed.
    SameVehicle,
}

impl FleetRefusal {
    /// The stable name: API code, text key, test assertion.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::NotThere => "not_found",
            Self::Changed => "changed_meanwhile",
            Self::Merged { .. } => "vehicle_merged",
            Self::SameNumbers { .. } => "same_numbers",
            Self::UnknownClass => "unknown_class",
            Self::ClassExists => "class_exists",
            Self::LabelMissing => "label_missing",
            Self::PlateCarried { .. } => "plate_carried",
            Self::PlateSame => "plate_same",
            Self::PlateMissing => "plate_missing",
            Self::DaysReversed => "days_reversed",
            Self::ReasonMissing => "reason_missing",
            Self::AlreadyAssigned => "already_assigned",
            Self::ReadingReplaced => "reading_replaced",
            Self::ReadingNegative => "reading_negative",
            Self::NotMetered => "not_metered",
            Self::OutageTooLong => "outage_too_long",
            Self::NotBroken => "not_broken",
            Self::AlreadyResolved => "already_resolved",
            Self::SameVehicle => "same_vehicle",
        }
    }
}
