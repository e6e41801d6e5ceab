//! Stations, products, prices, rules, contracts, pump devices and shifts: where fuel is drawn, of
//! which kind, at which price, and who answers for the pump.
//!
//! Architecture invariants: a price notice is added or withdrawn, never changed; a device's link
//! and token stand in the database as digests only; a device has one open shift at most.
#![warn(missing_docs)]

mod actions;
mod api;
mod area;
mod audit;
mod imports;
mod model;
mod pages;
mod refusals;
mod samples;
mod sessions;
mod start;
mod store;
#[cfg(feature = "testkit")]
pub mod testkit;
mod words;

web::area_texts!("stations");

pub use actions::{
    ContractEnding, DeviceEnrolment, NewDevice, NewDeviceLink, NewProduct, NewShift,
    NoticeWithdrawal, ProductChange, RuleEnding, StationChange, StockReport,
};
pub use actions::{
    ContractRefusal, DeviceRefusal, PinTry, PriceRefusal, ProductRefusal, RuleRefusal,
    ShiftRefusal, StationRefusal, StockRefusal, add_contract, add_price_notice, add_product,
    add_product_rule, add_standard_products, add_standard_rules, add_station, change_product,
    change_station, close_shift, end_contract, end_product_rule, enrol_device, invite_device,
    open_shift, renew_device_link, report_stock_back, report_stock_out, reserve_pin_try,
    withdraw_device, withdraw_price_notice,
};
pub use area::area;
pub use audit::StationsAudit;
pub use imports::{PriceTarget, StationTarget, import_targets};
pub use model::UnknownWord;
pub use model::contract::{Contract, ContractId, MeansOfPayment, NewContract};
pub use model::device::{Device, DeviceState, LINK_SECONDS};
pub use model::hours::{DayHours, OpeningHours};
pub use model::number::{Ownership, StationNumber, StationNumberError};
pub use model::price::{
    EITHER_PRICE_SECONDS, NewPriceNotice, PriceNotice, PriceNoticeId, PricePlace, PriceTimeline,
};
pub use model::product::{
    FuelKind, Product, ProductDetails, SubsidyClass, is_product_code, standard_products,
};
pub use model::rule::{
    NewProductRule, ProductRule, ProductRuleId, ProductVerdict, RuleDecision, RuleGround,
    RuleLevel, standard_rules,
};
pub use model::shift::{SHIFT_SECONDS, Shift, ShiftEnding, ShiftId, is_attendant_pin};
pub use model::station::{Coordinates, Station, StationDetails, StockOut, StockOutId};
pub use samples::StationSamples;
pub use sessions::{DeviceSessions, acting_device, device_actor};
pub use start::{later_steps, start_steps};
pub use store::contract::{list_contracts, lookup_active_contract, lookup_contract};
pub use store::device::{
    list_attendants, list_devices, lookup_device, lookup_device_by_link, lookup_device_by_token,
};
pub use store::price::{
    PriceFilter, accepted_prices, list_price_notices, load_home_province, lookup_price,
    lookup_price_notice,
};
pub use store::product::{list_products, lookup_product};
pub use store::rule::{list_product_rules, product_verdict};
pub use store::shift::{list_shifts, lookup_open_shift, lookup_shift};
pub use store::station::{
    StationFilter, list_open_stock_outs, list_stations, list_stations_page, list_stock_outs,
    lookup_station, lookup_station_by_number,
};

use db::Step;

/// The schema of this area.
pub const STEPS: [Step; 2] = [
    Step {
        area: "stations",
        number: 1,
        sql: include_str!("migrations/0001_stations.sql"),
    },
    Step {
        area: "stations",
        number: 2,
        sql: include_str!("migrations/0002_foreign_keys.sql"),
    },
];

/// Tables outside the journal: when devices were last seen.
pub const OUTSIDE: [&str; 1] = ["device_seen"];
