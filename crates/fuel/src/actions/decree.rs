//! Quota decrees: adopted with their rules at once, revoked by a dated act.

use authz::{Action, Actor, Resource};
use base::{CivilDate, Stamp};
use db::{ActionError, Tx};
use journal::Subject;
use ledger::Unit;

use crate::model::{Per, QuotaRuleId, QuotaTarget};
use crate::store::{self, DecreeId, DecreeState, NewRule, QuotaDecree};

/// A decree as typed or imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecree {
    /// Its number, as printed.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// Its first day.
    pub valid_from: CivilDate,
    /// Its last day, if it says one.
    pub valid_until: Option<CivilDate>,
    /// Its rules.
    pub rules: Vec<NewDecreeRule>,
}

/// A rule of a decree as typed or imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecreeRule {
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

/// Why a decree was not adopted or revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecreeRefusal {
    /// The actor may not.
    #[error("not_allowed")]
    NotAllowed,
    /// A decree with this number exists.
    #[error("number_taken")]
    NumberTaken,
    /// It ends before it begins.
    #[error("ends_before_begin")]
    EndsBeforeBegin,
    /// It has no rule, or one that grants nothing.
    #[error("no_rules")]
    NoRules,
    /// Somebody changed it meanwhile, or there is no such decree.
    #[error("changed_meanwhile")]
    ChangedMeanwhile,
}

/// Puts a decree with its rules in force.
pub fn adopt_decree(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NewDecree,
) -> Result<DecreeId, ActionError<DecreeRefusal>> {
    let refused = |refusal| Err(ActionError::Refused(refusal));
    if actor
        .may(Action::FuelQuotaEdit, &Resource::tenant(stamp.tenant))
        .is_err()
    {
        return refused(DecreeRefusal::NotAllowed);
    }
    if input
        .valid_until
        .is_some_and(|until| until < input.valid_from)
    {
        return refused(DecreeRefusal::EndsBeforeBegin);
    }
    if input.rules.is_empty() || input.rules.iter().any(|rule| rule.amount <= 0) {
        return refused(DecreeRefusal::NoRules);
    }
    let decree = QuotaDecree {
        id: DecreeId::new(stamp.next_id()),
        number: input.number.trim().to_owned(),
        title: input.title.trim().to_owned(),
        valid_from: input.valid_from,
        valid_until: input.valid_until,
        state: DecreeState::InForce,
        revision: 0,
    };
    if !store::insert_decree(tx, stamp.tenant, &decree)? {
        return refused(DecreeRefusal::NumberTaken);
    }
    for rule in &input.rules {
        let new = NewRule {
            id: QuotaRuleId::new(stamp.next_id()),
            decree: decree.id,
            target: rule.target.clone(),
            unit: rule.unit,
            amount: rule.amount,
            per: rule.per,
            carry_over: rule.carry_over,
        };
        store::insert_rule(tx, stamp.tenant, &new)?;
    }
    let subject = Subject::new("quota_decree", decree.id);
    journal::record(tx, stamp, Action::FuelQuotaEdit.code(), subject, None)?;
    Ok(decree.id)
}

/// Adds a rule to a decree in force, where it is read line by line from a file.
pub fn add_decree_rule(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (decree, rule): (DecreeId, &NewDecreeRule),
) -> Result<QuotaRuleId, ActionError<DecreeRefusal>> {
    if actor
        .may(Action::FuelQuotaEdit, &Resource::tenant(stamp.tenant))
        .is_err()
    {
        return Err(ActionError::Refused(DecreeRefusal::NotAllowed));
    }
    if rule.amount <= 0 {
        return Err(ActionError::Refused(DecreeRefusal::NoRules));
    }
    let new = NewRule {
        id: QuotaRuleId::new(stamp.next_id()),
        decree,
        target: rule.target.clone(),
        unit: rule.unit,
        amount: rule.amount,
        per: rule.per,
        carry_over: rule.carry_over,
    };
    store::insert_rule(tx, stamp.tenant, &new)?;
    let subject = Subject::new("quota_decree", decree);
    journal::record(tx, stamp, Action::FuelQuotaEdit.code(), subject, None)?;
    Ok(new.id)
}

/// Revokes a decree; quotas already used stay used.
pub fn revoke_decree(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (id, revision): (DecreeId, i64),
) -> Result<(), ActionError<DecreeRefusal>> {
    if actor
        .may(Action::FuelQuotaEdit, &Resource::tenant(stamp.tenant))
        .is_err()
    {
        return Err(ActionError::Refused(DecreeRefusal::NotAllowed));
    }
    if !store::set_decree_state(tx, stamp.tenant, id, (DecreeState::Revoked, revision))? {
        return Err(ActionError::Refused(DecreeRefusal::ChangedMeanwhile));
    }
    let subject = Subject::new("quota_decree", id);
    journal::record(tx, stamp, Action::FuelQuotaEdit.code(), subject, None)?;
    Ok(())
}
