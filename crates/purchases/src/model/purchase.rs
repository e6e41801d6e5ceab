//! A purchase of the past.

use base::{ActorId, AgencyId, Millilitres, Rupiah, StationId, UtcMicros, Uuid};
use fleet::VehicleId;
use register::ImportRunId;

use super::doubt::{Doubt, Doubts};
use super::exact::Exact;
use super::line::LineKind;

db::ids! {
    /// Identifies a purchase of the past.
    PurchaseId,
}

/// What a list says of a meter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeterText {
    /// The number as written.
    pub shown: Exact,
    /// `km`, `mile` or `hour`.
    pub unit: String,
    /// Whole kilometres or engine hours, half up; nothing where it cannot be one.
    pub value: Option<i64>,
}

/// A line of a list of purchases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// Its id.
    pub id: PurchaseId,
    /// Who keeps the list it comes from.
    pub source: Option<String>,
    /// Its number in that list.
    pub reference: Option<String>,
    /// The import that brought it.
    pub run: ImportRunId,
    /// Its row in the file.
    pub row_number: i64,
    /// Fuel, or something else.
    pub kind: LineKind,
    /// Plate or number of the vehicle as written.
    pub vehicle_text: String,
    /// The vehicle, once it is known.
    pub vehicle: Option<VehicleId>,
    /// The unknown plate it came under.
    pub unknown: Option<Uuid>,
    /// The agency it belongs to.
    pub agency: Option<AgencyId>,
    /// When it was bought; noon where the list has no time.
    pub bought_at: UtcMicros,
    /// Whether the list has a time of day.
    pub has_time: bool,
    /// The station as written.
    pub station_text: Option<String>,
    /// The station, where it is known.
    pub station: Option<StationId>,
    /// The product as written, or as the mapping says it.
    pub product_text: String,
    /// The product's code, where it is known.
    pub product: Option<String>,
    /// The quantity as written.
    pub quantity: Exact,
    /// Its unit: a unit's code, or `item`.
    pub unit: String,
    /// The volume, half up per line; fuel only.
    pub volume: Option<Millilitres>,
    /// The price of a unit as written.
    pub unit_price: Option<Exact>,
    /// The amount as written, in the currency.
    pub amount: Exact,
    /// What was paid in the end, after discounts and exemptions, where the list has it.
    pub net: Option<Exact>,
    /// `idr` or `usd`.
    pub currency: String,
    /// The amount in whole rupiah; nothing for foreign money.
    pub amount_rupiah: Option<Rupiah>,
    /// What the list says of the meter.
    pub meter: Option<MeterText>,
    /// What is odd.
    pub doubts: Doubts,
    /// When it was imported.
    pub imported_at: UtcMicros,
    /// By whom.
    pub imported_by: ActorId,
}

/// Which purchases a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PurchaseFilter {
    /// Bought at this instant or later.
    pub from: Option<UtcMicros>,
    /// Bought before this instant.
    pub until: Option<UtcMicros>,
    /// Of this vehicle.
    pub vehicle: Option<VehicleId>,
    /// Under this unknown plate.
    pub unknown: Option<Uuid>,
    /// Under this plate or number, as the list wrote it.
    pub vehicle_text: Option<String>,
    /// Of this agency.
    pub agency: Option<AgencyId>,
    /// Of this product, by code or as written.
    pub product: Option<String>,
    /// Fuel, or what is none.
    pub kind: Option<LineKind>,
    /// Whose vehicle is in the register, or is not.
    pub is_known: Option<bool>,
    /// With any doubt.
    pub in_doubt: bool,
    /// With this doubt.
    pub doubt: Option<Doubt>,
    /// Brought by this import.
    pub run: Option<ImportRunId>,
}
