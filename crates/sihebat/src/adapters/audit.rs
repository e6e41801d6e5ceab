//! The records of every area whose history "Jejak audit" shows.

use authz::Resource;
use base::{CivilDate, TenantId, Uuid, Zone};
use db::{Failure, Tx};
use register::{AuditSubject, AuditWords};

/// Vouchers, quota decrees, vehicles, budget lines and stations.
#[derive(Clone)]
pub(crate) struct FuelAudit {
    zone: Zone,
    clock: std::sync::Arc<dyn base::Clock>,
}

impl FuelAudit {
    pub(crate) fn new(zone: Zone, clock: std::sync::Arc<dyn base::Clock>) -> Self {
        Self { zone, clock }
    }

    fn today(&self) -> CivilDate {
        self.zone.date(self.clock.now())
    }
}

impl AuditWords for FuelAudit {
    fn kinds(&self) -> &[&'static str] {
        &[
            "voucher",
            "quota_decree",
            "vehicle",
            "budget_line",
            "station",
        ]
    }

    fn subject(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        kind: &str,
        id: Uuid,
    ) -> Result<Option<AuditSubject>, Failure> {
        let city = Resource::tenant(tenant);
        let subject = |title, href, resource| AuditSubject {
            title,
            href,
            resource,
        };
        Ok(match kind {
            "voucher" => fuel::lookup_voucher(tx, tenant, id.into())?.map(|found| {
                subject(
                    found.code,
                    format!("/voucher/{id}"),
                    city.agency(found.agency),
                )
            }),
            "quota_decree" => fuel::lookup_decree(tx, tenant, id.into())?
                .map(|found| subject(found.number, format!("/kuota/{id}"), city)),
            "vehicle" => fleet::lookup_vehicle(tx, tenant, id.into(), self.today())?.map(|found| {
                let resource = city.agency(found.agency).unit(found.unit);
                subject(
                    found.name().to_owned(),
                    format!("/kendaraan/{id}"),
                    resource,
                )
            }),
            "budget_line" => budget::lookup_line(tx, tenant, id.into())?.map(|found| {
                subject(
                    found.activity_name,
                    format!("/pagu/{id}"),
                    city.agency(found.agency),
                )
            }),
            "station" => stations::lookup_station(tx, tenant, id.into())?.map(|found| {
                let resource = city.station(found.id);
                subject(found.details.name, format!("/spbu/{id}"), resource)
            }),
            _ => None,
        })
    }
}
