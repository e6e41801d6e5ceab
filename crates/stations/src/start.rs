//! The steps of "Langkah memulai" that lie with stations, from the products to the pump phone.

use std::sync::Arc;

use authz::{Action, Role};
use base::{PersonId, StationId, TenantId, UtcMicros};
use db::{Failure, Tx};
use identity::PinKind;
use register::{StartState, StartStep};
use web::{Locale, fl};

use crate::model::rule::ProductRule;
use crate::store::price::lookup_price;
use crate::store::product::list_products;
use crate::store::rule::list_product_rules;
use crate::store::start::{some_contracted, some_stations, some_with_device};
use crate::texts;

/// How many stations are asked for their prices.
const STATIONS_ASKED: usize = 3;

/// What a first voucher needs of stations, in the order in which it is done.
pub fn start_steps() -> Vec<Arc<dyn StartStep>> {
    vec![
        Arc::new(StationStep::Products),
        Arc::new(StationStep::Stations),
        Arc::new(StationStep::Contracts),
        Arc::new(StationStep::Prices),
        Arc::new(StationStep::Attendants),
        Arc::new(StationStep::Devices),
    ]
}

/// What may follow a first voucher: rules on who may take which product.
pub fn later_steps() -> Vec<Arc<dyn StartStep>> {
    vec![Arc::new(StationStep::Rules)]
}

#[derive(Debug, Clone, Copy)]
enum StationStep {
    Products,
    Stations,
    Contracts,
    Prices,
    Attendants,
    Devices,
    Rules,
}

impl StartStep for StationStep {
    fn state(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        now: UtcMicros,
        locale: Locale,
    ) -> Result<StartState, Failure> {
        match self {
            Self::Products => products(tx, tenant, locale),
            Self::Stations => stations(tx, tenant, locale),
            Self::Contracts => contracts(tx, (tenant, now), locale),
            Self::Prices => prices(tx, (tenant, now), locale),
            Self::Attendants => attendants(tx, (tenant, now), locale),
            Self::Devices => devices(tx, tenant, locale),
            Self::Rules => rules(tx, (tenant, now), locale),
        }
    }
}

/// A step that a first voucher needs.
fn needed((title, now, why): (String, String, String), is_done: bool) -> StartState {
    StartState {
        title,
        now,
        why,
        is_done,
        is_needed: true,
        href: "/spbu".to_owned(),
        action: Action::FuelStationEdit,
    }
}

/// The page of the one station that is missing something; the list where there is none yet.
fn page_of(stations: &[StationId], done: &[StationId]) -> String {
    let lacking = stations.iter().find(|station| !done.contains(station));
    lacking
        .or(stations.first())
        .map_or_else(|| "/spbu".to_owned(), |station| format!("/spbu/{station}"))
}

fn products(tx: &mut Tx<'_>, tenant: TenantId, locale: Locale) -> Result<StartState, Failure> {
    let (words, count) = (texts(locale), list_products(tx, tenant)?.len());
    let now = fl!(words, "start-products-now", number = count.to_string());
    let said = (
        fl!(words, "start-products"),
        now,
        fl!(words, "start-products-why"),
    );
    Ok(StartState {
        href: "/produk".to_owned(),
        action: Action::FuelRuleEdit,
        ..needed(said, count > 0)
    })
}

fn stations(tx: &mut Tx<'_>, tenant: TenantId, locale: Locale) -> Result<StartState, Failure> {
    let (words, count) = (texts(locale), some_stations(tx, tenant)?.len());
    let now = fl!(words, "start-stations-now", number = count.to_string());
    let said = (
        fl!(words, "start-stations"),
        now,
        fl!(words, "start-stations-why"),
    );
    Ok(StartState {
        href: "/spbu/baru".to_owned(),
        ..needed(said, count > 0)
    })
}

fn contracts(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    locale: Locale,
) -> Result<StartState, Failure> {
    let words = texts(locale);
    let zone = register::load_zone(tx, tenant)?;
    let all = some_stations(tx, tenant)?;
    let done = some_contracted(tx, tenant, zone.date(now))?;
    let count = done.len().to_string();
    let said = (
        fl!(words, "start-contracts"),
        fl!(words, "start-contracts-now", number = count),
        fl!(words, "start-contracts-why"),
    );
    let missing = all.iter().find(|station| !done.contains(station));
    let href = missing.map(|station| format!("/spbu/{station}/kontrak/baru"));
    Ok(StartState {
        href: href.unwrap_or_else(|| page_of(&all, &done)),
        action: Action::FuelContractEdit,
        ..needed(said, !done.is_empty())
    })
}

fn prices(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    locale: Locale,
) -> Result<StartState, Failure> {
    let words = texts(locale);
    let mut places: Vec<Option<StationId>> = vec![None];
    let stations = some_stations(tx, tenant)?;
    places.extend(stations.into_iter().take(STATIONS_ASKED).map(Some));
    let mut count = 0_usize;
    for product in list_products(tx, tenant)? {
        for place in &places {
            if lookup_price(tx, tenant, &product.code, *place, now)?.is_some() {
                count += 1;
                break;
            }
        }
    }
    let now = fl!(words, "start-prices-now", number = count.to_string());
    let said = (
        fl!(words, "start-prices"),
        now,
        fl!(words, "start-prices-why"),
    );
    Ok(StartState {
        href: "/harga/baru".to_owned(),
        action: Action::FuelPriceEdit,
        ..needed(said, count > 0)
    })
}

fn attendants(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    locale: Locale,
) -> Result<StartState, Failure> {
    let words = texts(locale);
    let holders = identity::list_holders(tx, tenant, Role::Attendant, now)?;
    let mut people: Vec<PersonId> = holders.into_iter().map(|(person, _)| person).collect();
    people.dedup();
    let mut with_pin = 0_usize;
    for person in &people {
        if identity::lookup_pin(tx, tenant, *person, PinKind::Attendant)?.is_some() {
            with_pin += 1;
        }
    }
    let now = fl!(
        words,
        "start-attendants-now",
        number = people.len().to_string(),
        pins = with_pin.to_string()
    );
    let said = (
        fl!(words, "start-attendants"),
        now,
        fl!(words, "start-attendants-why"),
    );
    let href = people.first().map_or_else(
        || "/pengguna/baru".to_owned(),
        |person| format!("/pengguna/{person}"),
    );
    Ok(StartState {
        href,
        action: Action::IdentityUserEdit,
        ..needed(said, with_pin > 0)
    })
}

fn devices(tx: &mut Tx<'_>, tenant: TenantId, locale: Locale) -> Result<StartState, Failure> {
    let words = texts(locale);
    let (all, done) = (some_stations(tx, tenant)?, some_with_device(tx, tenant)?);
    let now = fl!(words, "start-devices-now", number = done.len().to_string());
    let said = (
        fl!(words, "start-devices"),
        now,
        fl!(words, "start-devices-why"),
    );
    Ok(StartState {
        href: page_of(&all, &done),
        action: Action::IdentityDeviceEnrol,
        ..needed(said, !done.is_empty())
    })
}

/// Without a rule every vehicle may take every product, and nobody is warned.
fn rules(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    locale: Locale,
) -> Result<StartState, Failure> {
    let words = texts(locale);
    let today = register::load_zone(tx, tenant)?.date(now);
    let rules = list_product_rules(tx, tenant)?;
    let holds = |rule: &&ProductRule| rule.holds_on(today);
    let count = rules.iter().filter(holds).count();
    let now = fl!(words, "start-rules-now", number = count.to_string());
    let said = (
        fl!(words, "start-rules"),
        now,
        fl!(words, "start-rules-why"),
    );
    Ok(StartState {
        // The empty list offers the standard rules with one button.
        href: "/aturan-produk".to_owned(),
        action: Action::FuelRuleEdit,
        is_needed: false,
        ..needed(said, count > 0)
    })
}
