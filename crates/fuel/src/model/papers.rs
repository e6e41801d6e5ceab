//! The papers a purchase needs beside the voucher: recommendation letters for cans, and the
//! vehicle's registration with Subsidi Tepat.
//!
//! They are looked at when a voucher is issued, so that nobody is turned away at the pump.

use base::CivilDate;
use fleet::{Letter, LetterKind};

/// What the register says of a recommendation letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LetterFinding<'a> {
    /// It holds on the first day.
    InForce(&'a Letter),
    /// It is recorded for another time.
    OtherTime(&'a Letter),
    /// It is recorded and was withdrawn.
    Withdrawn(&'a Letter),
    /// It is recorded for another product.
    OtherProduct(&'a Letter),
    /// A number was typed that is not recorded.
    NotRecorded,
    /// No number was typed and none in force is recorded.
    None,
}

/// Looks for the letter a number names; without a number, for one that fits.
pub(crate) fn find_letter<'a>(
    letters: &'a [Letter],
    number: Option<&str>,
    (product, on): (&str, CivilDate),
) -> LetterFinding<'a> {
    let holds = |letter: &&Letter| {
        letter.withdrawn_at.is_none() && letter.product == product && covers(letter, on)
    };
    let recommendations = || {
        let of_kind = |letter: &&Letter| letter.kind == LetterKind::Recommendation;
        letters.iter().filter(of_kind)
    };
    let Some(number) = number.map(signs).filter(|number| !number.is_empty()) else {
        return recommendations()
            .find(holds)
            .map_or(LetterFinding::None, LetterFinding::InForce);
    };
    let named = || recommendations().filter(|letter| signs(&letter.number) == number);
    if let Some(letter) = named().find(holds) {
        return LetterFinding::InForce(letter);
    }
    let of_product = || named().filter(|letter| letter.product == product);
    match (
        of_product().find(|letter| letter.withdrawn_at.is_none()),
        of_product().next(),
    ) {
        (Some(letter), _) => LetterFinding::OtherTime(letter),
        (None, Some(letter)) => LetterFinding::Withdrawn(letter),
        (None, None) => named()
            .next()
            .map_or(LetterFinding::NotRecorded, LetterFinding::OtherProduct),
    }
}

/// What the register says of a vehicle's registration with Subsidi Tepat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Registration {
    /// It holds on the first day, until and with this day.
    InForce {
        /// The last day.
        last: CivilDate,
    },
    /// The one that ended last, or was withdrawn.
    Over {
        /// The last day; `None` where it was withdrawn before its end.
        last: Option<CivilDate>,
    },
    /// None was ever recorded, which says nothing about the vehicle.
    NotRecorded,
}

/// Looks for a vehicle's registration for a product.
pub(crate) fn find_registration(
    letters: &[Letter],
    (product, on): (&str, CivilDate),
) -> Registration {
    let recorded = || {
        letters.iter().filter(|letter| {
            letter.kind == LetterKind::SubsidyRegistration && letter.product == product
        })
    };
    let in_force = recorded()
        .filter(|letter| letter.withdrawn_at.is_none() && covers(letter, on))
        .map(|letter| letter.until_on)
        .max();
    if let Some(last) = in_force {
        return Registration::InForce { last };
    }
    let latest = recorded().max_by_key(|letter| (letter.until_on, letter.id));
    latest.map_or(Registration::NotRecorded, |letter| Registration::Over {
        last: Some(letter.until_on).filter(|_| letter.withdrawn_at.is_none()),
    })
}

fn covers(letter: &Letter, on: CivilDate) -> bool {
    letter.from_on <= on && on <= letter.until_on
}

/// A number as it is compared: without blanks, in small letters.
fn signs(number: &str) -> String {
    number
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use base::{UtcMicros, Uuid};
    use fleet::VehicleId;

    use super::*;

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    fn letter(kind: LetterKind, number: &str, product: &str) -> Letter {
        Letter {
            id: Uuid::from_u128(1),
            vehicle: VehicleId::new(Uuid::from_u128(2)),
            kind,
            number: number.to_owned(),
            issuer: "Dinas Perikanan".to_owned(),
            product: product.to_owned(),
            from_on: day("2026-09-01"),
            until_on: day("2026-11-30"),
            volume_max: None,
            withdrawn_at: None,
        }
    }

    fn recommendation(number: &str) -> Letter {
        letter(LetterKind::Recommendation, number, "biosolar")
    }

    const ON: (&str, CivilDate) = ("biosolar", CivilDate::constant(2026, 11, 24));

    #[test]
    fn a_letter_is_found_by_its_number_however_it_is_spaced() {
        let letters = [recommendation("500.10 / 12 / 2026")];
        let found = find_letter(&letters, Some(" 500.10/12/2026"), ON);
        assert_eq!(found, LetterFinding::InForce(&letters[0]));
        assert_eq!(
            find_letter(&letters, Some("13"), ON),
            LetterFinding::NotRecorded
        );
    }

    #[test]
    fn without_a_number_the_letter_in_force_is_taken_and_no_registration() {
        let registration = letter(LetterKind::SubsidyRegistration, "MP-1", "biosolar");
        let letters = [registration, recommendation("12")];
        let found = find_letter(&letters, Some("  "), ON);
        assert_eq!(found, LetterFinding::InForce(&letters[1]));
        assert_eq!(find_letter(&letters[..1], None, ON), LetterFinding::None);
    }

    #[test]
    fn an_ended_a_withdrawn_and_another_products_letter_are_told_apart() {
        let mut ended = [recommendation("12")];
        ended[0].until_on = day("2026-11-23");
        assert_eq!(
            find_letter(&ended, Some("12"), ON),
            LetterFinding::OtherTime(&ended[0])
        );
        let mut withdrawn = [recommendation("12")];
        withdrawn[0].withdrawn_at = Some(UtcMicros::new(1));
        assert_eq!(
            find_letter(&withdrawn, Some("12"), ON),
            LetterFinding::Withdrawn(&withdrawn[0])
        );
        let other = [letter(LetterKind::Recommendation, "12", "pertalite")];
        assert_eq!(
            find_letter(&other, Some("12"), ON),
            LetterFinding::OtherProduct(&other[0])
        );
    }

    #[test]
    fn a_registration_holds_is_over_or_was_never_recorded() {
        let mut one = [letter(LetterKind::SubsidyRegistration, "MP-1", "biosolar")];
        let last = day("2026-11-30");
        assert_eq!(find_registration(&one, ON), Registration::InForce { last });
        assert_eq!(
            find_registration(&one, ("biosolar", day("2026-12-01"))),
            Registration::Over { last: Some(last) }
        );
        assert_eq!(
            find_registration(&one, ("pertalite", ON.1)),
            Registration::NotRecorded
        );
        one[0].withdrawn_at = Some(UtcMicros::new(1));
        assert_eq!(
            find_registration(&one, ON),
            Registration::Over { last: None }
        );
    }
}
