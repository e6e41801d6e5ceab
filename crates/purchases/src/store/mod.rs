//! Statements on the tables of this area.

pub(crate) mod list;
pub(crate) mod purchase;
pub(crate) mod samples;
pub(crate) mod series;
pub(crate) mod totals;
