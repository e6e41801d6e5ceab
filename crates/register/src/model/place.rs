//! Places by their Kemendagri codes.

use base::Uuid;
use serde::Serialize;

use super::coded;

coded! {
    /// The level of a place.
    PlaceLevel {
        /// Province: `53`.
        Province = "province",
        /// City or regency: `53.71`.
        City = "city",
        /// Kecamatan: `53.71.01`.
        Kecamatan = "kecamatan",
        /// Kelurahan or desa: `53.71.01.1001`.
        Kelurahan = "kelurahan",
    }
}

impl PlaceLevel {
    /// The level a Kemendagri code belongs to; `None` where it is no such code.
    pub fn of_code(code: &str) -> Option<Self> {
        let lengths: Vec<usize> = code.split('.').map(str::len).collect();
        let digits = code
            .bytes()
            .all(|byte| byte == b'.' || byte.is_ascii_digit());
        match lengths.as_slice() {
            _ if !digits => None,
            [2] => Some(Self::Province),
            [2, 2] => Some(Self::City),
            [2, 2, 2] => Some(Self::Kecamatan),
            [2, 2, 2, 4] => Some(Self::Kelurahan),
            _ => None,
        }
    }
}

/// The code of the place above, such as `53.71` for `53.71.01`.
pub fn parent_code(code: &str) -> Option<&str> {
    code.rsplit_once('.').map(|(parent, _)| parent)
}

/// Writes a code with dots, also where a file has lost them: `5371011001`.
pub fn normalise_place_code(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest: String = text
        .chars()
        .filter(|c| !c.is_ascii_digit() && *c != '.')
        .collect();
    if !rest.trim().is_empty() {
        return None;
    }
    let mut parts = Vec::new();
    let mut left = digits.as_str();
    for length in [2, 2, 2, 4] {
        if left.is_empty() {
            break;
        }
        let (part, after) = left.split_at_checked(length)?;
        parts.push(part);
        left = after;
    }
    let code = parts.join(".");
    (left.is_empty() && PlaceLevel::of_code(&code).is_some()).then_some(code)
}

/// A province, city, kecamatan or kelurahan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub id: Uuid,
    /// Its level.
    pub level: PlaceLevel,
    /// The Kemendagri code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of the place above.
    pub parent_code: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// Whether it still exists.
    pub is_active: bool,
    /// Whether its boundary is known.
    pub has_boundary: bool,
    /// Raised by each change.
    pub revision: i64,
}

/// What a new or changed place says; level and parent follow from the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceInput {
    /// The Kemendagri code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The postal code.
    pub postal_code: Option<String>,
    /// Whether it exists.
    pub is_active: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_tells_level_and_parent() {
        assert_eq!(
            PlaceLevel::of_code("53.71.01.1001"),
            Some(PlaceLevel::Kelurahan)
        );
        assert_eq!(PlaceLevel::of_code("53.71"), Some(PlaceLevel::City));
        assert_eq!(PlaceLevel::of_code("53.7"), None);
        assert_eq!(PlaceLevel::of_code("53.71.a1"), None);
        assert_eq!(parent_code("53.71.01.1001"), Some("53.71.01"));
        assert_eq!(parent_code("53"), None);
    }

    #[test]
    fn codes_without_dots_are_understood() {
        assert_eq!(
            normalise_place_code("5371011001").as_deref(),
            Some("53.71.01.1001")
        );
        assert_eq!(
            normalise_place_code(" 53.71.01 ").as_deref(),
            Some("53.71.01")
        );
        assert_eq!(normalise_place_code("537101100"), None);
        assert_eq!(normalise_place_code("Alak"), None);
    }
}
