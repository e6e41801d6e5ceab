//! Claims of the crate as a whole, checked against published values and random data.

mod odometer_series;
mod regression_oracles;
