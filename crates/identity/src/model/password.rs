//! Which passwords are good enough.

use crate::model::person::{PersonDetails, name_key};

/// The fewest characters of a password.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// The most characters; longer texts would only cost time.
pub const PASSWORD_CHARS_MAX: usize = 200;

/// Words that begin lists of stolen passwords, here or in Indonesian offices.
const COMMON: [&str; 36] = [
    "password",
    "passw0rd",
    "qwerty",
    "asdfgh",
    "zxcvbn",
    "letmein",
    "welcome",
    "administrator",
    "admin",
    "rahasia",
    "indonesia",
    "merdeka",
    "bismillah",
    "sayang",
    "katasandi",
    "sandi",
    "kupang",
    "pemkot",
    "pemkab",
    "sihebat",
    "walikota",
    "bupati",
    "garuda",
    "pancasila",
    "selamat",
    "datang",
    "januari",
    "agustus",
    "september",
    "desember",
    "monyet",
    "dragon",
    "iloveyou",
    "football",
    "sunshine",
    "princess",
];

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer than [`PASSWORD_CHARS_MIN`] characters.
    Short,
    /// More than [`PASSWORD_CHARS_MAX`] characters.
    Long,
    /// Holds the NIP, the name or the address of the person.
    Personal,
    /// A common word with little else, one character repeated, or digits in a row.
    Common,
}

impl PasswordFault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Short => "password_short",
            Self::Long => "password_long",
            Self::Personal => "password_personal",
            Self::Common => "password_common",
        }
    }
}

/// Whether a password may be used by this person.
///
/// # Errors
/// What is wrong with it.
pub fn check_password(password: &str, person: &PersonDetails) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < PASSWORD_CHARS_MIN {
        return Err(PasswordFault::Short);
    }
    if length > PASSWORD_CHARS_MAX {
        return Err(PasswordFault::Long);
    }
    let lower = password.to_lowercase();
    if holds_person(&lower, person) {
        return Err(PasswordFault::Personal);
    }
    if is_common(&lower) {
        return Err(PasswordFault::Common);
    }
    Ok(())
}

fn holds_person(lower: &str, person: &PersonDetails) -> bool {
    let squeezed: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    let nip = person.nip.as_deref().is_some_and(|nip| {
        let birth = nip.get(..8).unwrap_or(nip);
        squeezed.contains(nip) || remainder(&squeezed, birth) < 5
    });
    let address = person
        .email
        .as_deref()
        .and_then(|email| email.split('@').next());
    let address = address.is_some_and(|local| local.len() >= 4 && remainder(lower, local) < 5);
    let name = name_key(&person.name);
    let mut words = name.split(' ').filter(|word| word.chars().count() >= 4);
    let whole = squeezed.contains(&name.replace(' ', "")) && !name.is_empty();
    nip || address || whole || words.any(|word| remainder(&squeezed, word) < 5)
}

fn is_common(lower: &str) -> bool {
    let plain: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    let distinct: std::collections::BTreeSet<char> = lower.chars().collect();
    let digits = plain.bytes().all(|byte| byte.is_ascii_digit());
    let mut rest = plain.clone();
    for word in COMMON {
        rest = rest.replace(word, "");
    }
    let leftover = rest.chars().filter(|c| !c.is_ascii_digit()).count();
    distinct.len() < 5 || (digits && is_row(&plain)) || (rest.len() < plain.len() && leftover < 4)
}

/// Characters left when `part` is taken away; everything where it does not occur.
fn remainder(text: &str, part: &str) -> usize {
    if part.is_empty() || !text.contains(part) {
        return usize::MAX;
    }
    text.replace(part, "").chars().count()
}

/// Digits that count up or down for most of their length.
fn is_row(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let steps = bytes.windows(2).filter(|pair| match pair {
        [a, b] => a.abs_diff(*b) == 1 || (*a == b'9' && *b == b'0'),
        _ => false,
    });
    steps.count() * 4 >= bytes.len() * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn maria() -> PersonDetails {
        PersonDetails {
            name: "Maria Nggadas".to_owned(),
            nip: Some("198504122010012003".to_owned()),
            email: Some("mnggadas@kupangkota.go.id".to_owned()),
            phone: None,
        }
    }

    #[test]
    fn judges_passwords() {
        let check = |password: &str, expected: Result<(), PasswordFault>| {
            assert_eq!(check_password(password, &maria()), expected, "{password}");
        };
        check("kerbau naik pohon lontar", Ok(()));
        check("R4kit!Sasando", Ok(()));
        check("pendek9!", Err(PasswordFault::Short));
        check(&"a1b2c3".repeat(40), Err(PasswordFault::Long));
        check("198504122010012003", Err(PasswordFault::Personal));
        check("maria nggadas", Err(PasswordFault::Personal));
        check("Nggadas2026", Err(PasswordFault::Personal));
        check("19850412-ok", Err(PasswordFault::Personal));
        check("mnggadas!!", Err(PasswordFault::Personal));
        check("Password2026", Err(PasswordFault::Common));
        check("kupang12345", Err(PasswordFault::Common));
        check("1234567890", Err(PasswordFault::Common));
        check("aaaaaaaaaaaa", Err(PasswordFault::Common));
    }

    #[test]
    fn nothing_is_known_of_a_person_without_details() {
        let nobody = PersonDetails::default();
        assert_eq!(check_password("lima ekor kuda sandel", &nobody), Ok(()));
    }
}
