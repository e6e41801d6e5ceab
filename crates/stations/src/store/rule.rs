use base::{CivilDate, Stamp, TenantId};
use db::{Failure, Row, Tx, params};

use crate::model::rule::{NewProductRule, ProductRule, ProductRuleId, ProductVerdict, decide};

/// More rules than a city keeps.
const RULES_MAX: i64 = 2_000;

fn read(row: &Row) -> Result<ProductRule, Failure> {
    Ok(ProductRule {
        id: row.get("id")?,
        content: NewProductRule {
            product: row.get("product")?,
            vehicle_class: row.get("vehicle_class")?,
            level: row.parse("level")?,
            decision: row.parse("decision")?,
            reason: row.get("reason")?,
            legal_basis: row.get("legal_basis")?,
            is_lifted_by_letter: row.get("is_lifted_by_letter")?,
            from_on: row.get("from_on")?,
            ends_on: row.get("ends_on")?,
        },
        revision: row.get("revision")?,
    })
}

/// All rules, past ones too: by product, the latest first.
pub fn list_product_rules(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<ProductRule>, Failure> {
    let rows = tx.query(
        "SELECT id, product, vehicle_class, level, decision, reason, legal_basis, is_lifted_by_letter, \
         from_on, ends_on, revision FROM product_rule WHERE tenant_id = $1 \
         ORDER BY product, from_on DESC, id LIMIT $2",
        params![tenant, RULES_MAX],
    )?;
    rows.iter().map(read).collect()
}

pub(crate) fn lookup_product_rule(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: ProductRuleId,
) -> Result<Option<ProductRule>, Failure> {
    tx.query_opt(
        "SELECT id, product, vehicle_class, level, decision, reason, legal_basis, is_lifted_by_letter, \
         from_on, ends_on, revision FROM product_rule WHERE tenant_id = $1 AND id = $2",
        params![tenant, id],
    )?
    .as_ref()
    .map(read)
    .transpose()
}

/// Whether a class of vehicle may take a product on a day.
pub fn product_verdict(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle_class: &str,
    product: &str,
    on: CivilDate,
) -> Result<ProductVerdict, Failure> {
    let on_text = on.to_string();
    let rows = tx.query(
        "SELECT id, product, vehicle_class, level, decision, reason, legal_basis, is_lifted_by_letter, \
         from_on, ends_on, revision FROM product_rule WHERE tenant_id = $1 AND product = $2 \
         AND from_on <= $3 AND (ends_on IS NULL OR ends_on > $3) \
         AND (vehicle_class IS NULL OR vehicle_class = $4)",
        params![tenant, product, &on_text, vehicle_class],
    )?;
    let rules: Result<Vec<_>, _> = rows.iter().map(read).collect();
    Ok(decide(&rules?, vehicle_class, on))
}

pub(crate) fn insert_product_rule(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    rule: &NewProductRule,
) -> Result<ProductRuleId, Failure> {
    let id = ProductRuleId::new(stamp.next_id());
    let from_on = rule.from_on.to_string();
    let ends_on = rule.ends_on.map(|on| on.to_string());
    tx.change_exactly_one(
        "INSERT INTO product_rule (tenant_id, id, product, vehicle_class, level, decision, reason, \
         legal_basis, is_lifted_by_letter, from_on, ends_on) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            stamp.tenant,
            id,
            &rule.product,
            &rule.vehicle_class,
            rule.level.word(),
            rule.decision.word(),
            &rule.reason,
            &rule.legal_basis,
            rule.is_lifted_by_letter,
            &from_on,
            &ends_on
        ],
    )?;
    Ok(id)
}

/// Whether the rule still had the revision.
pub(crate) fn end_product_rule(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: ProductRuleId,
    (revision, ends_on): (i64, CivilDate),
) -> Result<bool, Failure> {
    let ends_on = ends_on.to_string();
    tx.change_one(
        "UPDATE product_rule SET ends_on = $3 WHERE tenant_id = $1 AND id = $2 AND revision = $4",
        params![tenant, id, &ends_on, revision],
    )
}
