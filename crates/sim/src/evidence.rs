//! Independent records a city has anyway: absences, workshop, travel, trips, weighbridge.

use jiff::civil::{Date, DateTime};
use serde::Serialize;

use crate::number::{AbsenceNo, PersonNo, TravelOrderNo, TripSheetNo, VehicleNo, WorkshopOrderNo};

/// A person on leave or away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Absence {
    /// Number.
    pub no: AbsenceNo,
    /// Person.
    pub person: PersonNo,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// A vehicle in the workshop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkshopOrder {
    /// Number.
    pub no: WorkshopOrderNo,
    /// Vehicle.
    pub vehicle: VehicleNo,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// What is done.
    pub work: String,
}

/// An official journey (SPPD) by an official vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TravelOrder {
    /// Number.
    pub no: TravelOrderNo,
    /// Traveller.
    pub person: PersonNo,
    /// Vehicle.
    pub vehicle: VehicleNo,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Where to.
    pub destination: String,
    /// Fuel claimed as transport cost in the travel claim, in Rupiah.
    pub fuel_claim_rupiah: i64,
}

/// The trips a garbage truck's crew had stamped on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TripSheet {
    /// Number.
    pub no: TripSheetNo,
    /// Truck.
    pub vehicle: VehicleNo,
    /// Day.
    pub on: Date,
    /// Trips stamped.
    pub trips: i64,
    /// Who stamped.
    pub stamped_by: PersonNo,
}

/// A load weighed at the landfill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeighbridgeEntry {
    /// Truck.
    pub vehicle: VehicleNo,
    /// Time.
    pub at: DateTime,
    /// Net load in kilograms.
    pub net_kg: i64,
}

/// The records of one kind each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Absences.
    pub absences: Vec<Absence>,
    /// Workshop orders.
    pub workshop_orders: Vec<WorkshopOrder>,
    /// Travel orders.
    pub travel_orders: Vec<TravelOrder>,
    /// Trip sheets.
    pub trip_sheets: Vec<TripSheet>,
    /// Weighbridge entries.
    pub weighbridge: Vec<WeighbridgeEntry>,
}
