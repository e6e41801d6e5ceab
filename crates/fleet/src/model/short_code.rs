//! A short code for what has no plate.

use crate::VehicleId;

/// Letters and digits that are not mistaken for each other.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Signs of a code: 40 bits, so that two machines of a city do not share one.
const LENGTH: usize = 8;

/// The code of a vehicle or machine, such as `7K3Q-9FX2`: the end of its id, which is chance.
///
/// Papers on machines without a plate print it, so that they can be checked without a camera.
pub fn short_code(vehicle: VehicleId) -> String {
    let mut rest = vehicle.uuid().as_u128();
    let mut signs = Vec::with_capacity(LENGTH);
    for _ in 0..LENGTH {
        let place = usize::try_from(rest & 31).unwrap_or_default();
        signs.push(char::from(SIGNS.get(place).copied().unwrap_or(b'0')));
        rest >>= 5;
    }
    signs.reverse();
    let (first, last) = signs.split_at(LENGTH / 2);
    let text = |signs: &[char]| signs.iter().collect::<String>();
    format!("{}-{}", text(first), text(last))
}

/// A code as it was typed: dashes, blanks and capitals do not matter, nor O for 0 and I or L for 1;
/// nothing where it cannot be one.
pub fn read_short_code(typed: &str) -> Option<String> {
    let signs: Vec<char> = typed
        .chars()
        .filter(|sign| !matches!(sign, '-' | ' ' | '.'))
        .map(|sign| match sign.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let holds = signs.len() == LENGTH
        && signs
            .iter()
            .all(|sign| sign.is_ascii() && SIGNS.iter().any(|known| char::from(*known) == *sign));
    let (first, last) = signs.split_at_checked(LENGTH / 2)?;
    let text = |signs: &[char]| signs.iter().collect::<String>();
    holds.then(|| format!("{}-{}", text(first), text(last)))
}

#[cfg(test)]
mod tests {
    use base::Uuid;

    use super::*;

    #[test]
    fn a_code_is_read_as_it_was_printed_and_mistyped() {
        let code = short_code(VehicleId::new(Uuid::from_u128(0x00ff_1234_5678_9abc_def1)));
        assert_eq!(code, "F2DB-SQQH");
        assert_eq!(read_short_code(&code), Some(code.clone()));
        assert_eq!(read_short_code("f2db sqqh"), Some(code));
        assert_eq!(read_short_code("OO1l-iIo0"), Some("0011-1100".to_owned()));
        for wrong in ["", "F2DB", "F2DB-SQQHX", "F2DB-SQQU", "DH 1234 A"] {
            assert_eq!(read_short_code(wrong), None, "{wrong}");
        }
    }
}
