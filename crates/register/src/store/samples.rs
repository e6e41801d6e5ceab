use base::{TenantId, UtcMicros, Uuid};
use db::{Failure, Tx, params};

/// More marks than this are not shown; filling makes some thirty.
const MARKS_MAX: i64 = 1_000;

/// Beginning of the kinds that say which areas were filled; no records of their own.
const CLAIM: &str = "fill.";

/// Marks a record as a sample; the caller journals. `false` where it is marked already.
///
/// Of two who mark at once the second waits for the first and then changes nothing.
pub(crate) fn mark_sample(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    kind: &str,
    record: Uuid,
) -> Result<bool, Failure> {
    tx.change_one(
        "INSERT INTO sample_record (tenant_id, kind, record_id, marked_at) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, kind, record_id) DO NOTHING",
        params![tenant, kind, record, now],
    )
}

/// The kind under which an area's filling is noted.
pub(crate) fn claim_kind(area: &str) -> String {
    format!("{CLAIM}{area}")
}

/// The areas that were filled.
pub(crate) fn list_filled(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<String>, Failure> {
    let rows = tx.query(
        "SELECT kind FROM sample_record WHERE tenant_id = $1 AND kind LIKE 'fill.%' LIMIT 100",
        params![tenant],
    )?;
    rows.iter()
        .map(|row| {
            let kind: String = row.get("kind")?;
            Ok(kind.trim_start_matches(CLAIM).to_owned())
        })
        .collect()
}

/// Deletes the notes of which areas were filled; gives how many.
pub(crate) fn delete_claims(tx: &mut Tx<'_>, tenant: TenantId) -> Result<usize, Failure> {
    tx.change(
        "DELETE FROM sample_record WHERE tenant_id = $1 AND kind LIKE 'fill.%'",
        params![tenant],
    )
}

/// Whether a record came with the samples.
pub fn is_sample(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    kind: &str,
    record: impl Into<Uuid>,
) -> Result<bool, Failure> {
    let row = tx.query_opt(
        "SELECT marked_at FROM sample_record WHERE tenant_id = $1 AND kind = $2 AND record_id = $3",
        params![tenant, kind, record.into()],
    )?;
    Ok(row.is_some())
}

/// Samples of a kind, at most so many, in the order in which they were created.
pub fn list_samples(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    kind: &str,
    limit: i64,
) -> Result<Vec<Uuid>, Failure> {
    let rows = tx.query(
        "SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = $2 \
         ORDER BY marked_at, record_id LIMIT $3",
        params![tenant, kind, limit],
    )?;
    rows.iter().map(|row| row.get("record_id")).collect()
}

/// Every mark with its kind.
pub(crate) fn list_all_samples(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<(String, Uuid)>, Failure> {
    let rows = tx.query(
        "SELECT kind, record_id FROM sample_record WHERE tenant_id = $1 \
         AND kind NOT LIKE 'fill.%' ORDER BY kind, record_id LIMIT $2",
        params![tenant, MARKS_MAX],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("kind")?, row.get("record_id")?)))
        .collect()
}

/// Takes the mark from a record, whether its owner deletes or keeps it; the caller journals.
pub fn unmark_sample(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    kind: &str,
    record: impl Into<Uuid>,
) -> Result<bool, Failure> {
    tx.change_one(
        "DELETE FROM sample_record WHERE tenant_id = $1 AND kind = $2 AND record_id = $3",
        params![tenant, kind, record.into()],
    )
}
