//! Rows of quota decrees and their rules.

use base::{CivilDate, PostId, TenantId};
use db::{Failure, Row, Tx, Value, params};
use fleet::VehicleId;
use ledger::Unit;

use crate::model::{Per, QuotaRule, QuotaRuleId, QuotaTarget};

db::ids! {
    /// Identifies a quota decree.
    DecreeId
}

/// Whether a decree counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecreeState {
    /// Being typed; grants nothing yet.
    Draft,
    /// Counts on its days.
    InForce,
    /// Withdrawn.
    Revoked,
}

crate::model::words! {
    DecreeState { Draft = "draft", InForce = "in_force", Revoked = "revoked" }
}

/// A decree that grants quotas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaDecree {
    /// The id.
    pub id: DecreeId,
    /// Its number, as printed.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// Its first day.
    pub valid_from: CivilDate,
    /// Its last day, if it says one.
    pub valid_until: Option<CivilDate>,
    /// Whether it counts.
    pub state: DecreeState,
    /// How often the record changed, for forms.
    pub revision: i64,
}

/// A rule to be added to a decree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRule {
    /// The rule's id.
    pub id: QuotaRuleId,
    /// The decree.
    pub decree: DecreeId,
    /// Whom it concerns.
    pub target: QuotaTarget,
    /// What it counts.
    pub unit: Unit,
    /// How much per [`Self::per`].
    pub amount: i64,
    /// What the amount is counted by.
    pub per: Per,
    /// Whether what is left over counts in the next period.
    pub carry_over: bool,
}

/// Adds a decree; `false` where the number is taken.
pub fn insert_decree(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    decree: &QuotaDecree,
) -> Result<bool, Failure> {
    let until = decree.valid_until.map(|date| date.to_string());
    tx.change_one(
        "INSERT INTO quota_decree (tenant_id, id, number, title, valid_from_on, valid_until_on, \
         state) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, number) DO NOTHING",
        params![
            tenant,
            decree.id,
            &decree.number,
            &decree.title,
            &decree.valid_from.to_string(),
            &until,
            decree.state.code()
        ],
    )
}

/// Puts a decree in force or revokes it; `false` where the record changed meanwhile.
pub fn set_decree_state(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: DecreeId,
    (state, revision): (DecreeState, i64),
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE quota_decree SET state = $3 WHERE tenant_id = $1 AND id = $2 AND revision = $4",
        params![tenant, id, state.code(), revision],
    )
}

/// Adds a rule to a decree.
pub fn insert_rule(tx: &mut Tx<'_>, tenant: TenantId, rule: &NewRule) -> Result<(), Failure> {
    let (target, class, vehicle, post) = match &rule.target {
        QuotaTarget::Class(class) => ("class", Some(class.as_str()), None, None),
        QuotaTarget::Vehicle(vehicle) => ("vehicle", None, Some(*vehicle), None),
        QuotaTarget::Post(post) => ("post", None, None, Some(*post)),
    };
    tx.change_exactly_one(
        "INSERT INTO quota_rule (tenant_id, id, decree_id, target, class, vehicle_id, post_id, \
         unit, amount, per, carry_over) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            tenant,
            rule.id,
            rule.decree,
            target,
            class,
            Value::maybe_id(vehicle),
            Value::maybe_id(post),
            rule.unit.code(),
            rule.amount,
            rule.per.code(),
            rule.carry_over
        ],
    )
}

const DECREE_COLUMNS: &str = "id, number, title, valid_from_on, valid_until_on, state, revision";

/// Decrees, the newest first.
pub fn list_decrees(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<QuotaDecree>, Failure> {
    let sql = format!(
        "SELECT {DECREE_COLUMNS} FROM quota_decree WHERE tenant_id = $1 \
         ORDER BY valid_from_on DESC, number LIMIT 500"
    );
    tx.query(&sql, params![tenant])?
        .iter()
        .map(read_decree)
        .collect()
}

/// A decree by its id.
pub fn lookup_decree(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: DecreeId,
) -> Result<Option<QuotaDecree>, Failure> {
    let sql = format!("SELECT {DECREE_COLUMNS} FROM quota_decree WHERE tenant_id = $1 AND id = $2");
    tx.query_opt(&sql, params![tenant, id])?
        .as_ref()
        .map(read_decree)
        .transpose()
}

/// A decree by its number, as printed.
pub fn lookup_decree_by_number(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    number: &str,
) -> Result<Option<QuotaDecree>, Failure> {
    let sql =
        format!("SELECT {DECREE_COLUMNS} FROM quota_decree WHERE tenant_id = $1 AND number = $2");
    tx.query_opt(&sql, params![tenant, number])?
        .as_ref()
        .map(read_decree)
        .transpose()
}

fn read_decree(row: &Row) -> Result<QuotaDecree, Failure> {
    Ok(QuotaDecree {
        id: row.get("id")?,
        number: row.get("number")?,
        title: row.get("title")?,
        valid_from: row.get("valid_from_on")?,
        valid_until: row.get("valid_until_on")?,
        state: row.parse("state")?,
        revision: row.get("revision")?,
    })
}

const RULE_COLUMNS: &str = "r.id, r.target, r.class, r.vehicle_id, r.post_id, r.unit, r.amount, \
     r.per, r.carry_over, d.number, d.valid_from_on";

/// The rules of a decree.
pub fn list_rules(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    decree: DecreeId,
) -> Result<Vec<QuotaRule>, Failure> {
    let sql = format!(
        "SELECT {RULE_COLUMNS} FROM quota_rule r \
         JOIN quota_decree d ON d.tenant_id = r.tenant_id AND d.id = r.decree_id \
         WHERE r.tenant_id = $1 AND r.decree_id = $2 ORDER BY r.id LIMIT 5000"
    );
    tx.query(&sql, params![tenant, decree])?
        .iter()
        .map(read_rule)
        .collect()
}

/// The rules in force on a day that concern a vehicle, its class or its holder's post.
pub fn list_rules_for(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (vehicle, class, post): (VehicleId, &str, Option<PostId>),
    on: CivilDate,
) -> Result<Vec<QuotaRule>, Failure> {
    let sql = format!(
        "SELECT {RULE_COLUMNS} FROM quota_rule r \
         JOIN quota_decree d ON d.tenant_id = r.tenant_id AND d.id = r.decree_id \
         WHERE r.tenant_id = $1 AND (r.vehicle_id = $2 OR r.class = $3 OR r.post_id = $4) \
         AND d.state = 'in_force' AND d.valid_from_on <= $5 \
         AND (d.valid_until_on IS NULL OR d.valid_until_on >= $5) LIMIT 1000"
    );
    let on = on.to_string();
    tx.query(
        &sql,
        params![tenant, vehicle, class, Value::maybe_id(post), &on],
    )?
    .iter()
    .map(read_rule)
    .collect()
}

fn read_rule(row: &Row) -> Result<QuotaRule, Failure> {
    let target: String = row.get("target")?;
    Ok(QuotaRule {
        id: row.get("id")?,
        decree_number: row.get("number")?,
        valid_from: row.get("valid_from_on")?,
        target: match target.as_str() {
            "class" => QuotaTarget::Class(row.get("class")?),
            "vehicle" => QuotaTarget::Vehicle(row.get("vehicle_id")?),
            _ => QuotaTarget::Post(row.get("post_id")?),
        },
        unit: row.parse("unit")?,
        amount: row.get("amount")?,
        per: row.parse("per")?,
        carry_over: row.get("carry_over")?,
    })
}
