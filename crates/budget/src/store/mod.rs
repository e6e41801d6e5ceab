//! Queries and row structs; nothing here decides.

pub(crate) mod allocations;
pub(crate) mod balances;
pub(crate) mod freezes;
pub(crate) mod lines;
pub(crate) mod months;
pub(crate) mod movements;
pub(crate) mod samples;
pub(crate) mod start;
