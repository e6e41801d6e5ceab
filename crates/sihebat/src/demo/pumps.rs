//! Products, rules, prices, stations with contracts, devices and attendants.

use authz::{Role, Scope};
use base::{CivilDate, Rupiah, UtcMicros};
use db::ActionError;
use identity::{PersonDetails, SeedPerson, seed_person};
use sim::{Means, Price, Product, Station, Town, utc_micros};
use stations::{
    Coordinates, DeviceEnrolment, MeansOfPayment, NewContract, NewDevice, NewPriceNotice,
    OpeningHours, PricePlace, StationDetails,
};

use super::city::PROVINCE;
use super::tell;
use super::world::{Outlet, World};
use crate::operator::draw_token;
use crate::terminal::words;

/// A deposit that lasts for years.
const DEPOSIT: Rupiah = Rupiah::new(20_000_000_000);

pub(super) fn write(world: &mut World, town: &Town) -> anyhow::Result<()> {
    tell(
        &world.machine,
        &words!(
            world.machine.language,
            "SPBU dan harga",
            "stations and prices"
        ),
    );
    let at = world.began_at()?;
    let admin = world.admin();
    world.act(at, move |tx, stamp| {
        stations::add_standard_products(tx, stamp, &admin)
    })?;
    let admin = world.admin();
    world.act(at, move |tx, stamp| {
        stations::add_standard_rules(tx, stamp, &admin)
    })?;
    prices(world, town, at)?;
    for station in &town.stations {
        let outlet = self::station(world, station, at)?;
        world.outlets.insert(station.no, outlet);
    }
    attendants(world, town, at)
}

/// The product's code in the city's register.
pub(super) fn product_code(product: Product) -> String {
    product.name().to_lowercase().replace(' ', "_")
}

/// The prices of the period, and of each product the last one before it.
fn prices(world: &mut World, town: &Town, at: UtcMicros) -> anyhow::Result<()> {
    let end = town.settings.end_on.tomorrow()?;
    let holds = |price: &&Price| {
        let is_later = |other: &Price| {
            other.product == price.product
                && other.valid_from > price.valid_from
                && utc_micros(other.valid_from) <= at.get()
        };
        price.valid_from.date() <= end && !town.prices.iter().any(is_later)
    };
    let notices: Vec<NewPriceNotice> = town
        .prices
        .iter()
        .filter(holds)
        .map(|price| NewPriceNotice {
            product: product_code(price.product),
            place: PricePlace::Province(PROVINCE.to_owned()),
            price: Some(Rupiah::new(price.rupiah_per_litre)),
            valid_from_at: UtcMicros::new(utc_micros(price.valid_from)),
            valid_until_at: None,
            source_number: "Pengumuman harga (simulasi)".to_owned(),
            source_on: Some(price.valid_from.date()),
            replaces: false,
        })
        .collect();
    let admin = world.admin();
    world.each(at, notices, move |tx, stamp, notice| {
        stations::add_price_notice(tx, stamp, &admin, notice)
    })?;
    Ok(())
}

fn station(world: &World, station: &Station, at: UtcMicros) -> anyhow::Result<Outlet> {
    let details = StationDetails {
        number: station.spbu_number.parse()?,
        name: station.name.clone(),
        address: "Kota Kupang".to_owned(),
        province: PROVINCE.to_owned(),
        place_code: None,
        coordinates: Some(Coordinates {
            latitude: station.latitude_e6 * 10,
            longitude: station.longitude_e6 * 10,
        }),
        hours: OpeningHours::ALWAYS,
        phone: None,
        owner_company: None,
        is_active: true,
        products: Product::ALL
            .iter()
            .map(|product| product_code(*product))
            .collect(),
    };
    let admin = world.admin();
    let id = world.act(at, move |tx, stamp| {
        stations::add_station(tx, stamp, &admin, &details)
    })?;
    let contract = contract(world, station, id)?;
    let admin = world.admin();
    world.act(at, move |tx, stamp| {
        stations::add_contract(tx, stamp, &admin, &contract)
    })?;

    let link = web::token_hash(&draw_token("", &*world.machine.entropy));
    let new = NewDevice {
        station: id,
        name: "Pompa 1".to_owned(),
        link_hash: link,
    };
    let admin = world.admin();
    world.act(at, move |tx, stamp| {
        stations::invite_device(tx, stamp, &admin, &new)
    })?;
    let token_hash = web::token_hash(&draw_token("", &*world.machine.entropy));
    let enrolment = DeviceEnrolment {
        link_hash: link,
        token_hash,
    };
    let device = world.act(at, move |tx, stamp| {
        stations::enrol_device(tx, stamp, &enrolment)
    })?;
    Ok(Outlet {
        station: id,
        device,
    })
}

fn contract(world: &World, station: &Station, id: base::StationId) -> anyhow::Result<NewContract> {
    let from_on = CivilDate::new(world.began_on.year(), 1, 1)?;
    let last = CivilDate::new(from_on.year() + 12, 12, 31)?;
    let suspended = station.suspended_from.and_then(|day| day.yesterday().ok());
    let means = match station.means {
        Means::OnAccount => MeansOfPayment::OnAccount,
        Means::Prepaid => MeansOfPayment::Prepaid,
        Means::Kkpd => MeansOfPayment::CreditCard,
        Means::FleetCard => MeansOfPayment::FleetCard,
    };
    Ok(NewContract {
        station: id,
        number: station.contract.clone(),
        from_on,
        until_on: suspended.filter(|until| *until >= from_on).unwrap_or(last),
        means,
        deposit: (means == MeansOfPayment::Prepaid).then_some(DEPOSIT),
    })
}

fn attendants(world: &mut World, town: &Town, at: UtcMicros) -> anyhow::Result<()> {
    let (numbers, seeds): (Vec<_>, Vec<_>) = town
        .attendants
        .iter()
        .filter_map(|attendant| {
            let outlet = world.outlets.get(&attendant.station)?;
            let seed = SeedPerson {
                details: PersonDetails::named(&attendant.name),
                password_hash: None,
                roles: vec![(Role::Attendant, Scope::Station(outlet.station))],
                salt: world.machine.random(),
            };
            Some((attendant.person, seed))
        })
        .unzip();
    let ids = world.each(at, seeds, |tx, stamp, seed| {
        Ok::<_, ActionError<()>>(seed_person(tx, stamp, seed)?)
    })?;
    let known = numbers
        .into_iter()
        .zip(ids)
        .filter_map(|(no, id)| Some((no, id?)));
    world.people.extend(known);
    Ok(())
}
