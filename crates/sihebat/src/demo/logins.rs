//! Whom to sign in as: one person per role, with password and PINs, printed at every start.

use std::fs;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use authz::{Role, Scope};
use base::{AgencyId, Millilitres, MonthOfYear, PersonId, StationId};
use db::{ActionError, Db};
use fleet::{Duty, NewAssignment, VehicleId};
use fuel::IssueVoucher;
use identity::{Cost, NewPin, PersonDetails, PinKind, SeedPerson, hash_now, seed_person, set_pin};
use serde::{Deserialize, Serialize};
use sim::{AgencyNo, Town, Vehicle, VehicleClass};
use stations::NewDevice;

use super::purchases::{keys, officer};
use super::tell;
use super::world::World;
use crate::machine::{Machine, few_workers};
use crate::operator::{self, draw_token};
use crate::tenants;
use crate::terminal::{say, words};

/// Easy to type on a phone; the city is made up.
const PASSWORD: &str = "kupang-simulasi";
const DRIVER_PIN: &str = "2580";
const ATTENDANT_PIN: &str = "147258";

/// What is printed, kept in `DIR/demo.json`.
#[derive(Debug, Serialize, Deserialize)]
struct Demo {
    logins: Vec<(String, String)>,
    driver: String,
    driver_link: Option<String>,
    voucher_code: Option<String>,
    station: StationId,
    station_name: String,
    attendant: String,
}

/// Adds the people of the demo, a driver's voucher, an attendant with a PIN.
pub(super) fn write(world: &mut World, town: &Town) -> anyhow::Result<()> {
    tell(
        &world.machine,
        &words!(world.machine.language, "akun demo", "demo accounts"),
    );
    let vehicle = demo_vehicle(world, town).context("the simulated city has no car")?;
    let agency = *world
        .agencies
        .get(&vehicle.agency)
        .context("the car has an agency")?;
    let station = town
        .stations
        .iter()
        .find(|station| station.suspended_from.is_none());
    let station = station.context("the simulated city has no station")?;
    let outlet = *world
        .outlets
        .get(&station.no)
        .context("the station was written")?;

    let mut logins = Vec::new();
    for (login, name, role, scope) in accounts(agency, outlet.station) {
        let email = format!("{login}@kupang.test");
        seed(world, (name, Some(&email)), (role, scope))?;
        logins.push((role.code().to_owned(), email));
    }
    let driver_email = "sopir@kupang.test";
    let driver = seed(
        world,
        ("Yosef Nitbani", Some(driver_email)),
        (Role::Driver, Scope::Own),
    )?;
    logins.push((Role::Driver.code().to_owned(), driver_email.to_owned()));
    pin(world, driver, (PinKind::Driver, DRIVER_PIN))?;
    let scope = Scope::Station(outlet.station);
    let attendant = seed(world, ("Anis Bureni", None), (Role::Attendant, scope))?;
    pin(world, attendant, (PinKind::Attendant, ATTENDANT_PIN))?;

    let id = *world
        .vehicles
        .get(&vehicle.no)
        .context("the car was written")?;
    let issued = voucher(world, vehicle, (id, driver))?;
    let demo = Demo {
        logins,
        driver: "Yosef Nitbani".to_owned(),
        driver_link: issued.as_ref().map(|(link, _)| link.clone()),
        voucher_code: issued.map(|(_, code)| code),
        station: outlet.station,
        station_name: station.name.clone(),
        attendant: "Anis Bureni".to_owned(),
    };
    save(&world.machine.config.data, &demo)
}

/// Login, name, role and scope of each account.
fn accounts(
    agency: AgencyId,
    station: StationId,
) -> [(&'static str, &'static str, Role, Scope); 12] {
    let within = Scope::Agency(agency);
    [
        (
            "admin",
            "Maria Goreti Tnunay",
            Role::CityAdmin,
            Scope::Tenant,
        ),
        ("walikota", "Yohanes Manafe", Role::Mayor, Scope::Tenant),
        ("bpkad", "Adriana Lulu", Role::CityTreasury, Scope::Tenant),
        (
            "inspektorat",
            "Melkianus Benu",
            Role::Inspector,
            Scope::Tenant,
        ),
        ("verifikator", "Dorkas Nalle", Role::Verifier, Scope::Tenant),
        (
            "kominfo",
            "Imanuel Ndoen",
            Role::KominfoOperator,
            Scope::Tenant,
        ),
        ("pengelola", "Yuliana Bessie", Role::FuelOfficer, within),
        ("bendahara", "Marselina Taek", Role::Treasurer, within),
        ("pa", "Petrus Kapitan", Role::BudgetUser, within),
        ("ppk", "Ferdinand Adoe", Role::FinanceOfficer, within),
        ("barang", "Lodia Messakh", Role::AssetKeeper, within),
        (
            "pemilik",
            "Hendrik Tanone",
            Role::StationOwner,
            Scope::Station(station),
        ),
    ]
}

/// A petrol car of the first agency that has one, with a budget line.
fn demo_vehicle<'a>(world: &World, town: &'a Town) -> Option<&'a Vehicle> {
    let year = world.zone.date(world.machine.clock.now()).year();
    let fits = |vehicle: &&Vehicle| {
        vehicle.class == VehicleClass::Car
            && vehicle.product.is_some()
            && world.vehicles.contains_key(&vehicle.no)
            && world.lines.contains_key(&(vehicle.agency, year))
            && vehicle.condition == sim::Condition::Good
    };
    town.vehicles.iter().find(fits)
}

fn seed(
    world: &World,
    (name, email): (&str, Option<&str>),
    role: (Role, Scope),
) -> anyhow::Result<PersonId> {
    let mut details = PersonDetails::named(name);
    details.email = email.map(str::to_owned);
    let hash = |_: &str| hash_now(PASSWORD, &world.machine.random(), Cost::Password);
    let seed = SeedPerson {
        details,
        password_hash: email.map(hash).transpose()?,
        roles: vec![role],
        salt: world.machine.random(),
    };
    world.act(world.began_at()?, move |tx, stamp| {
        Ok::<_, ActionError<()>>(seed_person(tx, stamp, &seed)?)
    })
}

fn pin(world: &World, person: PersonId, (kind, pin): (PinKind, &str)) -> anyhow::Result<()> {
    let new = NewPin {
        person,
        kind,
        hash: hash_now(pin, &world.machine.random(), Cost::Pin)?,
        salt: world.machine.random(),
    };
    let admin = world.admin();
    world.act(world.began_at()?, move |tx, stamp| {
        set_pin(tx, stamp, &admin, &new)
    })
}

/// A voucher for the demo's driver, valid to the end of tomorrow or of the month; its link and code.
fn voucher(
    world: &mut World,
    vehicle: &Vehicle,
    (id, driver): (VehicleId, PersonId),
) -> anyhow::Result<Option<(String, String)>> {
    let now = world.machine.clock.now();
    let admin = world.admin();
    let driving = NewAssignment {
        vehicle: id,
        person: driver,
        duty: Duty::Driver,
        from_on: world.began_on,
        until_on: None,
        decree_number: None,
    };
    world.act(now, move |tx, stamp| {
        fleet::assign_person(tx, stamp, &admin, &driving)
    })?;
    let today = world.zone.date(now);
    let month_end = world.zone.end_of(MonthOfYear::of(today).last_day())?;
    let Some(line) = line_of(world, vehicle.agency, today.year()) else {
        return Ok(None);
    };
    let agency = *world
        .agencies
        .get(&vehicle.agency)
        .context("the car has an agency")?;
    let issue = IssueVoucher {
        vehicle: id,
        product: vehicle
            .product
            .map(super::pumps::product_code)
            .unwrap_or_default(),
        substitutes: Vec::new(),
        volume: Millilitres::new(10_000),
        line,
        station: None,
        offline: false,
        valid_from: now,
        valid_until: world.zone.end_of(today.tomorrow()?)?.min(month_end),
        drawer: None,
        letter_number: None,
        purpose: "Coba sistem".to_owned(),
    };
    let (keys, officer) = (keys(world)?, officer(world, agency));
    let signing = keys.clone();
    let issued = world.each(now, vec![issue], move |tx, stamp, issue| {
        let issued = fuel::issue_voucher(tx, stamp, &officer, &signing, issue)?;
        let voucher = fuel::lookup_voucher(tx, stamp.tenant, issued.id)?;
        let link = voucher.map(|voucher| signing.link(stamp.tenant, &voucher));
        Ok::<_, ActionError<fuel::IssueRefusal>>((link.unwrap_or_default(), issued.code))
    })?;
    Ok(issued.into_iter().flatten().next())
}

fn line_of(world: &World, agency: AgencyNo, year: i16) -> Option<budget::BudgetLineId> {
    world.lines.get(&(agency, year)).copied()
}

fn save(data: &Path, demo: &Demo) -> anyhow::Result<()> {
    use std::io::Write as _;
    let path = data.join("demo.json");
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("write {}", path.display()))?;
    Ok(file.write_all(serde_json::to_string_pretty(demo)?.as_bytes())?)
}

/// Prints the logins, and a fresh link to enrol a pump.
pub(crate) fn print(machine: &Machine) -> anyhow::Result<()> {
    let path = machine.config.data.join("demo.json");
    let Ok(text) = fs::read_to_string(&path) else {
        return Ok(());
    };
    let demo: Demo = serde_json::from_str(&text)?;
    let db = Db::open(&machine.config.location, &few_workers())?;
    let pump = invite(machine, &db, &demo)?;
    db.close();
    let base = format!("http://{}", machine.config.listen);
    let language = machine.language;
    let password = PASSWORD;
    say(&words!(
        language,
        "Data simulasi. Masuk di {base}/masuk, kata sandi {password}:",
        "Simulated data. Sign in at {base}/masuk, password {password}:"
    ));
    for (role, login) in &demo.logins {
        say(&format!("  {role:<18} {login}"));
    }
    let Demo {
        driver,
        station_name,
        attendant,
        ..
    } = &demo;
    if let (Some(link), Some(code)) = (&demo.driver_link, &demo.voucher_code) {
        say(&words!(
            language,
            "Voucher pengemudi {driver}: {base}/v/{link} (kode {code}, PIN {DRIVER_PIN})",
            "Voucher of the driver {driver}: {base}/v/{link} (code {code}, PIN {DRIVER_PIN})"
        ));
    }
    say(&words!(
        language,
        "Daftarkan HP pompa {station_name}: {base}/pompa/daftar/{pump}\n  \
         lalu buka giliran {attendant} dengan PIN {ATTENDANT_PIN}",
        "Enrol a phone as pump of {station_name}: {base}/pompa/daftar/{pump}\n  \
         then open the shift of {attendant} with PIN {ATTENDANT_PIN}"
    ));
    Ok(())
}

/// Links end soon, so each start of the demo invites a phone anew.
fn invite(machine: &Machine, db: &Db, demo: &Demo) -> anyhow::Result<String> {
    let tenant = tenants::choose(db, None)?.id;
    let link = draw_token("", &*machine.entropy);
    let stamp = machine.stamp(tenant, "demo");
    let number = base::to_hex(&machine.random::<2>());
    let new = NewDevice {
        station: demo.station,
        name: format!("HP demo {number}"),
        link_hash: web::token_hash(&link),
    };
    db.write_blocking(db::Command::by(&stamp), move |tx| {
        stations::invite_device(tx, &stamp.fresh(), &operator::actor(tenant), &new)
    })
    .map_err(|error| anyhow::anyhow!("invite a pump: {error}"))?;
    Ok(link)
}
