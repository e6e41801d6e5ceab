//! The choice of an agency above a list.

use base::AgencyId;
use web::{Filter, PageFrame, fl};

use crate::texts;

/// Adds the choice of an agency, under the query name `opd`, for those who reach more than one; who
/// reaches only his own has nothing to choose.
#[must_use]
pub fn agency_filter(
    filter: Filter,
    page: &PageFrame,
    (agencies, chosen): (&[(AgencyId, String)], &str),
) -> Filter {
    if agencies.len() < 2 {
        return filter;
    }
    let words = texts(page.locale);
    let field = page
        .select("opd", fl!(words, "agency"))
        .option("", fl!(words, "agencies-all"))
        .options(agencies)
        .value(chosen);
    filter.field(&field)
}

#[cfg(test)]
mod tests {
    use base::Uuid;
    use web::Locale;

    use super::*;

    #[test]
    fn one_choice_is_none() {
        let page = PageFrame::sample(Locale::Id, "Voucher");
        let agency = |number| {
            let id = AgencyId::new(Uuid::from_u128(number));
            (id, format!("Dinas {number}"))
        };
        let shown = |agencies: &[_]| {
            let filter = agency_filter(Filter::default(), &page, (agencies, ""));
            format!("{filter:?}").contains("Semua OPD")
        };
        assert!(!shown(&[]));
        assert!(!shown(&[agency(1)]));
        assert!(shown(&[agency(1), agency(2)]));
    }
}
