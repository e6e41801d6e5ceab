//! Claims of the crate as a whole.

mod safety;
mod snapshots;
