//! Pages of the history of purchases.

mod export;
pub(crate) mod list;
mod names;
pub(crate) mod show;
mod words;

use web::{Locale, Sample, sample};

/// Every page of the area as it looks.
pub(crate) fn samples(locale: Locale) -> Vec<Sample> {
    [list::sample(locale), sample::<show::PurchasePage>(locale)].concat()
}

#[cfg(test)]
mod tests {
    use web::PageFrame;

    use super::*;

    #[test]
    fn every_page_is_whole_in_both_languages() {
        for locale in Locale::ALL {
            let frame = PageFrame::sample(locale, "");
            for sample in samples(locale) {
                assert_eq!(sample.faults(&frame), Vec::<String>::new());
            }
        }
    }
}
