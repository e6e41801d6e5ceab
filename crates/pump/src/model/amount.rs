//! What was typed as the pump shows it, and what is asked back: the twin of the keypad's arithmetic.
//!
//! The keypad asks these questions on the phone; the server asks them of those without script, so both
//! must come to the same answer.

use base::{Millilitres, OutOfRange, Rupiah, price_of};
use fuel::Typed;

/// Something to ask before it is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// More than the tank holds.
    OverTank,
    /// More than the voucher promises.
    OverVoucher,
}

impl Doubt {
    /// The word in the confirming field, as the keypad sends it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::OverTank => "over_tank",
            Self::OverVoucher => "over_voucher",
        }
    }
}

/// What an amount is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// What the tank holds, where that is known.
    pub(crate) tank: Option<Millilitres>,
    /// The most litres of the hold.
    pub(crate) volume: Millilitres,
    /// The most rupiah of the hold.
    pub(crate) amount: Rupiah,
}

/// Volume and amount of what was typed, each rounded half up once.
///
/// # Errors
/// [`OutOfRange`] where a quantity does not fit or the price is not positive.
pub(crate) fn amounts_of(typed: Typed, price: Rupiah) -> Result<(Millilitres, Rupiah), OutOfRange> {
    match typed {
        Typed::Litres(volume) => Ok((volume, price_of(volume, price)?)),
        Typed::Rupiah(amount) => {
            let doubled = i128::from(amount.get()) * 2_000 + i128::from(price.get());
            let volume = doubled
                .checked_div_euclid(i128::from(price.get()) * 2)
                .and_then(|volume| i64::try_from(volume).ok())
                .ok_or(OutOfRange)?;
            Ok((Millilitres::new(volume), amount))
        }
    }
}

/// What an attendant should be asked about, worst first.
pub(crate) fn doubts_of((volume, amount): (Millilitres, Rupiah), limits: Limits) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    if limits.tank.is_some_and(|tank| volume > tank) {
        doubts.push(Doubt::OverTank);
    }
    if volume > limits.volume || amount > limits.amount {
        doubts.push(Doubt::OverVoucher);
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRICE: Rupiah = Rupiah::new(13_650);
    const LIMITS: Limits = Limits {
        tank: Some(Millilitres::new(45_000)),
        volume: Millilitres::new(20_000),
        amount: Rupiah::new(273_000),
    };

    fn doubts(typed: Typed) -> Vec<Doubt> {
        doubts_of(amounts_of(typed, PRICE).unwrap(), LIMITS)
    }

    #[test]
    fn the_whole_voucher_is_no_question_in_either_unit() {
        assert_eq!(doubts(Typed::Rupiah(Rupiah::new(273_000))), []);
        assert_eq!(doubts(Typed::Litres(Millilitres::new(20_000))), []);
    }

    #[test]
    fn a_rupiah_more_than_the_voucher_is_asked_back() {
        assert_eq!(
            doubts(Typed::Rupiah(Rupiah::new(273_001))),
            [Doubt::OverVoucher]
        );
    }

    #[test]
    fn a_slipped_comma_is_asked_back_with_the_tank_first() {
        let asked = doubts(Typed::Litres(Millilitres::new(350_000)));
        assert_eq!(asked, [Doubt::OverTank, Doubt::OverVoucher]);
    }

    #[test]
    fn rupiah_become_the_same_millilitres_as_on_the_keypad() {
        let (volume, _) = amounts_of(Typed::Rupiah(Rupiah::new(100_000)), PRICE).unwrap();
        assert_eq!(volume, Millilitres::new(7_326));
        assert_eq!(
            amounts_of(Typed::Rupiah(Rupiah::new(1)), Rupiah::ZERO),
            Err(OutOfRange)
        );
    }
}
