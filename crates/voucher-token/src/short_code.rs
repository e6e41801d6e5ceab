use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Crockford's alphabet: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DATA_SYMBOLS: u32 = 9;
const LENGTH: usize = 10;

/// A voucher's code for typing by hand: nine random symbols and a check symbol, shown as `7K3QF-9M2XA`.
///
/// The check symbol is the parity of a Reed-Solomon code over GF(32): one wrong symbol and any two symbols
/// that changed places are always noticed. The code only names a voucher; 45 random bits and the
/// server's rate limit keep it from being guessed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortCode([u8; LENGTH]);

/// Why a typed text is not a short code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum ShortCodeRefusal {
    /// Not ten symbols after spaces and dashes were left out.
    #[error("not ten symbols long")]
    WrongLength,
    /// A character that no code contains.
    #[error("a character that no code contains")]
    BadSymbol,
    /// The check symbol does not fit: a typing error.
    #[error("the check symbol does not fit")]
    BadCheck,
}

impl ShortCodeRefusal {
    /// The stable word for this refusal, such as `bad_check`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongLength => "wrong_length",
            Self::BadSymbol => "bad_symbol",
            Self::BadCheck => "bad_check",
        }
    }
}

impl ShortCode {
    /// Makes a code from the last 45 of 48 random bits.
    pub fn from_random(random: [u8; 6]) -> Self {
        let bits = random
            .iter()
            .fold(0_u64, |sum, &byte| (sum << 8) | u64::from(byte));
        let mut values = [0_u8; LENGTH];
        for (value, place) in values.iter_mut().zip((0..DATA_SYMBOLS).rev()) {
            let [.., last] = (bits >> (5 * place)).to_be_bytes();
            *value = last & 31;
        }
        let [data @ .., check] = &mut values;
        *check = check_value(data);
        Self(values)
    }

    /// Ten symbols without the dash, as stored and compared.
    pub fn as_stored(&self) -> String {
        self.0.iter().map(|&value| symbol(value)).collect()
    }
}

/// Accepts lower case, `O` for 0, `I` and `L` for 1, and leaves out spaces and dashes.
impl FromStr for ShortCode {
    type Err = ShortCodeRefusal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut values = Vec::with_capacity(LENGTH);
        for typed in text
            .chars()
            .filter(|c| !matches!(c, ' ' | '-'))
            .take(LENGTH + 1)
        {
            values.push(value_of(typed).ok_or(ShortCodeRefusal::BadSymbol)?);
        }
        let values = <[u8; LENGTH]>::try_from(values).map_err(|_| ShortCodeRefusal::WrongLength)?;
        let [data @ .., check] = &values;
        if check_value(data) == *check {
            Ok(Self(values))
        } else {
            Err(ShortCodeRefusal::BadCheck)
        }
    }
}

/// Two groups of five: `7K3QF-9M2XA`.
impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stored = self.as_stored();
        let (left, right) = stored.split_at_checked(LENGTH / 2).unwrap_or((&stored, ""));
        write!(f, "{left}-{right}")
    }
}

impl fmt::Debug for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShortCode({self})")
    }
}

fn symbol(value: u8) -> char {
    char::from(ALPHABET.get(usize::from(value)).copied().unwrap_or(b'0'))
}

fn value_of(typed: char) -> Option<u8> {
    let upper = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET
        .iter()
        .zip(0_u8..)
        .find_map(|(&known, value)| (char::from(known) == upper).then_some(value))
}

/// Horner's rule over GF(32): the sum of each value times its own power of the generator.
fn check_value(data: &[u8]) -> u8 {
    data.iter()
        .fold(0, |sum, &value| times_generator(sum ^ value))
}

/// Multiplies by x in GF(2)[x] / (x^5 + x^2 + 1).
const fn times_generator(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 {
        doubled
    } else {
        doubled ^ 0b10_0101
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn reads_back_what_it_shows(random in any::<[u8; 6]>()) {
            let code = ShortCode::from_random(random);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            prop_assert_eq!(code.as_stored().to_lowercase().parse(), Ok(code));
        }

        #[test]
        fn notices_one_wrong_symbol(random in any::<[u8; 6]>(), place in 0..LENGTH, shift in 1..32_u8) {
            let mut code = ShortCode::from_random(random);
            code.0[place] = (code.0[place] + shift) % 32;
            prop_assert_eq!(code.to_string().parse::<ShortCode>(), Err(ShortCodeRefusal::BadCheck));
        }

        #[test]
        fn notices_two_symbols_that_changed_places(random in any::<[u8; 6]>(), a in 0..LENGTH, b in 0..LENGTH) {
            let code = ShortCode::from_random(random);
            let mut swapped = code;
            swapped.0.swap(a, b);
            if swapped != code {
                prop_assert_eq!(swapped.to_string().parse::<ShortCode>(), Err(ShortCodeRefusal::BadCheck));
            }
        }

        #[test]
        fn reads_any_text_without_panic(text in any::<String>()) {
            let _ = text.parse::<ShortCode>();
        }
    }
}
