//! Plates of purchases that the register does not know.

use base::{UtcMicros, Uuid};

use crate::VehicleId;

coded! {
    /// What became of an unknown plate.
    UnknownState {
        /// Nobody has looked at it.
        Open "open",
        /// It is another spelling of a vehicle of the register.
        Linked "linked",
        /// It was added to the register.
        Added "added",
        /// It is not a vehicle of the city.
        NotOurs "not_ours",
    }
}

/// A plate that the register did not know when it was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownVehicle {
    /// Its id.
    pub id: Uuid,
    /// The text as it came first.
    pub text: String,
    /// Its letters and digits.
    pub plate_key: String,
    /// How often it came.
    pub count: i64,
    /// When it came first.
    pub first_seen_at: UtcMicros,
    /// When it came last.
    pub last_seen_at: UtcMicros,
    /// What became of it.
    pub state: UnknownState,
    /// The vehicle it turned out to be.
    pub vehicle: Option<VehicleId>,
    /// Why it is not ours.
    pub reason: Option<String>,
    /// Raised by each change.
    pub revision: i64,
}

/// What a plate on paper means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlateMatch {
    /// This vehicle carried it on that day.
    One(VehicleId),
    /// Several did: the register is wrong about all but one.
    Several(Vec<VehicleId>),
    /// It was resolved as not a vehicle of the city.
    NotOurs,
    /// The register does not know it.
    Unknown,
}

/// A vehicle that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The plate that is alike.
    pub plate: String,
    /// How many signs differ.
    pub distance: usize,
}

/// How many signs may differ for a suggestion.
pub(crate) const DISTANCE_MAX: usize = 2;

/// Signs that differ between two plates' keys: added, lost, changed, or swapped with a neighbour.
///
/// Letters that are read as digits (and the reverse) count as alike: `O` and `0`, `I` and `1`,
/// `B` and `8`, `S` and `5`, `Z` and `2`.
pub fn plate_distance(one: &str, other: &str) -> usize {
    if one == other {
        return 0;
    }
    let folded = |key: &str| -> String { key.chars().map(look_alike).collect() };
    strsim::osa_distance(&folded(one), &folded(other)).max(1)
}

fn look_alike(sign: char) -> char {
    match sign {
        'O' | 'Q' | 'D' => '0',
        'I' | 'L' => '1',
        'B' => '8',
        'S' => '5',
        'Z' => '2',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_slips_people_make() {
        assert_eq!(plate_distance("DH1234A", "DH1234A"), 0);
        assert_eq!(
            plate_distance("DH1234A", "DH1243A"),
            1,
            "swapped neighbours"
        );
        assert_eq!(plate_distance("DH1234A", "DH123A"), 1, "a lost sign");
        assert_eq!(
            plate_distance("DH1801A", "DH18O1A"),
            1,
            "a letter for a digit"
        );
        assert_eq!(
            plate_distance("DH1801AB", "DH18O1A8"),
            1,
            "two letters that look like digits"
        );
        assert!(plate_distance("DH1234A", "DH9876B") > DISTANCE_MAX);
    }
}
