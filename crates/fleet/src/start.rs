//! The steps of "Langkah memulai" that lie with vehicles: the vehicles, their drivers, their tanks.

use std::sync::Arc;

use authz::Action;
use base::{TenantId, UtcMicros};
use db::{Failure, Tx};
use register::{StartState, StartStep};
use web::{Locale, fl};

use crate::store::start::{COUNT_MAX, count_drivers, count_vehicles, count_without_tank};
use crate::texts;

/// What a first voucher needs of vehicles.
pub fn needed_steps() -> Vec<Arc<dyn StartStep>> {
    vec![Arc::new(FleetStep::Vehicles), Arc::new(FleetStep::Drivers)]
}

/// What may follow later.
pub fn later_steps() -> Vec<Arc<dyn StartStep>> {
    vec![Arc::new(FleetStep::Tanks)]
}

#[derive(Debug, Clone, Copy)]
enum FleetStep {
    Vehicles,
    Drivers,
    Tanks,
}

impl StartStep for FleetStep {
    fn state(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        now: UtcMicros,
        locale: Locale,
    ) -> Result<StartState, Failure> {
        match self {
            Self::Vehicles => vehicles(tx, tenant, locale),
            Self::Drivers => drivers(tx, (tenant, now), locale),
            Self::Tanks => tanks(tx, tenant, locale),
        }
    }
}

/// A count, with "more than" where counting ended.
fn number(locale: Locale, count: i64) -> String {
    if count < COUNT_MAX {
        count.to_string()
    } else {
        fl!(texts(locale), "start-many", number = "1.000")
    }
}

fn vehicles(tx: &mut Tx<'_>, tenant: TenantId, locale: Locale) -> Result<StartState, Failure> {
    let (words, count) = (texts(locale), count_vehicles(tx, tenant)?);
    Ok(StartState {
        title: fl!(words, "start-vehicles"),
        now: fl!(words, "start-vehicles-now", number = number(locale, count)),
        why: fl!(words, "start-vehicles-why"),
        is_done: count > 0,
        is_needed: true,
        // The form offers the classes first, where there are none.
        href: "/kendaraan/baru".to_owned(),
        action: Action::FleetVehicleEdit,
    })
}

fn drivers(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    locale: Locale,
) -> Result<StartState, Failure> {
    let words = texts(locale);
    let zone = register::load_zone(tx, tenant)?;
    let count = count_drivers(tx, tenant, zone.date(now))?;
    Ok(StartState {
        title: fl!(words, "start-drivers"),
        now: fl!(words, "start-drivers-now", number = number(locale, count)),
        why: fl!(words, "start-drivers-why"),
        is_done: count > 0,
        is_needed: true,
        href: "/kendaraan".to_owned(),
        action: Action::FleetHolderEdit,
    })
}

fn tanks(tx: &mut Tx<'_>, tenant: TenantId, locale: Locale) -> Result<StartState, Failure> {
    let words = texts(locale);
    let (all, without) = (count_vehicles(tx, tenant)?, count_without_tank(tx, tenant)?);
    Ok(StartState {
        title: fl!(words, "start-tanks"),
        now: fl!(words, "start-tanks-now", number = number(locale, without)),
        why: fl!(words, "start-tanks-why"),
        is_done: all > 0 && without == 0,
        is_needed: false,
        href: "/kendaraan".to_owned(),
        action: Action::FleetVehicleEdit,
    })
}
