//! Oversight: every sample in both languages, and the papers over a ready city.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failing test stops here"
)]

mod board;
mod papers;

use web::{Locale, PageFrame};

#[test]
fn every_sample_is_without_faults() {
    for locale in [Locale::Id, Locale::En] {
        let samples = (oversight::area().samples)(locale);
        assert!(samples.len() >= 9, "{} samples", samples.len());
        for sample in samples {
            let faults = sample.faults(&PageFrame::sample(locale, ""));
            assert_eq!(faults, Vec::<String>::new());
        }
    }
}
