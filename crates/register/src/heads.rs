//! The heads of agencies, whose names stand on letterheads apart from the register of people.

use base::Stamp;
use db::{Failure, Tx};
use identity::{Person, PersonTrace, name_key};

use crate::store::agencies::{AgencyHead, erase_agency_head, list_agency_heads};

/// Erases the name on a letterhead with the person who bears it.
#[derive(Debug, Clone, Copy, Default)]
pub struct AgencyHeads;

impl PersonTrace for AgencyHeads {
    fn erase(&self, tx: &mut Tx<'_>, stamp: &Stamp, person: &Person) -> Result<(), Failure> {
        for head in list_agency_heads(tx, stamp.tenant)? {
            if is_same(&head, person) {
                erase_agency_head(tx, stamp.tenant, head.agency)?;
            }
        }
        Ok(())
    }
}

/// The NIP decides; where one of the two has none, the name does. Better a letterhead without a name
/// for a day than the name of somebody who asked to be forgotten.
fn is_same(head: &AgencyHead, person: &Person) -> bool {
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    match (&head.nip, &person.nip) {
        (Some(head), Some(person)) => digits(head) == digits(person),
        _ => head
            .name
            .as_deref()
            .is_some_and(|name| name_key(name) == name_key(&person.name)),
    }
}

#[cfg(test)]
mod tests {
    use base::{AgencyId, PersonId, Uuid};

    use super::*;

    #[test]
    fn a_head_is_known_by_nip_or_else_by_name() {
        let is_same = |head: (&str, &str), person: (&str, &str)| {
            let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let head = AgencyHead {
                agency: AgencyId::new(Uuid::from_u128(1)),
                name: text(head.0),
                nip: text(head.1),
            };
            let person = Person {
                id: PersonId::new(Uuid::from_u128(2)),
                name: person.0.to_owned(),
                nip: text(person.1),
                email: None,
                phone: None,
                photo_hash: None,
                closed_at: None,
                is_erased: false,
                revision: 0,
            };
            super::is_same(&head, &person)
        };
        let (one, two) = ("19700101 199503 1 001", "198504122010012003");
        assert!(is_same(
            ("Yosef Lado", one),
            ("Y. Lado", "197001011995031001")
        ));
        assert!(!is_same(("Yosef Lado", one), ("Yosef Lado", two)));
        assert!(is_same(("Drs. Yosef Lado", ""), ("drs yosef lado", two)));
        assert!(is_same(("Yosef Lado", one), ("Yosef Lado", "")));
        assert!(!is_same(("Yosef Lado", ""), ("Maria Lado", "")));
        assert!(!is_same(("", ""), ("Maria Lado", "")));
    }
}
