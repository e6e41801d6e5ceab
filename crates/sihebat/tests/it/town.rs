//! What a voucher needs in a house: an agency with a car, a pump with an open shift, money, a quota.

use std::fmt::Debug;

use authz::{Actor, Grant, Role, Scope};
use base::{
    AgencyId, CivilDate, Clock as _, DeviceId, Entropy as _, ManualClock, Millilitres, MonthOfYear,
    PersonId, Rupiah, Stamp, StationId, SystemClock, SystemEntropy, TenantId, UtcMicros, Zone,
};
use budget::{BudgetLineId, Ceilings, Document, DocumentKind, FundSource, LineState, LineWords};
use db::{ActionError, Command, Db, Tx};
use fleet::{
    AssetCard, Duty, FuelKind, Meter, NewAssignment, NewPlate, NewVehicle, Plate, PlateColour,
    VehicleDetails, VehicleId, VehicleKind,
};
use fuel::{NewDecree, NewDecreeRule, Per, QuotaTarget};
use identity::{
    Cost, NewIntegration, NewToken, PersonDetails, SeedPerson, make_integration, make_token,
};
use ledger::Unit;
use register::{AgencyInput, DayOfYear, Settings};
use serde::Serialize;
use serde::de::DeserializeOwned;
use stations::{
    DeviceEnrolment, MeansOfPayment, NewContract, NewDevice, NewPriceNotice, NewShift,
    OpeningHours, PricePlace, StationDetails,
};

use crate::house::{House, tenant};

/// The province of the town.
const PROVINCE: &str = "53";

/// The token of the agency's program, which issues.
const OFFICER: &str = "sh_officer_of_the_test_town_0000";

/// The token of the station's till, which redeems.
const TILL: &str = "sh_till_of_the_test_town_0000000";

/// The token of the city's own program.
const ADMIN: &str = "sh_admin_of_the_test_town_000000";

/// The token in the cookie of the station's pump.
pub(crate) const DEVICE: &str = "device of the test town";

/// What follows the number in the login of an all-rounder.
pub(crate) const ALL_ROUNDER: &str = "semua@uji.test";

/// The password of an all-rounder.
const PASSWORD: &str = "kerbau naik lontar";

/// What a litre costs.
pub(crate) const PRICE: i64 = 13_650;

/// What a client has to know to issue and to redeem.
#[derive(Debug, Clone)]
pub(crate) struct Town {
    pub(crate) vehicle: VehicleId,
    pub(crate) driver: PersonId,
    pub(crate) line: BudgetLineId,
    pub(crate) device: DeviceId,
    pub(crate) officer_token: &'static str,
    pub(crate) till_token: &'static str,
    /// A voucher may be valid until here: tomorrow, or the end of the month.
    pub(crate) valid_until: UtcMicros,
}

/// Runs actions of the operator in one city.
struct Founder {
    db: Db,
    tenant: TenantId,
    zone: Zone,
    now: UtcMicros,
}

impl Founder {
    fn of(house: &House) -> Self {
        let db = house.open();
        Self {
            tenant: tenant(&db),
            db,
            zone: Zone::named("Asia/Makassar").unwrap(),
            now: SystemClock.now(),
        }
    }

    /// Runs an action which must succeed, an hour ago.
    fn act<T, R>(
        &self,
        action: impl Fn(&mut Tx<'_>, &Stamp) -> Result<T, ActionError<R>> + Send + 'static,
    ) -> T
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        R: Debug + Send + 'static,
    {
        let clock = ManualClock::at(self.now.plus_seconds(-3_600));
        let stamp = Stamp::new(
            self.tenant,
            testkit::SOMEBODY,
            "test",
            &clock,
            &SystemEntropy,
        );
        self.db
            .write_blocking(Command::by(&stamp), move |tx| action(tx, &stamp.fresh()))
            .expect("the town's actions succeed")
    }

    fn actor(&self, role: Role) -> Actor {
        let grant = Grant::new(role, Scope::Tenant);
        Actor::person(self.tenant, testkit::SOMEBODY, vec![grant])
    }

    fn today(&self) -> CivilDate {
        self.zone.date(self.now)
    }
}

impl Town {
    /// Founds the town in a house whose program does not run yet.
    pub(crate) fn found(house: &House) -> Self {
        let founder = Founder::of(house);
        settings(&founder);
        prices(&founder);
        let agency = agency(&founder);
        let driver = person(&founder, "Yohanes Bria", (Role::Driver, Scope::Own));
        let (station, device) = pump(&founder);
        let month_end = MonthOfYear::of(founder.today()).last_day();
        let tomorrow = founder.today().tomorrow().unwrap();
        let town = Self {
            vehicle: car(&founder, agency, driver),
            line: line(&founder, agency),
            driver,
            device,
            officer_token: OFFICER,
            till_token: TILL,
            valid_until: founder.zone.end_of(tomorrow.min(month_end)).unwrap(),
        };
        quota(&founder);
        let officer = (Role::FuelOfficer, Scope::Agency(agency));
        token(&founder, (OFFICER, "Aplikasi dinas"), officer);
        let till = (Role::Attendant, Scope::Station(station));
        token(&founder, (TILL, "Mesin kasir SPBU"), till);
        let admin = (Role::CityAdmin, Scope::Tenant);
        token(&founder, (ADMIN, "Dasbor kota"), admin);
        founder.db.close();
        town
    }

    /// The tokens of the town's programs.
    pub(crate) const TOKENS: [&'static str; 3] = [OFFICER, TILL, ADMIN];

    /// Adds a person who may do whatever an office does, also beside a running program.
    pub(crate) fn add_all_rounder(house: &House, number: u64) {
        let founder = Founder::of(house);
        let salt = *base::Uuid::from_u128(number.into()).as_bytes();
        let roles = [
            Role::CityAdmin,
            Role::BudgetUser,
            Role::ActivityOfficer,
            Role::FinanceOfficer,
            Role::Treasurer,
            Role::AssetKeeper,
            Role::CityTreasury,
            Role::FuelOfficer,
            Role::Mayor,
        ];
        let mut details = PersonDetails::named("Serba Bisa");
        details.email = Some(format!("{number}-{ALL_ROUNDER}"));
        let seed = SeedPerson {
            details,
            password_hash: Some(identity::hash_now(PASSWORD, &salt, Cost::Password).unwrap()),
            roles: roles.map(|role| (role, Scope::Tenant)).to_vec(),
            salt,
        };
        founder.act(move |tx, stamp| {
            Ok::<_, ActionError<()>>(identity::seed_person(tx, stamp, &seed)?)
        });
        founder.db.close();
    }
}

fn settings(founder: &Founder) {
    let admin = founder.actor(Role::CityAdmin);
    let cutoff: DayOfYear = "12-31".parse().unwrap();
    founder.act(move |tx, stamp| {
        let known = register::load_settings(tx, stamp.tenant)?;
        let settings = Settings {
            city_code: format!("{PROVINCE}.71"),
            year_end_cutoff: cutoff,
            ..known
        };
        register::update_settings(tx, stamp, &admin, &settings)
    });
}

fn prices(founder: &Founder) {
    let admin = founder.actor(Role::CityAdmin);
    let notice = NewPriceNotice {
        product: "pertamax".to_owned(),
        place: PricePlace::Province(PROVINCE.to_owned()),
        price: Some(Rupiah::new(PRICE)),
        valid_from_at: founder.now.plus_seconds(-86_400),
        valid_until_at: None,
        source_number: "Pengumuman 1".to_owned(),
        source_on: None,
        replaces: false,
    };
    founder
        .act(move |tx, stamp| stations::add_price_notice(tx, stamp, &admin, &notice).map(|_| ()));
}

fn agency(founder: &Founder) -> AgencyId {
    let admin = founder.actor(Role::CityAdmin);
    let input = AgencyInput {
        code: "1.03.01".to_owned(),
        name: "Dinas PUPR".to_owned(),
        short_name: "PUPR".to_owned(),
        is_active: true,
        ..AgencyInput::default()
    };
    founder.act(move |tx, stamp| register::create_agency(tx, stamp, &admin, (&input, &[7; 16])))
}

fn person(founder: &Founder, name: &str, role: (Role, Scope)) -> PersonId {
    let mut salt = [0; 16];
    SystemEntropy.fill(&mut salt);
    let seed = SeedPerson {
        details: PersonDetails::named(name),
        password_hash: None,
        roles: vec![role],
        salt,
    };
    founder.act(move |tx, stamp| Ok::<_, ActionError<()>>(identity::seed_person(tx, stamp, &seed)?))
}

/// A contracted station with a device and an open shift.
fn pump(founder: &Founder) -> (StationId, DeviceId) {
    let admin = founder.actor(Role::CityAdmin);
    let details = StationDetails {
        number: "54.851.07".parse().unwrap(),
        name: "SPBU Oebobo".to_owned(),
        address: "Jalan El Tari, Kupang".to_owned(),
        province: PROVINCE.to_owned(),
        place_code: None,
        coordinates: None,
        hours: OpeningHours::ALWAYS,
        phone: None,
        owner_company: None,
        is_active: true,
        products: vec!["pertamax".to_owned()],
    };
    let by = admin.clone();
    let station = founder.act(move |tx, stamp| stations::add_station(tx, stamp, &by, &details));
    let year = founder.today().year();
    let contract = NewContract {
        station,
        number: format!("027/KONTRAK/{year}"),
        from_on: CivilDate::new(year, 1, 1).unwrap(),
        until_on: CivilDate::new(year + 1, 12, 31).unwrap(),
        means: MeansOfPayment::OnAccount,
        deposit: None,
    };
    let by = admin.clone();
    founder.act(move |tx, stamp| stations::add_contract(tx, stamp, &by, &contract));
    (station, open_device(founder, station))
}

fn open_device(founder: &Founder, station: StationId) -> DeviceId {
    let admin = founder.actor(Role::CityAdmin);
    let link_hash = web::token_hash("link of the test town");
    let new = NewDevice {
        station,
        name: "Pompa 1".to_owned(),
        link_hash,
    };
    founder.act(move |tx, stamp| stations::invite_device(tx, stamp, &admin, &new));
    let enrolment = DeviceEnrolment {
        link_hash,
        token_hash: web::token_hash(DEVICE),
    };
    let device = founder.act(move |tx, stamp| stations::enrol_device(tx, stamp, &enrolment));
    let scope = Scope::Station(station);
    let attendant = person(founder, "Yosef Bria", (Role::Attendant, scope));
    let by = stations::device_actor(founder.tenant, device, station);
    let opening = NewShift {
        device,
        attendant,
        pin_fits: true,
    };
    founder.act(move |tx, stamp| stations::open_shift(tx, stamp, &by, &opening));
    device
}

fn car(founder: &Founder, agency: AgencyId, driver: PersonId) -> VehicleId {
    let keeper = founder.actor(Role::AssetKeeper);
    let from_on = CivilDate::new(2020, 1, 1).unwrap();
    let new = NewVehicle {
        details: VehicleDetails {
            agency,
            unit: None,
            kind: VehicleKind::Vehicle,
            class: "car".to_owned(),
            label: "Toyota Avanza 1.3".to_owned(),
            asset: AssetCard::default(),
            tank_ml: Some(Millilitres::new(45_000)),
            fuel_kind: FuelKind::Petrol,
            default_product: Some("pertamax".to_owned()),
            products: Vec::new(),
            meter: Meter::Odometer,
            is_sensitive: false,
            work_pattern: None,
        },
        plate: Some(NewPlate {
            plate: Plate::read("DH 8123 A").unwrap(),
            colour: PlateColour::Red,
            from_on,
            reason: None,
        }),
    };
    let by = keeper.clone();
    founder.act(move |tx, stamp| fleet::add_standard_classes(tx, stamp, &by));
    let by = keeper.clone();
    let vehicle = founder.act(move |tx, stamp| fleet::add_vehicle(tx, stamp, &by, &new));
    let driving = NewAssignment {
        vehicle,
        person: driver,
        duty: Duty::Driver,
        from_on,
        until_on: None,
        decree_number: None,
    };
    founder.act(move |tx, stamp| fleet::assign_person(tx, stamp, &keeper, &driving).map(|_| ()));
    vehicle
}

/// A line with room for every month of the longest test.
fn line(founder: &Founder, agency: AgencyId) -> BudgetLineId {
    let treasury = founder.actor(Role::CityTreasury);
    let year = founder.today().year();
    let new = budget::NewLine {
        agency,
        year,
        words: LineWords {
            activity_code: "1.03.01.2.06.0009".to_owned(),
            activity_name: "Perjalanan dinas".to_owned(),
            account_code: "5.1.02.01.01.0004".to_owned(),
            account_name: "Belanja bahan bakar dan pelumas".to_owned(),
            fund_source: FundSource::Apbd,
            state: LineState::Open,
        },
    };
    let by = treasury.clone();
    let line = founder.act(move |tx, stamp| budget::add_line(tx, stamp, &by, &new));
    let document = Document {
        kind: DocumentKind::Dpa,
        number: format!("DPA/1/{year}"),
        on: CivilDate::new(year, 1, 2).unwrap(),
        reason: None,
    };
    let ceilings = Ceilings::new([Rupiah::new(100_000_000_000); 12]).unwrap();
    founder.act(move |tx, stamp| {
        let revision = budget::lookup_line(tx, stamp.tenant, line)?.map_or(0, |line| line.revision);
        let input = budget::SetCeilings {
            line,
            revision,
            ceilings,
            document: document.clone(),
        };
        budget::set_ceilings(tx, stamp, &treasury, &input).map(|_| ())
    });
    line
}

fn quota(founder: &Founder) {
    let admin = founder.actor(Role::CityAdmin);
    let rule = NewDecreeRule {
        target: QuotaTarget::Class("car".to_owned()),
        unit: Unit::Millilitres,
        amount: 1_000_000_000,
        per: Per::Month,
        carry_over: false,
    };
    let year = founder.today().year();
    let decree = NewDecree {
        number: format!("12/KEP/HK/{year}"),
        title: "Standar pemakaian BBM".to_owned(),
        valid_from: CivilDate::new(year, 1, 1).unwrap(),
        valid_until: None,
        rules: vec![rule],
    };
    founder.act(move |tx, stamp| fuel::adopt_decree(tx, stamp, &admin, &decree).map(|_| ()));
}

fn token(founder: &Founder, (token, name): (&'static str, &str), (role, scope): (Role, Scope)) {
    let admin = founder.actor(Role::CityAdmin);
    let new = NewIntegration {
        name: name.to_owned(),
        purpose: "uji".to_owned(),
        role,
        scope,
    };
    founder.act(move |tx, stamp| {
        let integration = make_integration(tx, stamp, &admin, &new)?;
        let new = NewToken {
            integration,
            token_hash: web::token_hash(token),
            hint: "uji0".to_owned(),
            expires_at: stamp.at.plus_seconds(86_400 * 30),
        };
        make_token(tx, stamp, &admin, &new).map(|_| ())
    });
}
