//! Whether a vehicle may take the products of a voucher, and the papers that takes.

use base::{CivilDate, Millilitres, Stamp};
use db::Tx;
use fleet::{Letter, Vehicle};
use stations::{ProductVerdict, SubsidyClass};

use super::facts::{CityFacts, kind_of};
use super::issue_voucher::{IssueRefusal, IssueVoucher, Outcome, Warning, refused};
use crate::model::{LetterFinding, Registration, VoucherKind, find_letter, find_registration};
use crate::store;

/// The class under which product rules look a vehicle up; machines of all kinds are one.
fn rule_class(vehicle: &Vehicle) -> &str {
    match kind_of(vehicle) {
        VoucherKind::Container => "machine",
        VoucherKind::Vehicle => &vehicle.class,
    }
}

/// The first and the last day on which a voucher can be drawn.
#[derive(Debug, Clone, Copy)]
struct Days {
    first: CivilDate,
    last: CivilDate,
}

/// The recommendation letter a voucher draws on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DrawnLetter {
    /// Its number as the register has it, or as it was typed.
    pub(super) number: String,
    /// How much it allows in all, where the register says so.
    volume_max: Option<Millilitres>,
}

/// Checks every product a voucher allows; gives the letter that it needs.
pub(super) fn check_products(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    city: &CityFacts,
    (vehicle, input): (&Vehicle, &IssueVoucher),
    warnings: &mut Vec<Warning>,
) -> Outcome<Option<DrawnLetter>> {
    let days = Days {
        first: city.zone.date(input.valid_from.max(stamp.at)),
        last: city.zone.date(input.valid_until.plus_seconds(-1)),
    };
    let mut letters = None;
    let mut drawn = None;
    for code in std::iter::once(&input.product).chain(&input.substitutes) {
        let Some(product) = stations::lookup_product(tx, stamp.tenant, code)? else {
            return refused(IssueRefusal::ProductUnknown);
        };
        if !vehicle.takes(code) {
            return refused(IssueRefusal::ProductNotForVehicle);
        }
        let class = rule_class(vehicle);
        let verdict = stations::product_verdict(tx, stamp.tenant, class, code, days.first)?;
        let barred = match verdict {
            ProductVerdict::Allowed => None,
            ProductVerdict::Warn(ground) => {
                let reason = ground.reason;
                warnings.push(Warning::ProductAdvised { reason });
                None
            }
            ProductVerdict::Refused(ground) if ground.is_lifted_by_letter => Some(ground.reason),
            ProductVerdict::Refused(ground) => {
                let reason = ground.reason;
                return refused(IssueRefusal::ProductBarred { reason });
            }
        };
        let is_container = kind_of(vehicle) == VoucherKind::Container;
        let is_subsidised = product.subsidy_class != SubsidyClass::Market;
        if !is_container && !is_subsidised && barred.is_none() {
            continue;
        }
        if letters.is_none() {
            letters = Some(fleet::list_letters(tx, stamp.tenant, vehicle.id)?);
        }
        let known = letters.as_deref().unwrap_or_default();
        if is_subsidised && !warnings.contains(&Warning::BringSubsidyQr) {
            warnings.push(Warning::BringSubsidyQr);
        }
        if is_subsidised && !is_container {
            check_registration(known, (code, days), warnings)?;
        }
        if is_container || barred.is_some() {
            let typed = input.letter_number.as_deref();
            let letter = check_letter(known, typed, (code, days), barred, warnings)?;
            drawn = drawn.or(Some(letter));
        }
    }
    Ok(drawn)
}

/// A vehicle whose registration is known to be over would be turned away at the pump.
fn check_registration(
    letters: &[Letter],
    (product, days): (&str, Days),
    warnings: &mut Vec<Warning>,
) -> Outcome<()> {
    match find_registration(letters, (product, days.first)) {
        Registration::InForce { last } if last < days.last => {
            warnings.push(Warning::RegistrationEndsEarly { last });
        }
        Registration::InForce { .. } => {}
        Registration::Over { last } => return refused(IssueRefusal::RegistrationOver { last }),
        Registration::NotRecorded => warnings.push(Warning::RegistrationNotRecorded),
    }
    Ok(())
}

/// The letter in force; where a rule bars the product without one, it must be in the register.
fn check_letter(
    letters: &[Letter],
    typed: Option<&str>,
    (product, days): (&str, Days),
    barred: Option<String>,
    warnings: &mut Vec<Warning>,
) -> Outcome<DrawnLetter> {
    let number = || typed.unwrap_or_default().trim().to_owned();
    match find_letter(letters, typed, (product, days.first)) {
        LetterFinding::InForce(letter) => {
            if letter.until_on < days.last {
                let last = letter.until_on;
                warnings.push(Warning::LetterEndsEarly { last });
            }
            Ok(DrawnLetter {
                number: letter.number.clone(),
                volume_max: letter.volume_max,
            })
        }
        LetterFinding::OtherTime(letter) => refused(IssueRefusal::LetterNotInForce {
            number: letter.number.clone(),
            from: letter.from_on,
            until: letter.until_on,
        }),
        LetterFinding::Withdrawn(letter) => refused(IssueRefusal::LetterWithdrawn {
            number: letter.number.clone(),
        }),
        LetterFinding::OtherProduct(letter) => refused(IssueRefusal::LetterForOtherProduct {
            number: letter.number.clone(),
        }),
        LetterFinding::NotRecorded if barred.is_some() => {
            refused(IssueRefusal::LetterNotRecorded { number: number() })
        }
        LetterFinding::NotRecorded => {
            warnings.push(Warning::LetterNotRecorded);
            Ok(DrawnLetter {
                number: number(),
                volume_max: None,
            })
        }
        LetterFinding::None => match barred {
            Some(reason) => refused(IssueRefusal::ProductBarred { reason }),
            None => refused(IssueRefusal::LetterMissing),
        },
    }
}

/// Refuses more than a letter allows in all.
///
/// Comes after the budget's reservation, whose row keeps two issues of one line apart.
pub(super) fn check_letter_volume(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    (vehicle, wanted): (&Vehicle, Millilitres),
    letter: Option<&DrawnLetter>,
) -> Outcome<()> {
    let Some((letter, most)) = letter.and_then(|one| Some((one, one.volume_max?))) else {
        return Ok(());
    };
    let promised = store::letter_volume(tx, stamp.tenant, vehicle.id, &letter.number)?;
    let left = most.get().saturating_sub(promised.get());
    if wanted.get() > left {
        return refused(IssueRefusal::LetterExhausted {
            left: Millilitres::new(left.max(0)),
            wanted,
        });
    }
    Ok(())
}
