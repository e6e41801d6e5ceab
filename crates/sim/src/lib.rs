//! A city in a box: a seeded, plausible Kupang with planted fraud, as pure data.
//!
//! [`City::generate`] makes the same city from the same [`Settings`] on every platform: chance comes
//! from seeded `ChaCha` streams, all arithmetic is on integers, and no clock is read. [`Days`] and
//! [`Purchases`] stream honest purchases in constant memory for load tests. What was planted lies in
//! [`Answers`], which serialising a city never writes.

#![warn(missing_docs)]

mod agency;
mod answers;
mod assembly;
mod budget;
mod calendar;
mod city;
mod civil;
mod class;
mod decree;
mod dice;
mod dirt;
mod draft;
mod evidence;
mod fill;
mod fleet;
mod fraud;
mod holiday;
mod noise;
mod number;
mod odometer;
mod paper;
mod person;
mod place;
mod post;
mod price;
mod product;
mod pump;
mod purchases;
mod settings;
mod station;
mod town;
mod vehicle;
mod vehicle_life;
mod voucher;

pub use agency::{Agency, Duty, Unit};
pub use answers::{Answers, Case, RecordRef, WrongReading};
pub use budget::{BudgetLine, FUEL_ACCOUNT};
pub use calendar::{Calendar, WorkPattern};
pub use city::City;
pub use civil::{Month, utc_micros};
pub use class::{Meter, VehicleClass};
pub use decree::{Decree, EFFICIENCY_FROM, QuotaLine, QuotaPeriod, monthly_quota_ml};
pub use dirt::{Dirt, DirtKind};
pub use evidence::{Absence, Evidence, TravelOrder, TripSheet, WeighbridgeEntry, WorkshopOrder};
pub use fill::{Claim, Fill};
pub use fleet::UNREGISTERED_PER_MILLE;
pub use holiday::{Certainty, Holiday, HolidayKind, holidays};
pub use noise::Noise;
pub use number::{
    AbsenceNo, AgencyNo, AttendantNo, InvoiceNo, PersonNo, PostNo, RedemptionNo, SlipNo,
    StatementLineNo, StationNo, TravelOrderNo, TripSheetNo, UnitNo, VehicleNo, VoucherNo,
    WorkshopOrderNo,
};
pub use odometer::{JUMP_KM, WrongMeter};
pub use paper::{Invoice, InvoiceLine, LineKind, Slip, StatementLine, Supplier, Writer};
pub use person::Person;
pub use place::{CITY_CODE, Kecamatan, Kelurahan, kecamatan, kelurahan};
pub use post::{Holding, Post, Role};
pub use price::{JUMP_AT, Price, PriceTable, Provenance, prices};
pub use product::{Product, ProductRule, RuleEffect, SubsidyClass, is_allowed, product_rules};
pub use purchases::{Day, Days, Purchases};
pub use settings::{Scale, Settings};
pub use station::{Attendant, Means, Operator, Station, shift};
pub use town::Town;
pub use vehicle::{Condition, Habit, Plate, PlateBase, Vehicle};
pub use voucher::{Entered, Photo, Redemption, Voucher, amount_rupiah, volume_ml};
