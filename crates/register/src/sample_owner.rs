//! The register's own samples.

use base::{Stamp, TenantId, Uuid};
use db::{Failure, FailureKind, Tx, params};

use crate::SampleOwner;

/// Deletes sample posts, units, agencies, days and places on which nothing real stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct RegisterSamples;

impl SampleOwner for RegisterSamples {
    fn kinds(&self) -> &[&'static str] {
        &["post", "unit", "agency", "calendar_day", "place"]
    }

    fn delete(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        kind: &str,
        record: Uuid,
    ) -> Result<bool, Failure> {
        let gone = tx.savepoint(|tx| delete_rows(tx, stamp.tenant, kind, record));
        match gone {
            Ok(()) => Ok(true),
            // Something real stands on it: a unit, a vehicle, a budget line.
            Err(failure) if failure.kind() == FailureKind::ForeignKey => Ok(false),
            Err(failure) => Err(failure),
        }
    }
}

fn delete_rows(tx: &mut Tx<'_>, tenant: TenantId, kind: &str, record: Uuid) -> Result<(), Failure> {
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
