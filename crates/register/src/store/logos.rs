//! Logos of letterheads.

use base::{AgencyId, TenantId, Uuid};
use db::{Failure, Row, Tx, params};

use crate::Logo;

fn logo(row: &Row) -> Result<Option<Logo>, Failure> {
    let hash: Option<Vec<u8>> = row.get("hash")?;
    let alt = row.get("alt")?;
    let hash = hash.and_then(|hash| <[u8; 32]>::try_from(hash).ok());
    Ok(hash.map(|hash| Logo { hash, alt }))
}

/// The logo of an agency, or of the city by the id of its tenant.
pub fn lookup_logo(tx: &mut Tx<'_>, tenant: TenantId, id: Uuid) -> Result<Option<Logo>, Failure> {
    let row = tx.query_opt(
        "SELECT hash, alt FROM letterhead_logo WHERE tenant_id = $1 AND id = $2",
        params![tenant, id],
    )?;
    row.as_ref().map_or(Ok(None), logo)
}

/// The logo on an agency's letterhead: its own, or else the city's.
pub fn lookup_letterhead_logo(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    agency: AgencyId,
) -> Result<Option<Logo>, Failure> {
    match lookup_logo(tx, tenant, agency.uuid())? {
        Some(own) => Ok(Some(own)),
        None => lookup_logo(tx, tenant, tenant.uuid()),
    }
}

/// Whether some letterhead has the logo with this file.
pub fn has_logo_file(tx: &mut Tx<'_>, tenant: TenantId, hash: &[u8; 32]) -> Result<bool, Failure> {
    let row = tx.query_opt(
        "SELECT id FROM letterhead_logo WHERE tenant_id = $1 AND hash = $2 LIMIT 1",
        params![tenant, hash.as_slice()],
    )?;
    Ok(row.is_some())
}

pub(crate) fn set_logo(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: Uuid,
    logo: Option<&Logo>,
) -> Result<(), Failure> {
    let hash = logo.map(|logo| logo.hash.as_slice());
    let alt = logo.map_or("", |logo| logo.alt.as_str());
    tx.change_exactly_one(
        "INSERT INTO letterhead_logo (tenant_id, id, hash, alt) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant_id, id) DO UPDATE SET hash = $3, alt = $4",
        params![tenant, id, hash, alt],
    )
}
