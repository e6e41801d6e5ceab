use base::{Stamp, TenantId, Uuid};
use db::{Failure, Row, Tx, params};

use crate::model::product::{Product, ProductDetails};

/// More products than any city sells.
const PRODUCTS_MAX: i64 = 500;

fn read(row: &Row) -> Result<Product, Failure> {
    let substitutes: String = row.get("substitutes")?;
    let codes = substitutes.split(',').filter(|code| !code.is_empty());
    Ok(Product {
        id: row.get("id")?,
        code: row.get("code")?,
        details: ProductDetails {
            name: row.get("name")?,
            kind: row.parse("kind")?,
            subsidy_class: row.parse("subsidy_class")?,
            grade: row.get("grade")?,
            substitutes: codes.map(str::to_owned).collect(),
            position: row.get("position")?,
            is_active: row.get("is_active")?,
        },
        revision: row.get("revision")?,
    })
}

/// All products in their order, those no longer sold included.
pub fn list_products(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<Product>, Failure> {
    let rows = tx.query(
        "SELECT id, code, name, kind, subsidy_class, grade, substitutes, position, is_active, revision \
         FROM fuel_product WHERE tenant_id = $1 ORDER BY position, code LIMIT $2",
        params![tenant, PRODUCTS_MAX],
    )?;
    rows.iter().map(read).collect()
}

/// The product with a code.
pub fn lookup_product(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    code: &str,
) -> Result<Option<Product>, Failure> {
    tx.query_opt(
        "SELECT id, code, name, kind, subsidy_class, grade, substitutes, position, is_active, revision \
         FROM fuel_product WHERE tenant_id = $1 AND code = $2",
        params![tenant, code],
    )?
    .as_ref()
    .map(read)
    .transpose()
}

pub(crate) fn insert_product(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    code: &str,
    details: &ProductDetails,
) -> Result<Uuid, Failure> {
    let id = stamp.next_id();
    let substitutes = details.substitutes.join(",");
    tx.change_exactly_one(
        "INSERT INTO fuel_product (tenant_id, id, code, name, kind, subsidy_class, grade, substitutes, \
         position, is_active) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            stamp.tenant,
            id,
            code,
            &details.name,
            details.kind.word(),
            details.subsidy_class.word(),
            &details.grade,
            &substitutes,
            details.position,
            details.is_active
        ],
    )?;
    Ok(id)
}

/// Whether the product still had the revision.
pub(crate) fn update_product(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    code: &str,
    (revision, details): (i64, &ProductDetails),
) -> Result<bool, Failure> {
    let substitutes = details.substitutes.join(",");
    tx.change_one(
        "UPDATE fuel_product SET name = $3, kind = $4, subsidy_class = $5, grade = $6, \
         substitutes = $7, position = $8, is_active = $9 \
         WHERE tenant_id = $1 AND code = $2 AND revision = $10",
        params![
            tenant,
            code,
            &details.name,
            details.kind.word(),
            details.subsidy_class.word(),
            &details.grade,
            &substitutes,
            details.position,
            details.is_active,
            revision
        ],
    )
}
