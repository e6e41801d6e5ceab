use base::{TenantId, UtcMicros, Uuid};
use db::{Failure, Tx, params};

/// Marks a record as a sample; the caller journals. Marking twice changes nothing.
pub fn mark_sample(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    kind: &str,
    record: impl Into<Uuid>,
) -> Result<(), Failure> {
    tx.change_one(
        "INSERT INTO sample_record (tenant_id, kind, record_id, marked_at) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, kind, record_id) DO NOTHING",
        params![tenant, kind, record.into(), now],
    )?;
    Ok(())
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

/// How many records of each kind came with the samples.
pub fn count_samples(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<(String, i64)>, Failure> {
    let rows = tx.query(
        "SELECT kind, COUNT(*) AS number FROM sample_record WHERE tenant_id = $1 \
         GROUP BY kind ORDER BY kind LIMIT 100",
        params![tenant],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("kind")?, row.get("number")?)))
        .collect()
}

/// Samples of a kind, at most so many, the latest first.
pub fn list_samples(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    kind: &str,
    limit: i64,
) -> Result<Vec<Uuid>, Failure> {
    let rows = tx.query(
        "SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = $2 \
         ORDER BY marked_at DESC, record_id DESC LIMIT $3",
        params![tenant, kind, limit],
    )?;
    rows.iter().map(|row| row.get("record_id")).collect()
}

/// Takes the mark from a record; the caller journals.
pub fn unmark_sample(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    kind: &str,
    record: impl Into<Uuid>,
) -> Result<(), Failure> {
    tx.change_one(
        "DELETE FROM sample_record WHERE tenant_id = $1 AND kind = $2 AND record_id = $3",
        params![tenant, kind, record.into()],
    )?;
    Ok(())
}
