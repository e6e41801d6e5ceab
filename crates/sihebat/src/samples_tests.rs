//! "Isi dengan contoh": filled, used, deleted; what remains is what was there before.

use std::collections::{BTreeMap, HashSet};

use authz::{Actor, Grant, Role, Scope};
use base::{AgencyId, DeviceId, PersonId, StationId, UtcMicros};
use budget::BudgetLineId;
use db::{Access, ActionError, Command, Db};
use fleet::VehicleId;
use fuel::testkit::{FuelCity, found_city};
use identity::testkit::{City, Client};
use journal::{Evidence, SigningKey};
use register::{SampleOwners, Samples, StartSteps};
use stations::NewShift;
use stations::testkit::{Pump, admin, enrol, run};
use testkit::{TENANT, TestDb, morning, stamp_at};
use web::SampleMarks;

use super::{areas, outside_tables, sample_owners, start_steps, steps};

/// Tables that tell of the work itself rather than of its result.
const APART: [&str; 11] = [
    "schema_step",
    "lease",
    "idempotency",
    "journal_entry",
    "journal_pending",
    "journal_leaf",
    "journal_head",
    "journal_checkpoint",
    "login_session",
    "guess_lock",
    "second_factor_use",
];

/// A city with real work, and its admin at the browser.
struct Ready {
    city: City,
    real: FuelCity,
    admin: Client,
    mayor: Client,
}

fn ready(test: TestDb) -> Ready {
    let real = found_city(&test.db);
    real.redeem(&test.db, morning(), 9_000);
    // The standard lists are no samples: a city that has them keeps them as they are.
    run(&test.db, morning(), |tx, stamp| {
        stations::add_standard_rules(tx, stamp, &admin())
    })
    .unwrap();
    run(&test.db, morning(), |tx, stamp| {
        fleet::add_standard_classes(tx, stamp, &admin())
    })
    .unwrap();
    let mut plan = City::of(test)
        .share(real.keys.clone())
        .share(StartSteps::new(start_steps()))
        .share(SampleOwners::new(sample_owners()))
        .share(SampleMarks::new(register::RegisterMarks));
    for area in areas() {
        // A test city has the area of people already.
        if area.name != "identity" {
            plan = plan.area(area);
        }
    }
    let city = plan.open();
    let admin = city.client_as(Role::CityAdmin, Scope::Tenant);
    let mayor = city.client_as(Role::Mayor, Scope::Tenant);
    Ready {
        city,
        real,
        admin,
        mayor,
    }
}

type Rows = BTreeMap<String, Vec<String>>;

/// Every row of every table that tells of the city.
fn rows(db: &Db) -> Rows {
    db.read_blocking(TENANT, Access::Report, |tx| {
        let mut all = Rows::new();
        for table in db::tables(tx)? {
            let of_city = table.columns.iter().any(|(name, _)| name == "tenant_id");
            if !of_city || APART.contains(&table.name.as_str()) {
                continue;
            }
            let sql = format!("SELECT * FROM {} WHERE tenant_id = $1", table.name);
            let mut lines: Vec<String> = Vec::new();
            tx.each(&sql, db::params![TENANT], |row| {
                lines.push(format!("{row:?}"));
                Ok(())
            })?;
            lines.sort_unstable();
            all.insert(table.name, lines);
        }
        Ok(all)
    })
    .unwrap()
}

#[track_caller]
fn assert_same(before: &Rows, after: &Rows) {
    for (table, rows) in before {
        assert_eq!(rows, after.get(table).unwrap(), "{table}");
    }
}

/// Seals the journal and proves that it agrees with the tables.
#[track_caller]
fn assert_proved(db: &Db) {
    let signer = SigningKey::new("kupang.test", &[42; 32]);
    let trusted = vec![signer.verifying_key()];
    let at = minute(60 * 24 * 30);
    db.write_blocking(Command::by(&stamp_at(at)), move |tx| {
        let lease = db::Lease::take(tx, "sealer", "test", at)?.expect("the lease is free");
        while journal::seal(tx, TENANT, &lease)? > 0 {}
        journal::checkpoint(tx, TENANT, at, &signer).map_err(ActionError::<()>::from)
    })
    .unwrap();
    let evidence = Evidence {
        trusted,
        outside_tables: outside_tables().into_iter().collect::<HashSet<_>>(),
        ..Evidence::default()
    };
    let verify = move |tx: &mut db::Tx<'_>| journal::verify(tx, TENANT, &evidence, &mut |_| {});
    let report = db.read_blocking(TENANT, Access::Report, verify).unwrap();
    assert!(report.is_clean(), "{report:?}");
}

fn minute(minutes: i64) -> UtcMicros {
    morning().plus_seconds(minutes * 60)
}

fn samples(db: &Db) -> Samples {
    db.read_blocking(TENANT, Access::ReadOwn, |tx| Samples::load(tx, TENANT))
        .unwrap()
}

/// The sample people by role.
fn person(db: &Db, role: Role) -> PersonId {
    let people: Vec<PersonId> = samples(db).of("person").map(PersonId::new).collect();
    let holds = move |tx: &mut db::Tx<'_>| {
        for person in people {
            let grants = identity::list_grants_at(tx, TENANT, person, minute(1))?;
            if grants.iter().any(|grant| grant.role == role) {
                return Ok(Some(person));
            }
        }
        Ok(None)
    };
    db.read_blocking(TENANT, Access::ReadOwn, holds)
        .unwrap()
        .unwrap()
}

/// The sample agency as one that issues and draws: its officer, its line, a pump with a shift.
fn practising(db: &Db, real: &FuelCity) -> FuelCity {
    let marked = samples(db);
    let one = |kind: &str| marked.of(kind).next().unwrap();
    let (agency, station) = (AgencyId::new(one("agency")), StationId::new(one("station")));
    let grant = Grant::new(Role::FuelOfficer, Scope::Agency(agency));
    let (device, token) = enrol(db, minute(1), station);
    FuelCity {
        agency,
        vehicle: petrol_car(db, &marked),
        driver: person(db, Role::Driver),
        pump: open_shift(db, (station, device, token)),
        line: BudgetLineId::new(one("budget_line")),
        officer: Actor::person(TENANT, person(db, Role::FuelOfficer), vec![grant]),
        ..real.clone()
    }
}

fn petrol_car(db: &Db, marked: &Samples) -> VehicleId {
    let ids: Vec<VehicleId> = marked.of("vehicle").map(VehicleId::new).collect();
    let on = "2026-11-24".parse().unwrap();
    let found = db
        .read_blocking(TENANT, Access::ReadOwn, move |tx| {
            fleet::list_vehicles_by_ids(tx, TENANT, &ids, on)
        })
        .unwrap();
    found.iter().find(|one| one.class == "car").unwrap().id
}

fn open_shift(db: &Db, (station, device, token): (StationId, DeviceId, String)) -> Pump {
    let attendant = person(db, Role::Attendant);
    let actor = stations::device_actor(TENANT, device, station);
    let by = actor.clone();
    let opening = NewShift {
        device,
        attendant,
        pin_fits: true,
    };
    let shift = run(db, minute(1), move |tx, stamp| {
        stations::open_shift(tx, stamp, &by, &opening)
    });
    Pump {
        station,
        device,
        token,
        actor,
        attendant,
        shift: shift.unwrap(),
    }
}

testkit::both_databases! {
    steps: steps();

    fn what_was_filled_used_and_deleted_leaves_nothing(test) {
        let Ready { city, real, mut admin, mut mayor } = ready(test);
        let db = city.db();
        let before = rows(db);
        let asked = admin.get("/langkah/contoh");
        asked.assert_status(200).assert_shows("10 kendaraan").assert_shows("SPBU Lontar");
        admin.post("/langkah/contoh", &[]).assert_redirect("/langkah/contoh");
        assert_eq!(samples(db).of("vehicle").count(), 10);
        let filled = rows(db);
        admin.get("/langkah/contoh");
        admin.post("/langkah/contoh", &[]).assert_redirect("/langkah/contoh");
        admin.get("/langkah/contoh").assert_shows("Tidak ada yang diisi dua kali");
        assert_same(&filled, &rows(db));

        let practice = practising(db, &real);
        let wanted = fuel::IssueVoucher {
            station: Some(practice.pump.station),
            ..practice.voucher()
        };
        let drawn = practice.issue(db, &wanted).unwrap();
        let open = practice.issue(db, &wanted).unwrap();
        let held = practice.authorise(db, minute(2), &practice.presented(drawn.id)).unwrap();
        let capture = FuelCity::dispensed(&held, 9_500);
        practice.capture(db, minute(4), (&capture, None)).unwrap();
        assert_marked(&city, (&mut admin, &mut mayor), &practice, (drawn.id, open.id));

        admin.get("/langkah/contoh/hapus").assert_shows("Voucher").assert_shows("Hapus semua");
        admin.post("/langkah/contoh/hapus", &[]).assert_redirect("/langkah");
        assert_same(&before, &rows(db));
        assert_proved(db);
        admin.get("/langkah/contoh/hapus").assert_shows("Tidak ada data contoh");
        admin.post("/langkah/contoh/hapus", &[]).assert_redirect("/langkah");
        assert_same(&before, &rows(db));
        // And once more from the beginning.
        admin.get("/langkah/contoh");
        admin.post("/langkah/contoh", &[]).assert_redirect("/langkah/contoh");
        admin.get("/langkah/contoh/hapus");
        admin.post("/langkah/contoh/hapus", &[]).assert_redirect("/langkah");
        assert_same(&before, &rows(db));
        assert_proved(db);
    }

    fn real_records_that_use_a_sample_stop_the_deletion(test) {
        let Ready { city, real, mut admin, .. } = ready(test);
        let db = city.db();
        let before = rows(db);
        admin.get("/langkah/contoh");
        admin.post("/langkah/contoh", &[]);
        let home = real.agency;
        move_vehicle(db, real.vehicle, AgencyId::new(samples(db).of("agency").next().unwrap()));
        let filled = rows(db);
        let page = admin.get("/langkah/contoh/hapus");
        page.assert_shows("Kendaraan DH 8123 A").assert_shows("Pindahkan kendaraan");
        page.assert_hides("Hapus semua data contoh</button>");
        admin.post("/langkah/contoh/hapus", &[]).assert_redirect("/langkah/contoh/hapus");
        assert_same(&filled, &rows(db));
        move_vehicle(db, real.vehicle, home);
        admin.get("/langkah/contoh/hapus");
        admin.post("/langkah/contoh/hapus", &[]).assert_redirect("/langkah");
        assert!(samples(db).is_empty());
        let (mut before, mut after) = (before, rows(db));
        // The vehicle came back to where it was; its revision tells of the journey.
        before.remove("vehicle");
        after.remove("vehicle");
        assert_same(&before, &after);
        assert_proved(db);
    }

    fn a_sample_that_is_kept_becomes_real(test) {
        let Ready { city, real, mut admin, .. } = ready(test);
        let db = city.db();
        admin.get("/langkah/contoh");
        admin.post("/langkah/contoh", &[]);
        let agency = AgencyId::new(samples(db).of("agency").next().unwrap());
        move_vehicle(db, real.vehicle, agency);
        let page = admin.get("/langkah/contoh/hapus");
        page.assert_shows("Jadikan Dinas Lontar data sungguhan");
        let path = format!("/langkah/contoh/simpan?jenis=agency&id={agency}");
        admin.post(&path, &[]).assert_redirect("/langkah/contoh/hapus");
        admin.get("/langkah/contoh/hapus");
        admin.post("/langkah/contoh/hapus", &[]).assert_redirect("/langkah");
        assert!(samples(db).is_empty());
        admin.get(&format!("/opd/{agency}")).assert_status(200).assert_hides("tag warn");
        assert_proved(db);
    }

    fn samples_and_real_records_are_not_mixed(test) {
        let Ready { city, real, mut admin, .. } = ready(test);
        let db = city.db();
        admin.get("/langkah/contoh");
        admin.post("/langkah/contoh", &[]);
        let practice = practising(db, &real);
        let mixed = fuel::IssueVoucher {
            station: Some(practice.pump.station),
            ..real.voucher()
        };
        let refused = real.issue(db, &mixed);
        assert!(matches!(refused, Err(ActionError::Refused(fuel::IssueRefusal::SampleMixed))));
        // A voucher without a station is drawn where it belongs, and nowhere else.
        let (sample, true_one) = (practice.issued(db), real.issued(db));
        let at_sample = FuelCity { pump: practice.pump.clone(), ..real.clone() };
        let at_real = FuelCity { pump: real.pump.clone(), ..practice.clone() };
        for (city, voucher) in [(&at_sample, true_one.id), (&at_real, sample.id)] {
            let answer = city.authorise(db, minute(2), &city.presented(voucher));
            let no = fuel::AuthoriseRefusal::SampleMixed;
            assert!(matches!(answer, Err(ActionError::Refused(found)) if found == no));
        }
    }

    fn filling_goes_on_where_it_broke_off(test) {
        let Ready { city, mut admin, .. } = ready(test);
        let db = city.db();
        let before = rows(db);
        let by = stations::testkit::admin();
        let secrets = register::SampleSecrets::draw(&base::SystemEntropy).unwrap();
        run(db, morning(), move |tx, stamp| {
            let hand = register::SampleHand { stamp, actor: &by, secrets: &secrets };
            register::fill_samples_step(tx, &hand, &register::RegisterSamples)
        })
        .unwrap();
        admin.get("/langkah/contoh").assert_shows("Lengkapi data contoh");
        admin.post("/langkah/contoh", &[]).assert_redirect("/langkah/contoh");
        assert_eq!(samples(db).of("vehicle").count(), 10);
        admin.get("/langkah/contoh/hapus");
        admin.post("/langkah/contoh/hapus", &[]).assert_redirect("/langkah");
        assert_same(&before, &rows(db));
    }
}

fn move_vehicle(db: &Db, vehicle: VehicleId, to: AgencyId) {
    run(db, minute(1), move |tx, stamp| {
        let on = "2026-11-24".parse().expect("a date");
        let known = fleet::lookup_vehicle(tx, TENANT, vehicle, on)?;
        let known = known.ok_or_else(|| db::Failure::bug("the vehicle is there"))?;
        let mut details = known.details();
        details.agency = to;
        let version = (vehicle, known.revision);
        fleet::edit_vehicle(tx, stamp, &admin(), version, &details)
    })
    .unwrap();
}

/// Lists, pages, prints and files say what is a sample; what is real says nothing.
#[track_caller]
fn assert_marked(
    city: &City,
    (admin, mayor): (&mut Client, &mut Client),
    practice: &FuelCity,
    (drawn, open): (fuel::VoucherId, fuel::VoucherId),
) {
    let mark = "<span class=\"tag warn\">contoh</span>";
    let mut officer = city.client_of(person(city.db(), Role::FuelOfficer));
    let vehicle = practice.vehicle;
    for path in [
        "/voucher".to_owned(),
        format!("/voucher/{drawn}"),
        format!("/voucher/cetak?ids={open}"),
        "/kendaraan".to_owned(),
        format!("/kendaraan/{vehicle}"),
        "/pengisian".to_owned(),
        format!("/kartu/{vehicle}/2026-11"),
        format!("/rekap/{}/2026-11", practice.agency),
        "/pagu".to_owned(),
    ] {
        officer.get(&path).assert_status(200).assert_shows(mark);
    }
    for path in ["/opd", "/jabatan", "/unit", "/spbu", "/pengguna", "/kuota"] {
        admin.get(path).assert_status(200).assert_shows(mark);
    }
    mayor.get("/").assert_shows("memuat data contoh");
    let real = format!("/kendaraan/{}", city_vehicle(city));
    admin.get(&real).assert_status(200).assert_hides(mark);
}

fn city_vehicle(city: &City) -> VehicleId {
    let marked = samples(city.db());
    let filter = fleet::VehicleFilter::default();
    let on = "2026-11-24".parse().unwrap();
    let all = city.db().read_blocking(TENANT, Access::ReadOwn, move |tx| {
        let size = base::PageSize::clamped(50);
        fleet::list_vehicles(tx, (TENANT, on), &authz::Reach::All, &filter, (None, size))
    });
    let all = all.unwrap();
    let real = all.items.iter().find(|one| !marked.has("vehicle", one.id));
    real.unwrap().id
}
