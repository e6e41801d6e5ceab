//! A person named by NIP or by a part of the name; of several, one is chosen.

use base::{PageSize, PersonId, TenantId, UtcMicros};
use db::{Failure, Tx};
use identity::{PeopleFilter, Person, list_people, lookup_person, lookup_person_by_nip};
use web::{FieldErrors, Texts, fl};

/// People offered at once.
const OFFERED: u16 = 12;

/// Whom the typed words name.
#[derive(Debug, Clone, Default)]
pub(crate) enum Named {
    /// Nobody.
    #[default]
    Nobody,
    /// One person.
    One(Box<Person>),
    /// Several, to choose from.
    Several(Vec<Person>),
}

/// Finds whom `chosen` (an id) or else `typed` (a NIP or a name) names.
pub(crate) fn find_named(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    (typed, chosen): (&str, &str),
) -> Result<Named, Failure> {
    let one = |person: Option<Person>| person.map(|person| Named::One(Box::new(person)));
    if let Ok(id) = chosen.parse::<PersonId>() {
        return Ok(one(lookup_person(tx, tenant, id)?).unwrap_or_default());
    }
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if !digits.is_empty() && digits.chars().all(|sign| sign.is_ascii_digit()) {
        return Ok(one(lookup_person_by_nip(tx, tenant, &digits)?).unwrap_or_default());
    }
    let filter = PeopleFilter {
        words: typed.trim().to_owned(),
        ..PeopleFilter::default()
    };
    let place = (None, PageSize::clamped(OFFERED));
    let found = list_people(tx, tenant, &filter, now, place)?;
    let mut people: Vec<Person> = found.items.into_iter().map(|line| line.person).collect();
    Ok(match people.len() {
        0 => Named::Nobody,
        1 => one(people.pop()).unwrap_or_default(),
        _ => Named::Several(people),
    })
}

impl Named {
    /// The one person, or an error beside the field.
    pub(crate) fn take(
        self,
        words: Texts,
        errors: &mut FieldErrors,
        typed: &str,
    ) -> Result<Person, Vec<(PersonId, String)>> {
        match self {
            Self::One(person) => Ok(*person),
            Self::Nobody => {
                let text = fl!(words, "person-not-found", typed = typed.trim());
                errors.add("nip", text);
                Err(Vec::new())
            }
            Self::Several(people) => {
                errors.add("person", fl!(words, "person-several"));
                Err(people.iter().map(choice).collect())
            }
        }
    }
}

fn choice(person: &Person) -> (PersonId, String) {
    let text = match &person.nip {
        Some(nip) => format!("{} ({nip})", person.name),
        None => person.name.clone(),
    };
    (person.id, text)
}
