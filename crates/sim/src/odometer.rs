//! Wrong meter readings as measured on a real export (reference E1).
//!
//! There, of consecutive readings of a vehicle, 6.3 % went backwards, 0.9 % were unchanged and
//! 3.7 % jumped by more than 2,000 miles: 10.9 % in all. A reading typed far too high gives one jump
//! and one step back; one far too low gives one step back and one jump; a little too low only one
//! step back. So 3.7 % of readings are far off, 2.6 % a little low and 0.9 % repeated. Errors never
//! follow each other directly, hence the rates below are a little higher.

use serde::Serialize;

use crate::dice::Dice;

/// A jump is a step of more than 2,000 miles.
pub const JUMP_KM: i64 = 3_219;

/// How a typed reading is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum WrongMeter {
    /// Far too high.
    TooHigh,
    /// Far too low.
    TooLow,
    /// A little lower than the one before.
    SlightlyLow,
    /// The one before again.
    Unchanged,
}

/// (kind, readings per million): 2.2, 1.5, 2.6 and 0.9 % divided by the 92.6 % that may go wrong.
const RATES: [(WrongMeter, i64); 4] = [
    (WrongMeter::TooHigh, 23_800),
    (WrongMeter::TooLow, 16_200),
    (WrongMeter::SlightlyLow, 28_100),
    (WrongMeter::Unchanged, 9_700),
];

/// The meter as attendants type it.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypedMeter {
    last: Option<i64>,
    last_was_wrong: bool,
}

impl TypedMeter {
    /// The reading typed for a true one.
    pub(crate) fn read(&mut self, truth: i64, dice: &mut Dice) -> (i64, Option<WrongMeter>) {
        let wrong = if self.last_was_wrong {
            None
        } else {
            self.slip(dice)
        };
        let last = self.last.unwrap_or(truth);
        let typed = match wrong {
            None => truth,
            Some(WrongMeter::TooHigh) => truth + dice.between(JUMP_KM + 400, 80_000),
            Some(WrongMeter::TooLow) => last - dice.between(JUMP_KM + 100, JUMP_KM + 9_000),
            Some(WrongMeter::SlightlyLow) => last - dice.between(3, 600),
            Some(WrongMeter::Unchanged) => last,
        };
        self.last = Some(typed);
        self.last_was_wrong = wrong.is_some();
        (typed, wrong)
    }

    /// Whether and how this reading goes wrong.
    fn slip(&self, dice: &mut Dice) -> Option<WrongMeter> {
        let last = self.last?;
        let drawn = dice.between(0, 999_999);
        let mut reached = 0;
        for (kind, rate) in RATES {
            reached += rate;
            if drawn < reached {
                return match kind {
                    // A meter that stands too low to be typed far lower is typed far higher.
                    WrongMeter::TooLow if last <= JUMP_KM + 9_000 => Some(WrongMeter::TooHigh),
                    WrongMeter::SlightlyLow if last <= 600 => None,
                    kind => Some(kind),
                };
            }
        }
        None
    }
}
