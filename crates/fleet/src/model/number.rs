//! Chassis and engine numbers: the key of a vehicle, written in many ways.

/// The shortest chassis or engine number that says anything; shorter ones are fillers.
const SIGNS_MIN: usize = 4;

/// The part of a chassis or engine number that counts: letters and digits, in capitals.
///
/// `None` where nothing was written, or one of the fillers that registers are full of (`-`, `0000`,
/// `tidak ada`). Letters that look like digits are kept apart: a chassis number (ISO 3779) has no
/// I, O or Q, but engine numbers do.
pub fn number_key(written: &str) -> Option<String> {
    let key: String = written
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| sign.to_ascii_uppercase())
        .collect();
    let is_filler = key.len() < SIGNS_MIN
        || key.bytes().all(|sign| key.bytes().next() == Some(sign))
        || FILLERS.contains(&key.as_str());
    (!is_filler).then_some(key)
}

/// What people write into a cell they may not leave empty.
const FILLERS: [&str; 8] = [
    "TIDAKADA",
    "TDKADA",
    "KOSONG",
    "NIHIL",
    "NULL",
    "NONE",
    "BELUMADA",
    "TIDAKDIKETAHUI",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn punctuation_and_case_do_not_count() {
        assert_eq!(
            number_key(" mhf-m1ba 3j5K012345 "),
            Some("MHFM1BA3J5K012345".to_owned())
        );
        assert_eq!(
            number_key("MHFM1BA3J5K012345"),
            number_key("mhfm1ba3j5k.012345")
        );
    }

    #[test]
    fn fillers_are_no_numbers() {
        for filler in [
            "",
            "-",
            "0",
            "0000000",
            "n/a",
            "Tidak ada",
            "xxxx",
            "nihil",
            "...",
        ] {
            assert_eq!(number_key(filler), None, "{filler}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(written in "\\PC{0,40}") {
            if let Some(key) = number_key(&written) {
                prop_assert_eq!(number_key(&key), Some(key.clone()));
                prop_assert!(key.bytes().all(|sign| sign.is_ascii_digit() || sign.is_ascii_uppercase()));
            }
        }

        #[test]
        fn separators_change_nothing(key in "[A-Z0-9]{4,20}", place in 0..20_usize, sign in "[ ./-]") {
            let place = place.min(key.len());
            let (head, tail) = key.split_at(place);
            prop_assert_eq!(number_key(&format!("{head}{sign}{tail}")), number_key(&key));
        }
    }
}
