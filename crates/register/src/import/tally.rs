//! Counts and exact sums of a run by outcome, kept with the run.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tabular::{Summary, Unit};

use super::target::ImportTarget;

/// Counts and sums by outcome: `ready`, `rejected`, `example`, then `created`, `updated`, `unchanged`,
/// words of the target, and `refused` (rejected only when applied).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunTallies(pub BTreeMap<String, RunTally>);

/// The rows of one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RunTally {
    /// Rows.
    pub rows: i64,
    /// Sums by field key.
    pub sums: BTreeMap<String, FieldSum>,
}

/// The sum of a numeric field in the unit of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FieldSum {
    /// Cells that were added.
    pub cells: i64,
    /// The exact sum as decimal text; none once it no longer fits 28 digits.
    pub total: Option<String>,
    /// Millilitres, metres or rupiah; none for foreign money.
    pub base: Option<i64>,
    /// Its unit, for quantities.
    pub unit: Option<Unit>,
}

impl RunTallies {
    /// Rows of an outcome.
    pub fn rows(&self, outcome: &str) -> i64 {
        self.0.get(outcome).map_or(0, |tally| tally.rows)
    }

    /// Adds what a step has counted, of what can be added up.
    pub(crate) fn add(&mut self, more: &Summary, target: &dyn ImportTarget) {
        for (outcome, tally) in &more.outcomes {
            let own = self.0.entry(outcome.clone()).or_default();
            own.rows = own
                .rows
                .saturating_add(i64::try_from(tally.rows).unwrap_or(i64::MAX));
            let added = tally.sums.iter();
            for (field, sum) in added.filter(|(field, _)| target.adds_up(outcome, field)) {
                let is_first = !own.sums.contains_key(field);
                let kept = own.sums.entry(field.clone()).or_default();
                let more_cells = i64::try_from(sum.cells).unwrap_or(i64::MAX);
                kept.cells = kept.cells.saturating_add(more_cells);
                kept.unit = sum.unit.or(kept.unit);
                if is_first {
                    kept.total = sum.total.map(|total| total.to_string());
                    kept.base = sum.base;
                } else {
                    kept.total = add_exactly(kept.total.as_deref(), sum.total);
                    kept.base = kept
                        .base
                        .zip(sum.base)
                        .and_then(|(one, two)| one.checked_add(two));
                }
            }
        }
    }
}

/// The sum, unless digits would be rounded away.
fn add_exactly(kept: Option<&str>, more: Option<Decimal>) -> Option<String> {
    let (one, other) = (kept?.parse::<Decimal>().ok()?, more?);
    let sum = one.checked_add(other)?;
    (sum.scale() == one.scale().max(other.scale())).then(|| sum.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_stay_exact_or_are_not_given() {
        let decimal = |text: &str| text.parse::<Decimal>().ok();
        assert_eq!(
            add_exactly(Some("12.50"), decimal("0.505")).as_deref(),
            Some("13.005")
        );
        assert_eq!(
            add_exactly(Some("9999999999999999999999999999"), decimal("0.1")),
            None
        );
        assert_eq!(add_exactly(None, decimal("1")), None);
    }
}
