//! The rows that samples of the register left.

use base::{TenantId, Uuid};
use db::{Failure, Tx, params};

/// Deletes the rows of one sample; whatever stands on them makes it fail.
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
        "unit" => &["DELETE FROM unit WHERE tenant_id = $1 AND id = $2"],
        "agency" => &[
            "DELETE FROM agency_head WHERE tenant_id = $1 AND agency_id = $2",
            "DELETE FROM agency WHERE tenant_id = $1 AND id = $2",
        ],
        "calendar_day" => &["DELETE FROM calendar_day WHERE tenant_id = $1 AND id = $2"],
        "place" => &[
            "DELETE FROM place_boundary WHERE tenant_id = $1 AND place_id = $2",
            "DELETE FROM place WHERE tenant_id = $1 AND id = $2",
        ],
        _ => &[],
    };
    for sql in statements {
        tx.change(sql, params![tenant, record])?;
    }
    Ok(())
}
