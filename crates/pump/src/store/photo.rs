//! Where a photo belongs: who may see it follows from that.

use base::{AgencyId, PersonId, StationId, TenantId};
use db::{Failure, Tx, params};

/// A place a photo belongs to; the same picture may belong to more than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PhotoPlace {
    /// The station whose pump it was.
    pub(crate) station: StationId,
    /// The agency that pays.
    pub(crate) agency: AgencyId,
    /// Who drew.
    pub(crate) driver: Option<PersonId>,
}

/// The places a photo with this hash belongs to.
pub(crate) fn list_photo_places(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    hash: &str,
) -> Result<Vec<PhotoPlace>, Failure> {
    tx.query(
        "SELECT h.station_id, h.driver_id, v.agency_id FROM redemption_photo p \
         JOIN redemption_hold h ON h.tenant_id = p.tenant_id AND h.id = p.hold_id \
         JOIN voucher v ON v.tenant_id = h.tenant_id AND v.id = h.voucher_id \
         WHERE p.tenant_id = $1 AND p.hash = $2 LIMIT 20",
        params![tenant, hash],
    )?
    .iter()
    .map(|row| {
        Ok(PhotoPlace {
            station: row.get("station_id")?,
            agency: row.get("agency_id")?,
            driver: row.get("driver_id")?,
        })
    })
    .collect()
}
