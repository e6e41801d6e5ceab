//! Rules of the journey at the pump, without any database.

mod amount;
mod exception;
mod meter;
mod photo;

pub(crate) use amount::{Doubt, Limits, amounts_of, doubts_of};
pub(crate) use exception::CheckException;
pub(crate) use meter::{MeterDoubt, MeterReason, meter_doubt};
pub(crate) use photo::{KeptPhoto, is_photo_wanted};
