//! People and how their names and numbers are written.

use base::{PersonId, UtcMicros};
use serde::{Deserialize, Serialize};

/// The most characters of a name.
pub const NAME_CHARS_MAX: usize = 120;

/// A person known to the city, with or without an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Which one.
    pub id: PersonId,
    /// The full name, with titles where the person uses them.
    pub name: String,
    /// The 18-digit number of a civil servant.
    pub nip: Option<String>,
    /// The e-mail address, in lower case.
    pub email: Option<String>,
    /// The telephone number as `+62…`.
    pub phone: Option<String>,
    /// SHA-256 of the small photo shown at the pump, by which the blob store finds it.
    pub photo_hash: Option<[u8; 32]>,
    /// When the person left the city's service, if he did.
    pub closed_at: Option<UtcMicros>,
    /// Whether his data was erased: he then has no name, and never comes back.
    pub is_erased: bool,
    /// The version of the row, for edit forms.
    pub revision: i64,
}

impl Person {
    /// Whether the person is still there.
    pub const fn is_active(&self) -> bool {
        self.closed_at.is_none()
    }
}

/// What is written down about a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDetails {
    /// The full name.
    pub name: String,
    /// The 18-digit number of a civil servant.
    pub nip: Option<String>,
    /// The e-mail address, in lower case.
    pub email: Option<String>,
    /// The telephone number as `+62…`.
    pub phone: Option<String>,
}

impl PersonDetails {
    /// Someone of whom only the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}

/// A name as it is sorted and searched: lower case, without titles' dots and repeated spaces.
pub fn name_key(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|character| match character {
            '.' | ',' => ' ',
            other => other,
        })
        .collect();
    let words: Vec<_> = plain.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// Reads a NIP: 18 digits, spaces between the groups allowed.
///
/// The number is date of birth, date of appointment, sex and a serial number; only the months are
/// checked, because real registers hold odd days.
pub fn read_nip(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let month = |from: usize| digits.get(from..from + 2)?.parse::<u8>().ok();
    let holds = digits.len() == 18
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(month(4), Some(1..=12))
        && matches!(month(12), Some(1..=12));
    holds.then_some(digits)
}

/// Reads an e-mail address into lower case; only plain mistakes are found.
pub fn read_email(typed: &str) -> Option<String> {
    let address = typed.trim().to_lowercase();
    let (name, host) = address.split_once('@')?;
    let plain =
        |text: &str| !text.is_empty() && !text.contains(['@', ' ', '\t', '<', '>', ',', ';']);
    let holds = plain(name)
        && plain(host)
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && address.len() <= 254;
    holds.then_some(address)
}

/// Reads an Indonesian telephone number into `+62…` (E.164).
pub fn read_phone(typed: &str) -> Option<String> {
    let compact: String = typed
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')'))
        .collect();
    let national = compact
        .strip_prefix("+62")
        .or_else(|| compact.strip_prefix("62"))
        .or_else(|| compact.strip_prefix('0'))?;
    let holds = (8..=12).contains(&national.len())
        && national.bytes().all(|byte| byte.is_ascii_digit())
        && !national.starts_with('0');
    holds.then(|| format!("+62{national}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_without_dots_and_case() {
        assert_eq!(name_key("  Drs. Yosef  LADO, M.Si "), "drs yosef lado m si");
    }

    #[test]
    fn reads_a_nip_with_spaces_and_refuses_others() {
        let check = |typed: &str, expected: Option<&str>| {
            assert_eq!(read_nip(typed).as_deref(), expected, "{typed}");
        };
        check("19850412 201001 1 003", Some("198504122010011003"));
        check("198513122010011003", None);
        check("198504122010131003", None);
        check("19850412201001100", None);
        check("19850412201001100x", None);
    }

    #[test]
    fn reads_addresses_and_numbers() {
        assert_eq!(
            read_email(" Maria@Kupangkota.go.id "),
            Some("maria@kupangkota.go.id".to_owned())
        );
        assert_eq!(read_email("maria@kupang"), None);
        assert_eq!(read_email("a b@kupang.go.id"), None);
        assert_eq!(
            read_phone("0812-3456-7890"),
            Some("+6281234567890".to_owned())
        );
        assert_eq!(
            read_phone("+62 812 3456 7890"),
            Some("+6281234567890".to_owned())
        );
        assert_eq!(read_phone("12345"), None);
    }
}
