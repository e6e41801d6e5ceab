//! What an import did, in counts and exact sums.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::check::CheckedRow;
use crate::value::Value;
use crate::value::unit::Unit;

/// Counts and sums per outcome; outcomes are words of the caller, such as `imported`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Summary {
    /// Tallies by outcome.
    pub outcomes: BTreeMap<String, Tally>,
}

/// The rows of one outcome.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// Rows.
    pub rows: u64,
    /// Sums by field key, over the cells that are numbers.
    pub sums: BTreeMap<String, ColumnSum>,
}

/// The sum of one numeric field in its original unit.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ColumnSum {
    /// Cells that were added.
    pub cells: u64,
    /// The exact sum; none once it no longer fits 28 digits.
    pub total: Option<Decimal>,
    /// Sum of millilitres, metres or rupiah, each cell rounded by itself; none beyond 64 bits.
    pub base: Option<i64>,
    /// Unit of the total, for quantities.
    pub unit: Option<Unit>,
}

/// The sum, unless digits would be rounded away.
fn add_exactly(one: Decimal, other: Decimal) -> Option<Decimal> {
    let sum = one.checked_add(other)?;
    (sum.scale() == one.scale().max(other.scale())).then_some(sum)
}

impl Summary {
    /// Adds a row to an outcome; for a rejected row the cells that could be read are summed.
    pub fn add(&mut self, outcome: &str, row: &CheckedRow) {
        if !self.outcomes.contains_key(outcome) {
            self.outcomes.insert(outcome.to_owned(), Tally::default());
        }
        let Some(tally) = self.outcomes.get_mut(outcome) else {
            return;
        };
        tally.rows += 1;
        for (key, value) in row.record.iter() {
            let Some(number) = value.number() else {
                continue;
            };
            if !tally.sums.contains_key(key) {
                let empty = ColumnSum {
                    total: Some(Decimal::ZERO),
                    base: Some(0),
                    ..ColumnSum::default()
                };
                tally.sums.insert(key.to_owned(), empty);
            }
            let Some(sum) = tally.sums.get_mut(key) else {
                continue;
            };
            sum.cells += 1;
            sum.total = sum.total.and_then(|total| add_exactly(total, number));
            let base = match value {
                Value::Quantity { base, unit, .. } => {
                    sum.unit = Some(*unit);
                    *base
                }
                Value::Integer(number) => Some(*number),
                _ => None,
            };
            sum.base = sum
                .base
                .zip(base)
                .and_then(|(sum, more)| sum.checked_add(more));
        }
    }

    /// All rows of all outcomes.
    pub fn rows(&self) -> u64 {
        self.outcomes.values().map(|tally| tally.rows).sum()
    }

    /// The tally of an outcome.
    pub fn tally(&self, outcome: &str) -> Option<&Tally> {
        self.outcomes.get(outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_that_would_be_rounded_is_not_given() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(
            add_exactly(number("12.6"), number("0.004")),
            Some(number("12.604"))
        );
        assert_eq!(
            add_exactly(number("9999999999999999999999999999"), number("0.1")),
            None
        );
    }
}
