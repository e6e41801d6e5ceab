//! Every page in both languages.

use web::{Locale, PageFrame};

#[test]
fn no_page_has_a_plain_fault() {
    for locale in Locale::ALL {
        let samples = (identity::area().samples)(locale);
        assert!(samples.len() > 15);
        for sample in samples {
            assert_eq!(
                sample.faults(&PageFrame::sample(locale, "")),
                Vec::<String>::new()
            );
        }
    }
}

#[test]
fn every_role_has_a_name_in_both_languages() {
    for locale in Locale::ALL {
        let mut names: Vec<_> = authz::Role::ALL
            .iter()
            .map(|role| identity::role_name(*role, locale))
            .collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), authz::Role::ALL.len());
    }
}
