//! The pages of this area.

pub(crate) mod board;
pub(crate) mod card;
pub(crate) mod cards;
pub(crate) mod check;
pub(crate) mod export;
pub(crate) mod paper;
pub(crate) mod recap;
pub(crate) mod redemption;
pub(crate) mod redemptions;
pub(crate) mod words;

use web::{Locale, Sample};

/// One instance or more of each page.
pub(crate) fn samples(locale: Locale) -> Vec<Sample> {
    let mut samples = web::sample::<board::BoardPage>(locale);
    samples.extend(web::sample::<card::CardPage>(locale));
    samples.extend(web::sample::<recap::RecapPage>(locale));
    samples.extend(web::sample::<redemption::RedemptionPage>(locale));
    samples.extend(web::sample::<check::CheckPage>(locale));
    samples.extend(web::sample::<check::FindPage>(locale));
    samples
}
