//! Purchases that were attached to samples.

use base::{TenantId, Uuid};
use db::{Failure, Tx, params};

/// More than this are not named on one page.
const TIES_MAX: i64 = 20;

/// A purchase with the sample it was attached to.
pub(crate) struct TiedPurchase {
    pub(crate) id: Uuid,
    pub(crate) vehicle: String,
    pub(crate) sample: (&'static str, Uuid),
}

pub(crate) fn list_tied_purchases(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<TiedPurchase>, Failure> {
    let mut tied = Vec::new();
    for (column, kind) in [
        ("vehicle_id", "vehicle"),
        ("station_id", "station"),
        ("agency_id", "agency"),
    ] {
        let sql = format!(
            "SELECT id, vehicle_text, {column} AS sample FROM purchase WHERE tenant_id = $1 \
             AND {column} IN \
             (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = '{kind}') \
             ORDER BY bought_at DESC, id LIMIT $2"
        );
        for row in tx.query(&sql, params![tenant, TIES_MAX])? {
            let id: Uuid = row.get("id")?;
            if tied.iter().all(|known: &TiedPurchase| known.id != id) {
                tied.push(TiedPurchase {
                    id,
                    vehicle: row.get("vehicle_text")?,
                    sample: (kind, row.get("sample")?),
                });
            }
        }
    }
    Ok(tied)
}
