//! What a purchase of the past is, and what is odd about it; no database.

pub(crate) mod doubt;
pub(crate) mod exact;
pub(crate) mod line;
pub(crate) mod purchase;
