//! Vehicles and machines of the city: the register, plates, holders and drivers, meters, letters.
//!
//! A vehicle is known by chassis and engine number; plates come and go and have a history. Readings of
//! meters are only ever appended: a correction is a reading that names the one it replaces.
#![warn(missing_docs)]

mod actions;
mod api;
mod audit;
mod catalogue;
mod imports;
mod model;
mod pages;
mod samples;
mod start;
mod store;
#[cfg(any(test, feature = "testkit"))]
pub mod testkit;

web::area_texts!("fleet");

pub use actions::assignments::{assign_person, end_assignment};
pub use actions::classes::{add_class, add_standard_classes};
pub use actions::followers::{PlateFollower, PlateFollowers, PlateRecords};
pub use actions::letters::{record_letter, withdraw_letter};
pub use actions::merges::{Merge, merge_vehicles};
pub use actions::meters::{
    NewCorrection, NewOutage, NewReplacement, correct_reading, declare_outage, end_outage,
    inspect_meter, replace_meter,
};
pub use actions::plates::{PlateChange, PlateSwap, change_plate, swap_plates};
pub use actions::refusal::FleetRefusal;
pub use actions::statuses::declare_status;
pub use actions::unknowns::{Resolution, resolve_unknown};
pub use actions::vehicles::{add_vehicle, edit_vehicle};
pub use audit::FleetAudit;
pub use catalogue::{FuelCatalogue, FuelProducts};
pub use imports::{HolderTarget, VehicleTarget, import_targets};
pub use model::assignment::{Assignment, Duty, NewAssignment};
pub use model::class::{VehicleClass, standard_classes};
pub use model::codes::UnknownWord;
pub use model::consumption::ConsumptionSummary;
pub use model::letter::{Letter, LetterKind, NewLetter};
pub use model::meter::{
    Expectation, NewReading, Reading, ReadingSource, ReadingVerdict, RecordedReading, TrackMark,
};
pub use model::number::number_key;
pub use model::plate::{NewPlate, NumberBlock, Plate, PlateColour, PlateSpan, plate_key};
pub use model::short_code::{read_short_code, short_code};
pub use model::status::{NewStatus, StatusSpan, VehicleState, state_on};
pub use model::unknown::{PlateMatch, Suggestion, UnknownState, UnknownVehicle, plate_distance};
pub use model::vehicle::{
    AssetCard, FuelKind, Meter, NewVehicle, Vehicle, VehicleDetails, VehicleKind,
};
pub use pages::area;
pub use pages::words::state_name;
pub use samples::FleetSamples;
pub use start::{later_steps, needed_steps};
pub use store::assignments::{
    list_assignments, list_drivers_on, list_vehicles_ever_of, list_vehicles_of,
};
pub use store::classes::{list_classes, lookup_class};
pub use store::duplicates::{Likeness, Twin, list_look_alikes, list_twins};
pub use store::history::{HistoricReading, judge_history, record_history};
pub use store::letters::{letters_on, list_letters};
pub use store::list::{VehicleFilter, list_unit_vehicles, list_vehicles};
pub use store::plates::list_plates;
pub use store::readings::{Outage, expected_reading, list_outages, lookup_reading, record_reading};
pub use store::series::{MeterSeries, SeriesPoint, meter_series};
pub use store::short_codes::lookup_by_short_code;
pub use store::statuses::{list_statuses, unavailable_days};
pub use store::unknowns::{
    PlateSighting, count_open_unknowns, list_unknowns, lookup_unknown, match_plate, match_plates,
    note_unknown_plate, note_unknown_plates, suggest_vehicles,
};
pub use store::vehicles::{Gauge, list_merged, list_vehicles_by_ids, lookup_gauge, lookup_vehicle};

db::ids! {
    /// Identifies a vehicle or machine.
    VehicleId,
    /// Identifies a reading of a meter.
    ReadingId,
}

/// The steps of this area's tables.
pub const STEPS: [db::Step; 2] = [
    db::Step {
        area: "fleet",
        number: 1,
        sql: include_str!("migrations/0001_fleet.sql"),
    },
    db::Step {
        area: "fleet",
        number: 2,
        sql: include_str!("migrations/0002_unknown_by_vehicle.sql"),
    },
];

/// Tables outside the journal, derived from those inside.
pub const OUTSIDE: [&str; 1] = ["vehicle_word"];
