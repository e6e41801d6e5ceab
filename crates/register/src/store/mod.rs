//! Queries and row structs; nothing here decides.

pub(crate) mod agencies;
pub(crate) mod calendar;
pub(crate) mod logos;
pub(crate) mod places;
pub(crate) mod posts;
pub(crate) mod sample_rows;
pub(crate) mod samples;
pub(crate) mod settings;
pub(crate) mod units;
