//! PINs of people at the pump.

use base::Entropy;

/// Whose PIN it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PinKind {
    /// Four digits, said or typed when fuel is drawn.
    Driver,
    /// Six digits, which open a shift.
    Attendant,
}

impl PinKind {
    /// Both kinds.
    pub const ALL: [PinKind; 2] = [PinKind::Driver, PinKind::Attendant];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Driver => "driver",
            Self::Attendant => "attendant",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// How many digits it has.
    pub const fn digits(self) -> usize {
        match self {
            Self::Driver => 4,
            Self::Attendant => 6,
        }
    }
}

/// A new PIN that is neither one digit repeated nor digits in a row.
pub fn draw_pin(kind: PinKind, entropy: &dyn Entropy) -> String {
    loop {
        let mut bytes = [0; 6];
        entropy.fill(&mut bytes);
        // 250 is the largest multiple of ten a byte holds: the digits stay equally likely.
        if bytes.iter().any(|byte| *byte >= 250) {
            continue;
        }
        let digits: Vec<u8> = bytes
            .iter()
            .take(kind.digits())
            .map(|byte| byte % 10)
            .collect();
        if is_guessable(&digits) {
            continue;
        }
        return digits
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect();
    }
}

fn is_guessable(digits: &[u8]) -> bool {
    let steps = |wanted: i8| {
        digits.windows(2).all(|pair| match pair {
            [a, b] => i16::from(*b) - i16::from(*a) == i16::from(wanted),
            _ => false,
        })
    };
    steps(0) || steps(1) || steps(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_digits_of_the_right_length_and_no_rows() {
        for kind in PinKind::ALL {
            for _ in 0..200 {
                let pin = draw_pin(kind, &base::SystemEntropy);
                assert_eq!(pin.len(), kind.digits());
                assert!(pin.bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
        assert!(
            is_guessable(&[1, 2, 3, 4])
                && is_guessable(&[7, 7, 7, 7])
                && is_guessable(&[4, 3, 2, 1])
        );
        assert!(!is_guessable(&[1, 2, 3, 5]));
    }
}
