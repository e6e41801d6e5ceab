//! What is odd about a purchase.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use fleet::ReadingVerdict;

/// The column holds a word that is no doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no doubt")]
pub struct UnknownDoubt;

macro_rules! doubts {
    ($($(#[$doc:meta])* $name:ident $code:literal,)+) => {
        /// A reason to look at a purchase; it is recorded all the same.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Doubt { $($(#[$doc])* $name,)+ }

        impl Doubt {
            /// All doubts, in the order of choice.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable word.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

doubts! {
    /// The meter is lower than before.
    MeterBackwards "backwards",
    /// The meter stands still although fuel was bought.
    MeterUnchanged "unchanged",
    /// The meter is further than the vehicle can have come.
    MeterJump "jump_too_large",
    /// Later readings agree that this one was wrong.
    MeterOutvoted "outvoted",
    /// The consumption since the reading before is not this vehicle's.
    ConsumptionOdd "economy_odd",
    /// More than the vehicle's tank holds.
    AboveTank "above_tank",
    /// Price times quantity is not the amount.
    AmountDiffers "amount_differs",
    /// Nothing, or less, was bought: a reversal or a slip.
    NotPositive "not_positive",
    /// It lies in the future.
    InFuture "in_future",
}

impl Doubt {
    /// Whether it is about the meter, so that a later judgement replaces it.
    pub const fn is_of_meter(self) -> bool {
        matches!(
            self,
            Self::MeterBackwards
                | Self::MeterUnchanged
                | Self::MeterJump
                | Self::MeterOutvoted
                | Self::ConsumptionOdd
        )
    }

    /// What the verdict on a reading means for its purchase.
    pub const fn of_reading(verdict: ReadingVerdict) -> Option<Self> {
        match verdict {
            ReadingVerdict::Backwards => Some(Self::MeterBackwards),
            ReadingVerdict::Unchanged => Some(Self::MeterUnchanged),
            ReadingVerdict::JumpTooLarge => Some(Self::MeterJump),
            ReadingVerdict::Outvoted => Some(Self::MeterOutvoted),
            ReadingVerdict::EconomyOdd => Some(Self::ConsumptionOdd),
            ReadingVerdict::Plausible
            | ReadingVerdict::NoHistory
            | ReadingVerdict::Confirmed
            | ReadingVerdict::BrokenMeter
            | ReadingVerdict::NotMetered => None,
        }
    }
}

impl FromStr for Doubt {
    type Err = UnknownDoubt;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|doubt| doubt.code() == text)
            .ok_or(UnknownDoubt)
    }
}

/// The doubts of one purchase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Doubts(BTreeSet<Doubt>);

impl Doubts {
    /// Adds one.
    pub fn add(&mut self, doubt: Doubt) {
        self.0.insert(doubt);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Doubt> {
        self.0.iter().copied()
    }

    /// The same with the meter judged anew.
    #[must_use]
    pub fn judged(&self, verdict: ReadingVerdict) -> Self {
        let kept = self.iter().filter(|doubt| !doubt.is_of_meter());
        Self(kept.chain(Doubt::of_reading(verdict)).collect())
    }
}

impl FromIterator<Doubt> for Doubts {
    fn from_iter<I: IntoIterator<Item = Doubt>>(doubts: I) -> Self {
        Self(doubts.into_iter().collect())
    }
}

/// The words between spaces, with one before and behind, so that a word can be found whole.
impl fmt::Display for Doubts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, doubt) in self.iter().enumerate() {
            let before = if place == 0 { " " } else { "" };
            write!(formatter, "{before}{} ", doubt.code())?;
        }
        Ok(())
    }
}

impl FromStr for Doubts {
    type Err = UnknownDoubt;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split_whitespace().map(str::parse).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_column_read_back() {
        let doubts: Doubts = [Doubt::AboveTank, Doubt::MeterJump].into_iter().collect();
        assert_eq!(doubts.to_string(), " jump_too_large above_tank ");
        assert_eq!(doubts.to_string().parse(), Ok(doubts));
        assert_eq!(Doubts::default().to_string(), "");
        assert_eq!("perhaps".parse::<Doubts>(), Err(UnknownDoubt));
    }

    #[test]
    fn a_new_judgement_replaces_what_was_thought_of_the_meter_only() {
        let before: Doubts = [Doubt::AboveTank, Doubt::MeterJump].into_iter().collect();
        let after = before.judged(ReadingVerdict::Backwards);
        assert_eq!(after.to_string(), " backwards above_tank ");
        let fine = after.judged(ReadingVerdict::Plausible);
        assert_eq!(fine.to_string(), " above_tank ");
    }
}
