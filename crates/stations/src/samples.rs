//! The sample station: contract, prices of its own, an attendant.

use authz::{Role, Scope};
use base::{CivilDate, Rupiah, Stamp, StationId, TenantId};
use db::{ActionError, Failure, Tx};
use identity::{NewPin, PersonDetails, PinKind, set_pin};
use register::{
    SampleHand, SampleOwner, SampleRefusal, blocked, list_samples, load_settings, load_zone,
    record_deletion, unmark_sample,
};
use web::{Locale, fl};

use crate::model::station::StationDetails;
use crate::store::{product::list_products, rule::list_product_rules, samples as store};
use crate::{
    MeansOfPayment, NewContract, NewPriceNotice, OpeningHours, PricePlace, add_contract,
    add_price_notice, add_standard_products, add_standard_rules, add_station, texts,
};

const STATION: &str = "SPBU Lontar";
/// A number that no station has: the first digit is none of a region's.
const NUMBER: &str = "99.999.99";
const ATTENDANT: &str = "Debora Lay";
/// Where a city has not said its province yet.
const PROVINCE: &str = "53";

/// Round prices per litre; only the sample station has them.
const PRICES: [(&str, i64); 7] = [
    ("pertalite", 10_000),
    ("pertamax", 13_000),
    ("pertamax_green", 13_500),
    ("pertamax_turbo", 14_500),
    ("biosolar", 6_800),
    ("dexlite", 14_000),
    ("pertamina_dex", 14_500),
];

/// The station and what hangs on it.
#[derive(Debug, Clone, Copy, Default)]
pub struct StationSamples;

impl SampleOwner for StationSamples {
    fn plan(&self, locale: Locale) -> Vec<String> {
        let words = texts(locale);
        vec![
            fl!(words, "samples-plan-station", name = STATION),
            fl!(words, "samples-plan-attendant", name = ATTENDANT),
        ]
    }

    fn area(&self) -> Option<&'static str> {
        Some("stations")
    }

    fn fill(
        &self,
        tx: &mut Tx<'_>,
        hand: &SampleHand<'_>,
    ) -> Result<(), ActionError<SampleRefusal>> {
        let (stamp, tenant) = (hand.stamp, hand.stamp.tenant);
        if list_products(tx, tenant)?.is_empty() {
            add_standard_products(tx, stamp, hand.actor).map_err(blocked("product"))?;
        }
        let today = load_zone(tx, tenant)?.date(stamp.at);
        if list_product_rules(tx, tenant)?.is_empty() {
            add_standard_rules(tx, stamp, hand.actor).map_err(blocked("product_rule"))?;
        }
        let station = fill_station(tx, hand)?;
        let number = format!("CONTOH/{}", today.year());
        let contract = NewContract {
            station,
            number: number.clone(),
            from_on: today,
            until_on: last_day_after(today),
            means: MeansOfPayment::OnAccount,
            deposit: None,
        };
        add_contract(tx, stamp, hand.actor, &contract).map_err(blocked("contract"))?;
        fill_prices(tx, hand, (station, today, &number))?;
        fill_attendant(tx, hand, station)
    }

    fn count(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        locale: Locale,
    ) -> Result<Vec<(String, i64)>, Failure> {
        let (words, counts) = (texts(locale), store::count_sample_stations(tx, tenant)?);
        Ok(vec![
            (fl!(words, "stations"), counts.stations),
            (fl!(words, "samples-prices"), counts.prices),
            (fl!(words, "samples-devices"), counts.devices),
            (fl!(words, "samples-shifts"), counts.shifts),
        ])
    }

    fn delete(&self, tx: &mut Tx<'_>, stamp: &Stamp, most: i64) -> Result<i64, Failure> {
        let stations = list_samples(tx, stamp.tenant, "station", 1)?;
        let Some(station) = stations.first().copied() else {
            return Ok(0);
        };
        // A station of many shifts goes in several steps.
        let shifts = store::delete_sample_shifts(tx, stamp.tenant, station, most)?;
        if shifts > 0 {
            record_deletion(tx, stamp, "station", station)?;
        }
        if shifts >= most {
            return Ok(shifts);
        }
        store::delete_sample_station(tx, stamp.tenant, station)?;
        identity::delete_grants_within(tx, stamp.tenant, station)?;
        unmark_sample(tx, stamp.tenant, "station", station)?;
        record_deletion(tx, stamp, "station", station)?;
        Ok(shifts.saturating_add(1))
    }
}

/// The last day of the next year.
fn last_day_after(today: CivilDate) -> CivilDate {
    let year = today.year().saturating_add(1);
    CivilDate::new(year, 12, 31).unwrap_or(today)
}

fn fill_station(
    tx: &mut Tx<'_>,
    hand: &SampleHand<'_>,
) -> Result<StationId, ActionError<SampleRefusal>> {
    let tenant = hand.stamp.tenant;
    let code = load_settings(tx, tenant)?.city_code;
    let province: String = code.chars().take_while(char::is_ascii_digit).collect();
    let products = list_products(tx, tenant)?;
    let details = StationDetails {
        number: NUMBER
            .parse()
            .map_err(|_| Failure::bug("the sample station's number"))?,
        name: STATION.to_owned(),
        address: "Jalan Lontar".to_owned(),
        province: if province.len() == 2 {
            province
        } else {
            PROVINCE.to_owned()
        },
        place_code: None,
        coordinates: None,
        hours: OpeningHours::ALWAYS,
        phone: None,
        owner_company: None,
        is_active: true,
        products: products.into_iter().map(|product| product.code).collect(),
    };
    let station = add_station(tx, hand.stamp, hand.actor, &details);
    let station = station.map_err(blocked("station"))?;
    hand.mark(tx, "station", station)?;
    Ok(station)
}

/// Prices of this station alone: no real voucher is worked out with them.
fn fill_prices(
    tx: &mut Tx<'_>,
    hand: &SampleHand<'_>,
    (station, today, number): (StationId, CivilDate, &str),
) -> Result<(), ActionError<SampleRefusal>> {
    let zone = load_zone(tx, hand.stamp.tenant)?;
    let valid_from_at = zone
        .start_of(today)
        .map_err(|error| Failure::other("the start of a day", error))?;
    let products = list_products(tx, hand.stamp.tenant)?;
    for (product, price) in PRICES {
        if !products.iter().any(|known| known.code == product) {
            continue;
        }
        let notice = NewPriceNotice {
            product: product.to_owned(),
            place: PricePlace::Station(station),
            price: Some(Rupiah::new(price)),
            valid_from_at,
            valid_until_at: None,
            source_number: number.to_owned(),
            source_on: Some(today),
            replaces: false,
        };
        add_price_notice(tx, hand.stamp, hand.actor, &notice).map_err(blocked("price"))?;
    }
    Ok(())
}

fn fill_attendant(
    tx: &mut Tx<'_>,
    hand: &SampleHand<'_>,
    station: StationId,
) -> Result<(), ActionError<SampleRefusal>> {
    let details = PersonDetails::named(ATTENDANT);
    let role = (Role::Attendant, Scope::Station(station));
    let attendant = register::add_sample_person(tx, hand, (details, false, 5), role)?;
    let pin = NewPin {
        person: attendant,
        kind: PinKind::Attendant,
        hash: hand.secrets.pin(PinKind::Attendant).to_owned(),
        salt: hand.secrets.salt(1),
    };
    set_pin(tx, hand.stamp, hand.actor, &pin).map_err(blocked("attendant"))?;
    Ok(())
}
