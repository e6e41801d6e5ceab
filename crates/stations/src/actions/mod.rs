//! What can be done: one use case per function, its refusals beside it.

mod contracts;
mod devices;
mod prices;
mod products;
mod rules;
mod shifts;
mod stations;
mod stock;

pub use contracts::{ContractEnding, ContractRefusal, add_contract, end_contract};
pub use devices::{
    DeviceEnrolment, DeviceRefusal, NewDevice, NewDeviceLink, enrol_device, invite_device,
    renew_device_link, withdraw_device,
};
pub use prices::{NoticeWithdrawal, PriceRefusal, add_price_notice, withdraw_price_notice};
pub use products::{
    NewProduct, ProductChange, ProductRefusal, add_product, add_standard_products, change_product,
};
pub use rules::{RuleEnding, RuleRefusal, add_product_rule, add_standard_rules, end_product_rule};
pub use shifts::{NewShift, PinTry, ShiftRefusal, close_shift, open_shift, reserve_pin_try};
pub use stations::{StationChange, StationRefusal, add_station, change_station};
pub use stock::{StockRefusal, StockReport, report_stock_back, report_stock_out};

use authz::{Action, Actor, Denied, Resource};
use db::ActionError;

/// Refuses where the actor may not do this.
fn authorise<R: From<Denied>>(
    actor: &Actor,
    action: Action,
    resource: &Resource,
) -> Result<(), ActionError<R>> {
    actor
        .may(action, resource)
        .map_err(|denied| ActionError::Refused(denied.into()))
}

fn refuse<T, R>(refusal: R) -> Result<T, ActionError<R>> {
    Err(ActionError::Refused(refusal))
}
