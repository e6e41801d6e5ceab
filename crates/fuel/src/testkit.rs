//! A ready city for the tests of every area: two agencies, a car with a driver, a station with a
//! contract and an open pump, a price, a budget line and a quota decree.
//!
//! Everything is made through the actions, at [`testkit::morning`].
#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has to stop and say why"
)]

use std::fmt::Debug;

use authz::{Actor, Grant, Role, Scope};
use base::{ActorId, AgencyId, Millilitres, PersonId, Rupiah, StationId, UtcMicros, Uuid};
use budget::{BudgetLineId, Ceilings, Document, DocumentKind, FundSource, LineState, LineWords};
use db::{ActionError, Command, Db, Step};
use fleet::VehicleId;
use fleet::testkit::car;
use identity::testkit::TestPerson;
use ledger::{Account, Unit};
use register::AgencyInput;
use stations::testkit::{Pump, admin, run};
use stations::{MeansOfPayment, NewContract};
use testkit::{TENANT, morning, stamp_at};

use crate::{
    Authorisation, AuthoriseRedemption, AuthoriseRefusal, BatchOutcome, CancelRefusal,
    CancelVoucher, CaptureRedemption, CaptureRefusal, DriverCheck, IssueBatch, IssueRefusal,
    IssueVoucher, Issued, NewDecree, NewDecreeRule, Per, QuotaTarget, Receipt, ReissueRefusal,
    ReissueVoucher, Typed, Voucher, VoucherId, VoucherKeys,
};

/// The price of a litre of Pertamax in the city.
pub const PRICE: Rupiah = Rupiah::new(13_650);

/// What the budget line may use in each month.
pub const CEILING: Rupiah = Rupiah::new(10_000_000);

/// The schema of everything a voucher touches.
pub fn steps() -> Vec<Step> {
    [
        journal::STEPS.as_slice(),
        &identity::STEPS,
        &register::STEPS,
        &ledger::STEPS,
        &stations::STEPS,
        &budget::STEPS,
        &fleet::STEPS,
        &crate::STEPS,
    ]
    .concat()
}

/// The tables of these areas that stand outside the journal.
pub fn outside() -> Vec<&'static str> {
    [
        journal::OUTSIDE.as_slice(),
        &identity::OUTSIDE,
        &register::OUTSIDE,
        &stations::OUTSIDE,
        &fleet::OUTSIDE,
    ]
    .concat()
}

/// A city in which a voucher can be issued and drawn.
#[derive(Clone)]
pub struct FuelCity {
    /// The agency that issues.
    pub agency: AgencyId,
    /// Another agency, whose people see nothing of the first.
    pub other_agency: AgencyId,
    /// A car of the agency with a tank of 45 litres, `DH 8123 A`.
    pub vehicle: VehicleId,
    /// Who may drive it.
    pub driver: PersonId,
    /// The pump of the contracted station, with an open shift.
    pub pump: Pump,
    /// The agency's budget line.
    pub line: BudgetLineId,
    /// The agency's fuel officer.
    pub officer: Actor,
    /// The city's keys.
    pub keys: VoucherKeys,
}

fn done<T, R: Debug>(outcome: Result<T, ActionError<R>>) -> T {
    outcome.expect("the builder's action succeeds")
}

/// The keys of test vouchers.
pub fn keys() -> VoucherKeys {
    let dated = |secret| crate::DatedSecret {
        used_from_s: 0,
        secret,
    };
    let secrets = crate::VoucherSecrets {
        signing: vec![dated([11; 32])],
        links: vec![dated([12; 32])],
        root: [13; 32],
        cities: vec![
            (TENANT, "kpg".to_owned()),
            (testkit::OTHER_TENANT, "ende".to_owned()),
        ],
    };
    VoucherKeys::new(secrets).expect("keys")
}

/// A fuel officer of an agency.
pub fn officer_of(agency: AgencyId) -> Actor {
    let id = ActorId::new(Uuid::from_u128(agency.uuid().as_u128() ^ 0x0ff1));
    Actor::person(
        TENANT,
        id,
        vec![Grant::new(Role::FuelOfficer, Scope::Agency(agency))],
    )
}

/// The city's treasury, which sets ceilings.
pub fn treasury() -> Actor {
    let id = ActorId::new(Uuid::from_u128(0x5168_00a1));
    Actor::person(
        TENANT,
        id,
        vec![Grant::new(Role::CityTreasury, Scope::Tenant)],
    )
}

/// Founds the city.
pub fn found_city(db: &Db) -> FuelCity {
    let at = morning();
    stations::testkit::add_standards(db, at);
    stations::testkit::add_price(db, "pertamax", PRICE.get(), at.plus_seconds(-86_400));
    let agency = add_agency(db, "1.03.01", "Dinas PUPR");
    let other_agency = add_agency(db, "1.02.01", "Dinas Kesehatan");
    let station = stations::testkit::add_station(db, at, "54.851.07");
    add_contract(db, station);
    let pump = stations::testkit::open_pump(db, at, station);
    let driver = TestPerson::named("Yohanes Bria")
        .without_account()
        .insert(db, TENANT, at);
    let vehicle = add_car(db, agency, "DH 8123 A", driver);
    let line = add_line(db, agency, CEILING);
    adopt_seven_litres(db);
    FuelCity {
        officer: officer_of(agency),
        keys: keys(),
        agency,
        other_agency,
        vehicle,
        driver,
        pump,
        line,
    }
}

/// Adds an agency.
pub fn add_agency(db: &Db, code: &str, name: &str) -> AgencyId {
    let input = AgencyInput {
        code: code.to_owned(),
        name: name.to_owned(),
        short_name: name.to_owned(),
        is_active: true,
        ..AgencyInput::default()
    };
    done(run(db, morning(), move |tx, stamp| {
        register::create_agency(tx, stamp, &admin(), (&input, &[7; 16]))
    }))
}

/// Adds a contract on account for the whole year.
pub fn add_contract(db: &Db, station: StationId) {
    let contract = NewContract {
        station,
        number: "027/KONTRAK/2026".to_owned(),
        from_on: "2026-01-01".parse().expect("a date"),
        until_on: "2026-12-31".parse().expect("a date"),
        means: MeansOfPayment::OnAccount,
        deposit: None,
    };
    done(run(db, morning(), move |tx, stamp| {
        stations::add_contract(tx, stamp, &admin(), &contract)
    }));
}

/// Adds a car with a driver.
pub fn add_car(db: &Db, agency: AgencyId, plate: &str, driver: PersonId) -> VehicleId {
    let builder = car(agency).plate(plate).driver(driver);
    done(run(db, morning(), move |tx, stamp| {
        builder.clone().add(tx, stamp)
    }))
}

/// Adds a budget line of 2026 with the same ceiling in every month.
pub fn add_line(db: &Db, agency: AgencyId, ceiling: Rupiah) -> BudgetLineId {
    let new = budget::NewLine {
        agency,
        year: 2026,
        words: LineWords {
            activity_code: "1.03.01.2.06.0009".to_owned(),
            activity_name: "Penyelenggaraan rapat dan perjalanan dinas".to_owned(),
            account_code: "5.1.02.01.01.0004".to_owned(),
            account_name: "Belanja bahan bakar dan pelumas".to_owned(),
            fund_source: FundSource::Apbd,
            state: LineState::Open,
        },
    };
    let line = done(run(db, morning(), move |tx, stamp| {
        budget::add_line(tx, stamp, &treasury(), &new)
    }));
    set_ceiling(db, line, ceiling);
    line
}

/// Sets the same ceiling for every month of a line.
pub fn set_ceiling(db: &Db, line: BudgetLineId, ceiling: Rupiah) {
    let ceilings = Ceilings::new([ceiling; 12]).expect("ceilings");
    done(run(db, morning(), move |tx, stamp| {
        let revision = budget::lookup_line(tx, stamp.tenant, line)?.map_or(0, |line| line.revision);
        let input = budget::SetCeilings {
            line,
            revision,
            ceilings,
            document: Document {
                kind: DocumentKind::Dpa,
                number: "DPA/1/2026".to_owned(),
                on: "2026-01-02".parse().expect("a date"),
                reason: None,
            },
        };
        budget::set_ceilings(tx, stamp, &treasury(), &input)
    }));
}

/// Puts a decree in force that grants every car seven litres a working day.
pub fn adopt_seven_litres(db: &Db) {
    let rule = NewDecreeRule {
        target: QuotaTarget::Class("car".to_owned()),
        unit: Unit::Millilitres,
        amount: 7_000,
        per: Per::WorkingDay,
        carry_over: false,
    };
    adopt(db, "12/KEP/HK/2026", vec![rule]);
}

/// Puts a decree in force from 1 January 2026 on.
pub fn adopt(db: &Db, number: &str, rules: Vec<NewDecreeRule>) -> crate::DecreeId {
    let decree = NewDecree {
        number: number.to_owned(),
        title: "Standar pemakaian BBM kendaraan dinas".to_owned(),
        valid_from: "2026-01-01".parse().expect("a date"),
        valid_until: None,
        rules,
    };
    done(run(db, morning(), move |tx, stamp| {
        crate::adopt_decree(tx, stamp, &admin(), &decree)
    }))
}

impl FuelCity {
    /// A voucher of ten litres for the car, valid from now to the end of Thursday.
    pub fn voucher(&self) -> IssueVoucher {
        IssueVoucher {
            vehicle: self.vehicle,
            product: "pertamax".to_owned(),
            substitutes: Vec::new(),
            volume: Millilitres::new(10_000),
            line: self.line,
            station: None,
            offline: false,
            valid_from: morning(),
            valid_until: "2026-11-27T00:00:00+08:00".parse().expect("an instant"),
            drawer: None,
            letter_number: None,
            purpose: "Pengawasan jalan".to_owned(),
        }
    }

    /// Issues a voucher as the agency's officer.
    pub fn issue(
        &self,
        db: &Db,
        input: &IssueVoucher,
    ) -> Result<Issued, ActionError<IssueRefusal>> {
        let (city, input) = (self.clone(), input.clone());
        run(db, morning(), move |tx, stamp| {
            crate::issue_voucher(tx, stamp, &city.officer, &city.keys, &input)
        })
    }

    /// Issues the usual voucher.
    pub fn issued(&self, db: &Db) -> Issued {
        done(self.issue(db, &self.voucher()))
    }

    /// Issues many vouchers at once.
    pub fn issue_batch(&self, db: &Db, vouchers: Vec<IssueVoucher>) -> BatchOutcome {
        let (city, input) = (self.clone(), IssueBatch { vouchers });
        done(run(db, morning(), move |tx, stamp| {
            crate::issue_batch(tx, stamp, &city.officer, &city.keys, &input)
        }))
    }

    /// Cancels a voucher as the agency's officer.
    pub fn cancel(
        &self,
        db: &Db,
        at: UtcMicros,
        voucher: VoucherId,
    ) -> Result<(), ActionError<CancelRefusal>> {
        let officer = self.officer.clone();
        let input = CancelVoucher {
            voucher,
            reason: "Salah kendaraan".to_owned(),
        };
        run(db, at, move |tx, stamp| {
            crate::cancel_voucher(tx, stamp, &officer, &input)
        })
    }

    /// Re-issues a voucher as the agency's officer.
    pub fn reissue(
        &self,
        db: &Db,
        voucher: VoucherId,
        sequence: u32,
    ) -> Result<String, ActionError<ReissueRefusal>> {
        let (officer, keys) = (self.officer.clone(), self.keys.clone());
        let input = ReissueVoucher {
            voucher,
            sequence,
            reason: "HP hilang".to_owned(),
        };
        run(db, morning(), move |tx, stamp| {
            crate::reissue_voucher(tx, stamp, &officer, &keys, &input)
        })
    }

    /// How the driver's QR is presented at the pump.
    pub fn presented(&self, voucher: VoucherId) -> AuthoriseRedemption {
        AuthoriseRedemption {
            voucher,
            sequence: Some(0),
            product: "pertamax".to_owned(),
            driver: self.driver,
            driver_check: DriverCheck::Photo,
        }
    }

    /// Authorises at the pump.
    pub fn authorise(
        &self,
        db: &Db,
        at: UtcMicros,
        input: &AuthoriseRedemption,
    ) -> Result<Authorisation, ActionError<AuthoriseRefusal>> {
        let (pump, input) = (self.pump.clone(), input.clone());
        run(db, at, move |tx, stamp| {
            let shift = stations::lookup_shift(tx, stamp.tenant, pump.shift)?
                .ok_or_else(|| db::Failure::bug("the pump has a shift"))?;
            crate::authorise_redemption(tx, stamp, &pump.actor, &shift, &input)
        })
    }

    /// What the attendant types for litres, with a plausible meter and no photo asked for.
    pub fn dispensed(authorisation: &Authorisation, millilitres: i64) -> CaptureRedemption {
        CaptureRedemption {
            hold: authorisation.hold,
            typed: Typed::Litres(Millilitres::new(millilitres)),
            slip_amount: None,
            meter_value: Some(48_210),
            meter_note: None,
            dispensed_at: None,
            photo_wanted: false,
        }
    }

    /// Captures at the pump, under a key where one is given.
    pub fn capture(
        &self,
        db: &Db,
        at: UtcMicros,
        (input, key): (&CaptureRedemption, Option<&str>),
    ) -> Result<Receipt, ActionError<CaptureRefusal>> {
        let stamp = stamp_at(at);
        let command = match key {
            Some(key) => Command::by(&stamp).keyed(key, "fuel.redemption.capture", input),
            None => Command::by(&stamp),
        };
        let (actor, input) = (self.pump.actor.clone(), input.clone());
        db.write_blocking(command, move |tx| {
            crate::capture_redemption(tx, &stamp.fresh(), &actor, &input)
        })
    }

    /// Issues, authorises and captures the usual voucher at an instant.
    pub fn redeem(&self, db: &Db, at: UtcMicros, millilitres: i64) -> (VoucherId, Receipt) {
        let voucher = self.issued(db).id;
        let authorised = done(self.authorise(db, at, &self.presented(voucher)));
        let capture = Self::dispensed(&authorised, millilitres);
        (
            voucher,
            done(self.capture(db, at.plus_seconds(120), (&capture, None))),
        )
    }

    /// A voucher as it stands.
    pub fn lookup(&self, db: &Db, voucher: VoucherId) -> Voucher {
        db.read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
            crate::lookup_voucher(tx, TENANT, voucher)
        })
        .expect("the database answers")
        .expect("the voucher is there")
    }

    /// The account of the budget line in November 2026.
    pub fn budget(&self, db: &Db) -> Account {
        account(db, self.line.uuid(), Unit::Rupiah)
    }

    /// The account of the car's quota in November 2026.
    pub fn quota(&self, db: &Db) -> Account {
        account(db, self.vehicle.uuid(), Unit::Millilitres)
    }
}

fn account(db: &Db, owner: Uuid, unit: Unit) -> Account {
    db.read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
        ledger::find_account(tx, TENANT, owner, "2026-11", unit)
    })
    .expect("the database answers")
    .expect("the account is open")
}
