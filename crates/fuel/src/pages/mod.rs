//! The agency's pages and the driver's.

pub(crate) mod decree_form;
pub(crate) mod decrees;
pub(crate) mod driver;
mod export;
mod facts;
mod qr;
mod refusals;
pub(crate) mod samples;
mod shape;
pub(crate) mod standing;
mod standing_form;
pub(crate) mod vehicle_quota;
pub(crate) mod voucher;
pub(crate) mod voucher_batch;
pub(crate) mod voucher_end;
mod voucher_form;
pub(crate) mod voucher_list;
pub(crate) mod voucher_new;
pub(crate) mod voucher_print;
pub(crate) mod words;

use web::{Locale, Sample, sample};

/// Every page of the area as it looks.
pub(crate) fn samples(locale: Locale) -> Vec<Sample> {
    [
        voucher_list::sample(locale),
        voucher_new::sample(locale),
        sample::<voucher::VoucherPage>(locale),
        voucher_end::sample(locale),
        sample::<voucher_batch::BatchPage>(locale),
        sample::<voucher_batch::BatchDonePage>(locale),
        sample::<voucher_print::SheetPage>(locale),
        sample::<driver::DriverPage>(locale),
        standing::sample(locale),
        decrees::sample(locale),
        sample::<decrees::DecreePage>(locale),
        vehicle_quota::sample(locale),
    ]
    .concat()
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

    #[test]
    fn the_drivers_page_keeps_its_budget_of_bytes() {
        for locale in Locale::ALL {
            for sample in sample::<driver::DriverPage>(locale) {
                // A QR is a path of some 10 KB, which shrinks to a third on the wire.
                assert!(
                    sample.html.len() < 32_000,
                    "{}: {}",
                    sample.name,
                    sample.html.len()
                );
            }
        }
    }

    #[test]
    fn the_drivers_page_names_nobody() {
        for locale in Locale::ALL {
            for sample in sample::<driver::DriverPage>(locale) {
                assert!(!sample.html.contains("Yohanes"), "{}", sample.name);
            }
        }
    }
}
