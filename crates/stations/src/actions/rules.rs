use authz::{Action, Actor, Denied, Resource};
use base::{CivilDate, Stamp};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use super::{authorise, refuse};
use crate::model::rule::{NewProductRule, ProductRuleId, RuleDecision, standard_rules};
use crate::store::{product::lookup_product, rule as store};

/// The end of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleEnding {
    /// Which rule.
    pub rule: ProductRuleId,
    /// The revision that was seen.
    pub revision: i64,
    /// The first day on which it holds no more; its own first day takes it back altogether.
    pub ends_on: CivilDate,
}

/// Why a rule is not added or ended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleRefusal {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such rule.
    #[error("no such rule")]
    NotFound,
    /// There is no such product.
    #[error("no such product")]
    ProductUnknown,
    /// A warning or refusal needs a reason.
    #[error("a reason is missing")]
    ReasonMissing,
    /// The rule ends before it begins.
    #[error("not a period")]
    PeriodInvalid,
    /// Someone else changed the rule meanwhile.
    #[error("the rule was changed meanwhile")]
    ChangedMeanwhile,
}

type Outcome<T> = Result<T, ActionError<RuleRefusal>>;

/// Adds a rule.
pub fn add_product_rule(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NewProductRule,
) -> Outcome<ProductRuleId> {
    let action = Action::FuelRuleEdit;
    authorise(actor, action, &Resource::tenant(stamp.tenant))?;
    if input.decision != RuleDecision::Allowed && input.reason.trim().is_empty() {
        return refuse(RuleRefusal::ReasonMissing);
    }
    if input.ends_on.is_some_and(|end| end < input.from_on) {
        return refuse(RuleRefusal::PeriodInvalid);
    }
    if lookup_product(tx, stamp.tenant, &input.product)?.is_none() {
        return refuse(RuleRefusal::ProductUnknown);
    }
    let id = store::insert_product_rule(tx, stamp, input)?;
    journal::record(
        tx,
        stamp,
        action.code(),
        Subject::new("product_rule", id),
        None,
    )?;
    Ok(id)
}

/// Ends a rule on a day.
pub fn end_product_rule(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &RuleEnding,
) -> Outcome<()> {
    let action = Action::FuelRuleEdit;
    authorise(actor, action, &Resource::tenant(stamp.tenant))?;
    let Some(rule) = store::lookup_product_rule(tx, stamp.tenant, input.rule)? else {
        return refuse(RuleRefusal::NotFound);
    };
    if input.ends_on < rule.content.from_on {
        return refuse(RuleRefusal::PeriodInvalid);
    }
    let change = (input.revision, input.ends_on);
    if !store::end_product_rule(tx, stamp.tenant, input.rule, change)? {
        return refuse(RuleRefusal::ChangedMeanwhile);
    }
    journal::record(
        tx,
        stamp,
        action.code(),
        Subject::new("product_rule", input.rule),
        None,
    )?;
    Ok(())
}

/// Adds the national rules for official vehicles where the city has no rule of these products and
/// classes yet; gives how many. Rules of products the city does not have are left out.
pub fn add_standard_rules(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor) -> Outcome<usize> {
    let action = Action::FuelRuleEdit;
    authorise(actor, action, &Resource::tenant(stamp.tenant))?;
    let known = store::list_product_rules(tx, stamp.tenant)?;
    let mut count = 0;
    for rule in standard_rules() {
        let is_known = known.iter().any(|old| {
            old.content.product == rule.product && old.content.vehicle_class == rule.vehicle_class
        });
        if is_known || lookup_product(tx, stamp.tenant, &rule.product)?.is_none() {
            continue;
        }
        let id = store::insert_product_rule(tx, stamp, &rule)?;
        journal::record(
            tx,
            stamp,
            action.code(),
            Subject::new("product_rule", id),
            None,
        )?;
        count += 1;
    }
    Ok(count)
}
