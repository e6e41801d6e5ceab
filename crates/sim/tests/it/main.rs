//! What a simulated city promises.

#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a failed test should stop here"
)]

mod determinism;
mod fraud;
mod money;
mod norms;
mod readings;
mod references;
mod stream;

use std::collections::BTreeSet;

use sim::{City, RecordRef, RedemptionNo, Settings};

/// A year of the whole city.
fn year() -> City {
    City::generate(&Settings {
        months: 12,
        ..Settings::default()
    })
}

/// Redemptions no planted case touches.
fn honest(city: &City) -> impl Iterator<Item = &sim::Redemption> {
    let touched: BTreeSet<RedemptionNo> = city
        .answers()
        .cases
        .iter()
        .flat_map(|case| &case.records)
        .filter_map(|record| match record {
            RecordRef::Redemption(no) => Some(*no),
            _ => None,
        })
        .collect();
    city.redemptions
        .iter()
        .filter(move |redemption| !touched.contains(&redemption.no))
}
