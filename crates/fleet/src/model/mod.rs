//! The rules of the register of vehicles, without a database.

#[macro_use]
pub(crate) mod codes;
pub(crate) mod assignment;
pub(crate) mod class;
pub(crate) mod consumption;
pub(crate) mod letter;
pub(crate) mod meter;
pub(crate) mod number;
pub(crate) mod plate;
pub(crate) mod short_code;
pub(crate) mod status;
pub(crate) mod unknown;
pub(crate) mod vehicle;
