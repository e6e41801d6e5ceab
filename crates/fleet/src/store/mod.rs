//! Statements on the tables of this area.

pub(crate) mod assignments;
pub(crate) mod classes;
pub(crate) mod duplicates;
pub(crate) mod history;
pub(crate) mod letters;
pub(crate) mod list;
pub(crate) mod plates;
pub(crate) mod readings;
pub(crate) mod samples;
pub(crate) mod series;
pub(crate) mod short_codes;
pub(crate) mod start;
pub(crate) mod statuses;
pub(crate) mod unknowns;
pub(crate) mod vehicles;
pub(crate) mod words;
