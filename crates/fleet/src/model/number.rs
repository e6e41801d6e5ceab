//! Chassis and engine numbers: the key of a vehicle, written in many ways.

/// The shortest chassis or engine number that says anything; shorter ones are fillers.
const SIGNS_MIN: usize = 4;

/// The part of a chassis or engine number that counts: letters and digits, in capitals.
///
/// `None` where nothing was written, or one of the fillers that registers are full of (`-`, `0000`,
/// `tidak ada`). Letters that look like digits are kept apart: a chassis number (ISO 3779) has no
/// I, O or Q, but engine numbers do.
pub fn number_key(written: &str) -> Option<String> {
    let key = signs(written);
    (key.len() >= SIGNS_MIN && !says_nothing(&key)).then_some(key)
}

/// Whether two written numbers speak of two things: both say something, however short, and differ.
pub(crate) fn numbers_differ(one: &str, other: &str) -> bool {
    let (one, other) = (signs(one), signs(other));
    one != other && ![one, other].iter().any(|key| says_nothing(key))
}

/// Whether a cell holds only what people write where there is nothing; `???` is not among them.
pub(crate) fn is_filler(written: &str) -> bool {
    let key = signs(written);
    if key.is_empty() {
        written.chars().all(|sign| " -–—./".contains(sign))
    } else {
        FILLERS.contains(&key.as_str()) || SHORT_FILLERS.contains(&key.as_str())
    }
}

/// Letters and digits in capitals.
fn signs(written: &str) -> String {
    written
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| sign.to_ascii_uppercase())
        .collect()
}

fn says_nothing(key: &str) -> bool {
    let first = key.bytes().next();
    key.bytes().all(|sign| Some(sign) == first)
        || FILLERS.contains(&key)
        || SHORT_FILLERS.contains(&key)
}

/// Fillers that are too short for a number anyway.
const SHORT_FILLERS: [&str; 4] = ["NA", "TDK", "TAK", "0"];

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

    #[test]
    fn short_numbers_tell_two_things_apart() {
        assert!(numbers_differ("12", "13"));
        assert!(numbers_differ("MHF-M1BA 001", "12"));
        assert!(!numbers_differ("mhf m1", "MHF-M1"));
        assert!(!numbers_differ("-", "13"));
        assert!(!numbers_differ("13", "n/a"));
    }

    #[test]
    fn signs_that_ask_are_no_fillers() {
        assert!(
            ["-", " – ", "tidak ada", "N/A", "nihil", "0"]
                .iter()
                .all(|word| is_filler(word))
        );
        assert!(!["???", "DH", "DH 12 A"].iter().any(|word| is_filler(word)));
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
