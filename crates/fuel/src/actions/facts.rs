//! What issue and redemption must know of the other areas.

use base::{CivilDate, TenantId, Zone};
use db::{Failure, Tx};
use fleet::{Duty, Vehicle, VehicleId, VehicleKind};
use register::Settings;

use crate::model::VoucherKind;

/// The settings of the city with its zone.
pub(super) struct CityFacts {
    pub(super) settings: Settings,
    pub(super) zone: Zone,
}

pub(super) fn load_city(tx: &mut Tx<'_>, tenant: TenantId) -> Result<CityFacts, Failure> {
    let settings = register::load_settings(tx, tenant)?;
    let zone =
        Zone::named(&settings.zone).map_err(|error| Failure::other("the city's zone", error))?;
    Ok(CityFacts { settings, zone })
}

/// The post of the person who holds a vehicle on a day, where quotas follow posts.
///
/// Of several posts the one held longest counts.
pub(super) fn holder_post(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
    on: CivilDate,
) -> Result<Option<base::PostId>, Failure> {
    let assignments = fleet::list_assignments(tx, tenant, vehicle)?;
    let holder = assignments.iter().find(|one| {
        one.duty == Duty::Holder
            && one.from_on <= on
            && one.until_on.is_none_or(|until| on <= until)
    });
    let Some(holder) = holder else {
        return Ok(None);
    };
    let posts = register::list_posts_of(tx, tenant, holder.person, on)?;
    Ok(posts.first().map(|held| held.post))
}

/// A machine's fuel is drawn into a container.
pub(super) fn kind_of(vehicle: &Vehicle) -> VoucherKind {
    match vehicle.kind {
        VehicleKind::Vehicle => VoucherKind::Vehicle,
        VehicleKind::Machine => VoucherKind::Container,
    }
}
