//! The rows that samples of the register left, and the real rows that refer to samples.

use base::{CivilDate, PersonId, TenantId, Uuid};
use db::{Failure, Tx, params};

/// More real records than this are not named on one page.
const TIES_MAX: i64 = 20;

/// Deletes the posts and units of a sample agency.
pub(crate) fn delete_posts_and_units(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    agency: Uuid,
) -> Result<(), Failure> {
    for sql in [
        "DELETE FROM post_holder WHERE tenant_id = $1 AND post_id IN \
         (SELECT id FROM post WHERE tenant_id = $1 AND agency_id = $2)",
        "DELETE FROM post WHERE tenant_id = $1 AND agency_id = $2",
        "DELETE FROM unit WHERE tenant_id = $1 AND agency_id = $2",
    ] {
        tx.change(sql, params![tenant, agency])?;
    }
    Ok(())
}

/// The units of an agency, closed ones too.
pub(crate) fn list_unit_ids(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    agency: Uuid,
) -> Result<Vec<Uuid>, Failure> {
    let rows = tx.query(
        "SELECT id FROM unit WHERE tenant_id = $1 AND agency_id = $2 ORDER BY id LIMIT 1000",
        params![tenant, agency],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Deletes the rows of one sample.
pub(crate) fn delete_sample_rows(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    kind: &str,
    record: Uuid,
) -> Result<(), Failure> {
    let statements: &[&str] = match kind {
        "post" => &[
            "DELETE FROM post_holder WHERE tenant_id = $1 AND post_id = $2",
            "DELETE FROM post WHERE tenant_id = $1 AND id = $2",
        ],
        "unit" => &[
            "UPDATE post SET unit_id = NULL WHERE tenant_id = $1 AND unit_id = $2",
            "DELETE FROM unit WHERE tenant_id = $1 AND id = $2",
        ],
        "agency" => &[
            "DELETE FROM agency_head WHERE tenant_id = $1 AND agency_id = $2",
            "DELETE FROM agency WHERE tenant_id = $1 AND id = $2",
        ],
        "person" => &["DELETE FROM post_holder WHERE tenant_id = $1 AND person_id = $2"],
        _ => &[],
    };
    for sql in statements {
        tx.change(sql, params![tenant, record])?;
    }
    Ok(())
}

/// How many posts and units go with the sample agencies.
pub(crate) fn count_posts_and_units(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<(i64, i64), Failure> {
    let mut count = |table: &str, kind: &str| {
        let sql = format!(
            "SELECT COUNT(*) AS count FROM {table} WHERE tenant_id = $1 AND (agency_id IN \
             (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'agency') \
             OR id IN (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = '{kind}'))"
        );
        tx.query_one(&sql, params![tenant])?.get::<i64>("count")
    };
    Ok((count("post", "post")?, count("unit", "unit")?))
}

/// Real posts that a sample person holds on a day: post, its name, the person.
pub(crate) fn list_posts_held_by_samples(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    on: CivilDate,
) -> Result<Vec<(Uuid, String, PersonId)>, Failure> {
    let rows = tx.query(
        "SELECT p.id, p.name, h.person_id FROM post_holder h \
         JOIN post p ON p.tenant_id = h.tenant_id AND p.id = h.post_id \
         WHERE h.tenant_id = $1 AND h.person_id IN \
         (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'person') \
         AND p.agency_id NOT IN \
         (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'agency') \
         AND p.id NOT IN \
         (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'post') \
         AND (h.until_on IS NULL OR h.until_on >= $2) ORDER BY p.name, p.id LIMIT $3",
        params![tenant, &on.to_string(), TIES_MAX],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("name")?, row.get("person_id")?)))
        .collect()
}
