//! Quotas: what a decree grants, and the sentence that explains it.

use base::{CivilDate, Millilitres, MonthOfYear, OutOfRange, PostId, Rupiah};
use fleet::VehicleId;
use ledger::Unit;

use super::voucher::words;

db::ids! {
    /// Identifies a rule of a quota decree.
    QuotaRuleId
}

/// Whom a rule concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuotaTarget {
    /// Every vehicle of a class.
    Class(String),
    /// One vehicle.
    Vehicle(VehicleId),
    /// The vehicle held by the holder of a post.
    Post(PostId),
}

/// What an amount is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// A working day of the vehicle's work pattern.
    WorkingDay,
    /// A week that ends in the month.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year; counted in the year, not in the month.
    Year,
    /// A kilometre driven since the last month's end.
    Kilometre,
    /// An hour the engine ran.
    Hour,
}

words! {
    Per {
        WorkingDay = "working_day",
        Week = "week",
        Month = "month",
        Year = "year",
        Kilometre = "kilometre",
        Hour = "hour",
    }
}

impl Per {
    /// The ledger period in which a quota of this kind counts.
    pub fn period(self, month: MonthOfYear) -> String {
        match self {
            Self::Year => format!("{:04}", month.year()),
            _ => month.to_string(),
        }
    }
}

/// A rule of a decree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaRule {
    /// The id.
    pub id: QuotaRuleId,
    /// The decree's number.
    pub decree_number: String,
    /// The decree's first day.
    pub valid_from: CivilDate,
    /// Whom it concerns.
    pub target: QuotaTarget,
    /// What it counts.
    pub unit: Unit,
    /// How much per [`Self::per`], in millilitres or whole rupiah.
    pub amount: i64,
    /// What the amount is counted by.
    pub per: Per,
    /// Whether what is left over counts in the next period.
    pub carry_over: bool,
}

/// The rule that counts among those in force: vehicle before post before class, then the newest.
pub(crate) fn choose_rule(rules: Vec<QuotaRule>) -> Option<QuotaRule> {
    let rank = |rule: &QuotaRule| match rule.target {
        QuotaTarget::Vehicle(_) => 2,
        QuotaTarget::Post(_) => 1,
        QuotaTarget::Class(_) => 0,
    };
    rules
        .into_iter()
        .max_by_key(|rule| (rank(rule), rule.valid_from, rule.id))
}

/// What a rule grants for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitlement {
    /// The rule.
    pub rule: QuotaRule,
    /// How many working days, weeks, months, years, kilometres or hours count.
    pub count: i64,
    /// What was left over from the period before, where the decree lets it count.
    pub carried: i64,
    /// `amount` x `count` + `carried`.
    pub total: i64,
}

impl Entitlement {
    /// Works out what a rule grants.
    ///
    /// # Errors
    /// [`OutOfRange`] where the product does not fit.
    pub fn of(rule: QuotaRule, count: i64, carried: i64) -> Result<Self, OutOfRange> {
        let carried = if rule.carry_over { carried.max(0) } else { 0 };
        let total = rule
            .amount
            .checked_mul(count.max(0))
            .and_then(|granted| granted.checked_add(carried))
            .ok_or(OutOfRange)?;
        Ok(Self {
            rule,
            count,
            carried,
            total,
        })
    }
}

/// What became of an entitlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Dispensed.
    pub posted: i64,
    /// Promised to vouchers.
    pub pending: i64,
}

/// Writes an amount of a quota in its unit.
pub(crate) fn write_amount(unit: Unit, amount: i64) -> String {
    match unit {
        Unit::Rupiah => Rupiah::new(amount).to_string(),
        Unit::Millilitres => Millilitres::new(amount).to_string(),
    }
}

impl Entitlement {
    /// An amount of this quota as a person reads it.
    pub fn write(&self, amount: i64) -> String {
        write_amount(self.rule.unit, amount)
    }

    /// What is left.
    pub fn left(&self, usage: Usage) -> i64 {
        self.total
            .saturating_sub(usage.posted)
            .saturating_sub(usage.pending)
            .max(0)
    }
}

#[cfg(test)]
mod tests {
    use base::Uuid;

    use super::*;

    fn rule(target: QuotaTarget, from: &str, carry_over: bool) -> QuotaRule {
        QuotaRule {
            id: QuotaRuleId::new(Uuid::from_u128(1)),
            decree_number: "12/2026".to_owned(),
            valid_from: from.parse().unwrap(),
            target,
            unit: Unit::Millilitres,
            amount: 7_000,
            per: Per::WorkingDay,
            carry_over,
        }
    }

    fn class() -> QuotaTarget {
        QuotaTarget::Class("car".to_owned())
    }

    #[test]
    fn seven_litres_on_21_working_days_are_147() {
        let entitlement = Entitlement::of(rule(class(), "2026-01-01", false), 21, 30_000).unwrap();
        assert_eq!((entitlement.total, entitlement.carried), (147_000, 0));
        let usage = Usage {
            posted: 120_000,
            pending: 10_000,
        };
        assert_eq!(entitlement.write(entitlement.left(usage)), "17\u{a0}l");
    }

    #[test]
    fn what_is_left_over_counts_only_where_the_decree_says_so() {
        let entitlement = Entitlement::of(rule(class(), "2026-01-01", true), 21, 30_000).unwrap();
        assert_eq!(entitlement.total, 177_000);
    }

    #[test]
    fn the_vehicle_comes_before_the_class_and_the_newest_before_the_old() {
        let vehicle = QuotaTarget::Vehicle(VehicleId::new(Uuid::from_u128(9)));
        let old = rule(class(), "2025-01-01", false);
        let new = rule(class(), "2026-01-01", false);
        let own = rule(vehicle, "2024-01-01", false);
        assert_eq!(
            choose_rule(vec![old.clone(), new.clone()]),
            Some(new.clone())
        );
        assert_eq!(choose_rule(vec![old, own.clone(), new]), Some(own));
        assert_eq!(choose_rule(Vec::new()), None);
    }
}
