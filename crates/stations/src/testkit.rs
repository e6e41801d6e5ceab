//! Builders for tests: products, prices, a station whose pump has an open shift.
//!
//! Everything is made through the actions, by a city admin at a given instant.
#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has to stop and say why"
)]

use std::fmt::Debug;

use authz::{Actor, Grant, Role, Scope};
use base::{ActorId, DeviceId, PersonId, Rupiah, Stamp, StationId, UtcMicros, Uuid};
use db::{ActionError, Command, Db, Tx};
use identity::testkit::TestPerson;
use serde::Serialize;
use serde::de::DeserializeOwned;
use testkit::TENANT;

use crate::{
    DeviceEnrolment, NewDevice, NewPriceNotice, NewShift, OpeningHours, PriceNoticeId, PricePlace,
    ShiftId, StationDetails,
};

/// The province of the tests: Nusa Tenggara Timur.
pub const PROVINCE: &str = "53";

/// A city admin.
pub fn admin() -> Actor {
    let id = ActorId::new(Uuid::from_u128(0x5168_00a0));
    Actor::person(TENANT, id, vec![Grant::new(Role::CityAdmin, Scope::Tenant)])
}

/// Runs an action as a command at an instant.
pub fn run<T, R>(
    db: &Db,
    at: UtcMicros,
    action: impl Fn(&mut Tx<'_>, &Stamp) -> Result<T, ActionError<R>> + Send + 'static,
) -> Result<T, ActionError<R>>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    R: Send + 'static,
{
    let stamp = testkit::stamp_at(at);
    db.write_blocking(Command::by(&stamp), move |tx| action(tx, &stamp.fresh()))
}

fn done<T, R: Debug>(outcome: Result<T, ActionError<R>>) -> T {
    outcome.expect("the builder's action succeeds")
}

/// Adds the standard products and rules, and puts the city into [`PROVINCE`].
pub fn add_standards(db: &Db, at: UtcMicros) {
    done(run(db, at, |tx, stamp| {
        crate::add_standard_products(tx, stamp, &admin())
    }));
    done(run(db, at, |tx, stamp| {
        crate::add_standard_rules(tx, stamp, &admin())
    }));
    done(run(db, at, |tx, stamp| {
        let known = register::load_settings(tx, stamp.tenant)?;
        let settings = register::Settings {
            city_code: format!("{PROVINCE}.71"),
            ..known
        };
        register::update_settings(tx, stamp, &admin(), &settings)
    }));
}

/// A notice for [`PROVINCE`], entered the moment it begins to hold.
pub fn notice(product: &str, price: i64, from: UtcMicros) -> NewPriceNotice {
    NewPriceNotice {
        product: product.to_owned(),
        place: PricePlace::Province(PROVINCE.to_owned()),
        price: Some(Rupiah::new(price)),
        valid_from_at: from,
        valid_until_at: None,
        source_number: "Pengumuman 1".to_owned(),
        source_on: None,
        replaces: false,
    }
}

/// Adds a price for [`PROVINCE`].
pub fn add_price(db: &Db, product: &str, price: i64, from: UtcMicros) -> PriceNoticeId {
    let notice = notice(product, price, from);
    done(run(db, from, move |tx, stamp| {
        crate::add_price_notice(tx, stamp, &admin(), &notice)
    }))
}

/// A station as most are: day and night, all standard products.
pub fn details(number: &str) -> StationDetails {
    let products = crate::standard_products();
    StationDetails {
        number: number.parse().expect("a station's number"),
        name: format!("SPBU {number}"),
        address: "Jalan El Tari, Kupang".to_owned(),
        province: PROVINCE.to_owned(),
        place_code: None,
        coordinates: None,
        hours: OpeningHours::ALWAYS,
        phone: None,
        owner_company: None,
        is_active: true,
        products: products
            .into_iter()
            .map(|(code, _)| code.to_owned())
            .collect(),
    }
}

/// Adds a station; the standard products must be there.
pub fn add_station(db: &Db, at: UtcMicros, number: &str) -> StationId {
    let details = details(number);
    done(run(db, at, move |tx, stamp| {
        crate::add_station(tx, stamp, &admin(), &details)
    }))
}

/// A pump whose attendant has opened his shift.
#[derive(Debug, Clone)]
pub struct Pump {
    /// Where it stands.
    pub station: StationId,
    /// The device.
    pub device: DeviceId,
    /// The token of the device's cookie.
    pub token: String,
    /// The device as it acts.
    pub actor: Actor,
    /// Who has the shift.
    pub attendant: PersonId,
    /// The open shift.
    pub shift: ShiftId,
}

/// Adds a device and an attendant to a station, and opens a shift.
pub fn open_pump(db: &Db, at: UtcMicros, station: StationId) -> Pump {
    let (device, token) = enrol(db, at, station);
    let attendant = TestPerson::named("Yosef Bria")
        .role(Role::Attendant, Scope::Station(station))
        .without_account()
        .insert(db, TENANT, at);
    let actor = crate::device_actor(TENANT, device, station);
    let by = actor.clone();
    let opening = NewShift {
        device,
        attendant,
        pin_fits: true,
    };
    let shift = done(run(db, at, move |tx, stamp| {
        crate::open_shift(tx, stamp, &by, &opening)
    }));
    Pump {
        station,
        device,
        token,
        actor,
        attendant,
        shift,
    }
}

/// Invites a device to a station and opens its link; gives the token of its cookie.
pub fn enrol(db: &Db, at: UtcMicros, station: StationId) -> (DeviceId, String) {
    let mark = Uuid::from_u128(station.uuid().as_u128() ^ u128::from(at.get().unsigned_abs()));
    let (link, token) = (format!("link-{mark}"), format!("token-{mark}"));
    let link_hash = web::token_hash(&link);
    let new = NewDevice {
        station,
        name: format!("Pulau {mark}"),
        link_hash,
    };
    done(run(db, at, move |tx, stamp| {
        crate::invite_device(tx, stamp, &admin(), &new)
    }));
    let enrolment = DeviceEnrolment {
        link_hash,
        token_hash: web::token_hash(&token),
    };
    let device = done(run(db, at, move |tx, stamp| {
        crate::enrol_device(tx, stamp, &enrolment)
    }));
    (device, token)
}
