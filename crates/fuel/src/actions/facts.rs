//! What issue and redemption must know of the other areas.

use base::{CivilDate, TenantId, Zone};
use db::{Failure, Tx};
use fleet::VehicleId;
use register::Settings;

/// The settings of the city with its zone.
pub(super) struct CityFacts {
    pub(super) settings: Settings,
    pub(super) zone: Zone,
}

pub(super) fn load_city(tx: &mut Tx<'_>, tenant: TenantId) -> Result<CityFacts, Failure> {
    let settings = register::load_settings(tx, tenant)?;
    let zone = Zone::named(&settings.zone)
        .map_err(|error| Failure::other("the city's zone", error))?;
    Ok(CityFacts { settings, zone })
}

/// The post of the person who holds a vehicle on a day, where quotas follow posts.
pub(super) fn holder_post(
    _tx: &mut Tx<'_>,
    _tenant: TenantId,
    _vehicle: VehicleId,
    _on: CivilDate,
) -> Result<Option<base::PostId>, Failure> {
    Ok(None)
}
