use authz::{Actor, Grant, Role, Scope};
use base::{Millilitres, Rupiah};
use fleet::{NewStatus, VehicleState};
use fuel::testkit::{CEILING, PRICE, add_car, found_city, set_ceiling, steps};
use fuel::{
    CancelRefusal, IssueRefusal, IssueVoucher, ReissueRefusal, VoucherFilter, VoucherState,
    Warning, list_vouchers,
};
use identity::testkit::TestPerson;
use stations::testkit::run;
use testkit::{TENANT, both_databases, morning};

use crate::{assert_journal_agrees, minute, refusal};

both_databases! {
    steps: steps();

    fn reserves_budget_and_quota_exactly(database) {
        let db = &database.db;
        let city = found_city(db);
        let issued = city.issued(db);
        assert_eq!(issued.amount, Rupiah::new(136_500));
        assert_eq!(issued.warnings, Vec::new());
        assert_eq!((city.budget(db).pending, city.budget(db).posted), (136_500, 0));
        let quota = city.quota(db);
        assert_eq!((quota.allocated, quota.pending, quota.posted), (147_000, 10_000, 0));
        let voucher = city.lookup(db, issued.id);
        assert_eq!(voucher.state, VoucherState::Issued);
        assert_eq!((voucher.price, voucher.volume), (PRICE, Millilitres::new(10_000)));
        assert_eq!(voucher.code, issued.code);
        assert_eq!(voucher.period.to_string(), "2026-11");
        assert_journal_agrees(db);
    }

    fn says_by_name_and_number_why_not(database) {
        let db = &database.db;
        let city = found_city(db);
        let refused = |change: &dyn Fn(&mut IssueVoucher)| {
            let mut input = city.voucher();
            change(&mut input);
            refusal(city.issue(db, &input))
        };
        let unknown = base::Uuid::from_u128(99);
        assert_eq!(refused(&|v| v.vehicle = fleet::VehicleId::new(unknown)), IssueRefusal::VehicleUnknown);
        assert_eq!(refused(&|v| v.valid_until = morning()), IssueRefusal::ValidityOver);
        assert_eq!(
            refused(&|v| v.valid_until = "2026-12-01T00:00:01+08:00".parse().unwrap()),
            IssueRefusal::ValidityCrossesMonth
        );
        assert_eq!(
            refused(&|v| {
                v.valid_from = "2026-12-18T00:00:00+08:00".parse().unwrap();
                v.valid_until = "2026-12-22T00:00:00+08:00".parse().unwrap();
            }),
            IssueRefusal::AfterYearEnd { last: "2026-12-20".parse().unwrap() }
        );
        assert_eq!(refused(&|v| v.product = "avtur".to_owned()), IssueRefusal::ProductUnknown);
        assert_eq!(refused(&|v| v.volume = Millilitres::ZERO), IssueRefusal::VolumeNotPositive);
        assert_eq!(
            refused(&|v| v.volume = Millilitres::new(45_001)),
            IssueRefusal::AboveTank { tank: Millilitres::new(45_000) }
        );
        let stranger = base::PersonId::new(unknown);
        assert_eq!(refused(&|v| v.drawer = Some(stranger)), IssueRefusal::DrawerNotDriver);
        let nowhere = base::StationId::new(unknown);
        assert_eq!(refused(&|v| v.station = Some(nowhere)), IssueRefusal::StationWithoutContract);
        assert_eq!(refused(&|v| v.offline = true), IssueRefusal::OfflineNeedsStation);
        assert_eq!(refused(&|v| v.product = "pertamax_turbo".to_owned()), IssueRefusal::NoPrice);
        let line = budget::BudgetLineId::new(unknown);
        assert_eq!(refused(&|v| v.line = line), IssueRefusal::LineUnknown);
        assert_eq!(city.budget(db).pending, 0);
        assert_journal_agrees(db);
    }

    fn refuses_when_budget_is_exhausted(database) {
        let db = &database.db;
        let city = found_city(db);
        set_ceiling(db, city.line, Rupiah::new(136_499));
        assert_eq!(
            refusal(city.issue(db, &city.voucher())),
            IssueRefusal::BudgetExhausted {
                available: Rupiah::new(136_499),
                wanted: Rupiah::new(136_500),
            }
        );
        set_ceiling(db, city.line, Rupiah::new(136_500));
        city.issued(db);
        assert_eq!(city.budget(db).available(), 0);
        assert_journal_agrees(db);
    }

    fn refuses_when_quota_is_exhausted(database) {
        let db = &database.db;
        let city = found_city(db);
        let mut input = city.voucher();
        input.volume = Millilitres::new(45_000);
        for _ in 0..3 {
            city.issue(db, &input).unwrap();
        }
        let refused = refusal(city.issue(db, &input));
        assert_eq!(
            refused,
            IssueRefusal::QuotaExhausted {
                left: "12\u{a0}l".to_owned(),
                wanted: "45\u{a0}l".to_owned(),
            }
        );
        // What the budget had held back for the refused voucher is free again.
        assert_eq!(city.budget(db).pending, 3 * 614_250);
        assert_eq!(city.quota(db).pending, 135_000);
        assert_journal_agrees(db);
    }

    fn refuses_a_vehicle_in_the_workshop(database) {
        let db = &database.db;
        let city = found_city(db);
        let vehicle = city.vehicle;
        run(db, morning(), move |tx, stamp| {
            let status = NewStatus {
                vehicle,
                state: VehicleState::Workshop,
                from_on: "2026-11-20".parse().unwrap(),
                until_on: Some("2026-11-25".parse().unwrap()),
                reason: "Servis".to_owned(),
                reference: None,
            };
            let keeper = fleet::testkit::keeper(stamp.tenant);
            fleet::declare_status(tx, stamp, &keeper, &status).map(|_| ())
        })
        .unwrap();
        assert_eq!(refusal(city.issue(db, &city.voucher())), IssueRefusal::VehicleOutOfService);
        let mut later = city.voucher();
        later.valid_from = "2026-11-26T00:00:00+08:00".parse().unwrap();
        city.issue(db, &later).unwrap();
    }

    fn a_machine_needs_a_recommendation_letter_and_a_vehicle_a_driver(database) {
        let db = &database.db;
        let city = found_city(db);
        let (agency, driver) = (city.agency, city.driver);
        let mower = run(db, morning(), move |tx, stamp| {
            fleet::testkit::mower(agency).driver(driver).add(tx, stamp)
        })
        .unwrap();
        let mut input = city.voucher();
        input.vehicle = mower;
        assert_eq!(refusal(city.issue(db, &input)), IssueRefusal::LetterMissing);
        input.letter_number = Some("500.10/12/2026".to_owned());
        let issued = city.issue(db, &input).unwrap();
        assert_eq!(issued.warnings, vec![Warning::LetterNotRecorded, Warning::WithoutQuota]);
        let undriven = run(db, morning(), move |tx, stamp| {
            fleet::testkit::car(agency).plate("DH 8124 A").add(tx, stamp)
        })
        .unwrap();
        let mut input = city.voucher();
        input.vehicle = undriven;
        assert_eq!(refusal(city.issue(db, &input)), IssueRefusal::NoDriver);
        assert_journal_agrees(db);
    }

    fn a_recorded_letter_is_found_by_itself_and_its_end_is_kept(database) {
        let db = &database.db;
        let city = found_city(db);
        let mower = add_mower(db, &city);
        let mut letter = recommendation(mower, "pertamax");
        letter.volume_max = Some(Millilitres::new(15_000));
        record(db, &letter);
        let mut input = city.voucher();
        input.vehicle = mower;
        let issued = city.issue(db, &input).unwrap();
        assert_eq!(issued.warnings, vec![Warning::LetterEndsEarly { last: letter.until_on }, Warning::WithoutQuota]);
        assert_eq!(city.lookup(db, issued.id).letter_number, Some(letter.number.clone()));
        // Ten of fifteen litres are promised.
        assert_eq!(
            refusal(city.issue(db, &input)),
            IssueRefusal::LetterExhausted { left: Millilitres::new(5_000), wanted: Millilitres::new(10_000) }
        );
        input.volume = Millilitres::new(5_000);
        city.issue(db, &input).unwrap();
        input.valid_from = "2026-11-26T00:00:00+08:00".parse().unwrap();
        input.letter_number = Some("500.10 / 12".to_owned());
        assert_eq!(
            refusal(city.issue(db, &input)),
            IssueRefusal::LetterNotInForce {
                number: letter.number.clone(),
                from: letter.from_on,
                until: letter.until_on,
            }
        );
        assert_journal_agrees(db);
    }

    fn a_barred_product_needs_a_letter_of_the_register(database) {
        let db = &database.db;
        let city = found_city(db);
        stations::testkit::add_price(db, "biosolar", 6_800, morning().plus_seconds(-86_400));
        let agency = city.agency;
        let driver = city.driver;
        let generator = run(db, morning(), move |tx, stamp| {
            let diesel = |details: &mut fleet::VehicleDetails| {
                details.class = "generator".to_owned();
                details.fuel_kind = fleet::FuelKind::Diesel;
                details.default_product = Some("biosolar".to_owned());
            };
            fleet::testkit::mower(agency).driver(driver).with(diesel).add(tx, stamp)
        })
        .unwrap();
        let mut input = city.voucher();
        input.vehicle = generator;
        input.product = "biosolar".to_owned();
        assert!(matches!(refusal(city.issue(db, &input)), IssueRefusal::ProductBarred { .. }));
        input.letter_number = Some("500.10/12".to_owned());
        assert_eq!(
            refusal(city.issue(db, &input)),
            IssueRefusal::LetterNotRecorded { number: "500.10/12".to_owned() }
        );
        record(db, &recommendation(generator, "pertamax"));
        assert_eq!(
            refusal(city.issue(db, &input)),
            IssueRefusal::LetterForOtherProduct { number: "500.10/12".to_owned() }
        );
        record(db, &recommendation(generator, "biosolar"));
        let issued = city.issue(db, &input).unwrap();
        assert!(issued.warnings.contains(&Warning::BringSubsidyQr));
        assert_journal_agrees(db);
    }

    fn a_vehicle_whose_registration_is_over_gets_no_subsidised_fuel(database) {
        let db = &database.db;
        let city = found_city(db);
        stations::testkit::add_price(db, "pertalite", 10_000, morning().plus_seconds(-86_400));
        let mut input = city.voucher();
        input.product = "pertalite".to_owned();
        let issued = city.issue(db, &input).unwrap();
        assert!(issued.warnings.contains(&Warning::RegistrationNotRecorded));
        let mut registration = recommendation(city.vehicle, "pertalite");
        registration.kind = fleet::LetterKind::SubsidyRegistration;
        registration.until_on = "2026-11-20".parse().unwrap();
        record(db, &registration);
        assert_eq!(
            refusal(city.issue(db, &input)),
            IssueRefusal::RegistrationOver { last: Some(registration.until_on) }
        );
        registration.until_on = "2027-11-20".parse().unwrap();
        record(db, &registration);
        let issued = city.issue(db, &input).unwrap();
        assert!(!issued.warnings.contains(&Warning::RegistrationNotRecorded));
        assert!(issued.warnings.contains(&Warning::BringSubsidyQr));
    }

    fn a_frozen_month_issues_nothing(database) {
        let db = &database.db;
        let city = found_city(db);
        let account = city.budget(db).id;
        run(db, morning(), move |tx, stamp| {
            ledger::freeze(tx, stamp.tenant, account)?;
            let subject = journal::Subject::new("budget_line", account.uuid());
            journal::record(tx, stamp, "test.freeze", subject, None)?;
            Ok::<_, db::ActionError<ledger::LedgerRefusal>>(())
        })
        .unwrap();
        assert_eq!(refusal(city.issue(db, &city.voucher())), IssueRefusal::BudgetStopped);
    }

    fn another_agency_neither_issues_nor_sees(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        let mut other = city.clone();
        other.officer = fuel::testkit::officer_of(city.other_agency);
        assert_eq!(refusal(other.issue(db, &city.voucher())), IssueRefusal::VehicleUnknown);
        assert_eq!(refusal(other.cancel(db, minute(1), voucher)), CancelRefusal::Unknown);
        assert_eq!(refusal(other.reissue(db, voucher, 0)), ReissueRefusal::Unknown);
        let reach = other.officer.reach(authz::Action::FuelVoucherView);
        let seen = db
            .read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
                let size = base::PageSize::default();
                list_vouchers(tx, (TENANT, "2026-11-24".parse().unwrap()), &reach, &VoucherFilter::default(), (None, size))
            })
            .unwrap();
        assert_eq!(seen.items, Vec::new());
    }

    fn who_only_looks_may_not_issue(database) {
        let db = &database.db;
        let mut city = found_city(db);
        let grants = vec![Grant::new(Role::Verifier, Scope::Tenant)];
        city.officer = Actor::person(TENANT, testkit::SOMEBODY, grants);
        assert_eq!(refusal(city.issue(db, &city.voucher())), IssueRefusal::NotAllowed);
    }

    fn cancelling_returns_budget_and_quota(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        city.cancel(db, minute(1), voucher).unwrap();
        assert_eq!((city.budget(db).pending, city.quota(db).pending), (0, 0));
        assert_eq!(city.budget(db).available(), CEILING.get());
        let cancelled = city.lookup(db, voucher);
        assert_eq!(cancelled.state, VoucherState::Cancelled);
        assert_eq!(cancelled.settle_reason.as_deref(), Some("Salah kendaraan"));
        assert_eq!(refusal(city.cancel(db, minute(2), voucher)), CancelRefusal::Settled);
        assert_journal_agrees(db);
    }

    fn reissuing_voids_the_old_code_and_link(database) {
        let db = &database.db;
        let city = found_city(db);
        let issued = city.issued(db);
        let before = city.lookup(db, issued.id);
        let old_link = city.keys.link(TENANT, &before);
        let code = city.reissue(db, issued.id, 0).unwrap();
        assert_ne!(code, issued.code);
        let after = city.lookup(db, issued.id);
        assert_eq!((after.code.as_str(), after.sequence), (code.as_str(), 1));
        assert_ne!(city.keys.link(TENANT, &after), old_link);
        assert_eq!(refusal(city.reissue(db, issued.id, 0)), ReissueRefusal::Meanwhile);
        // The money stays held back, once.
        assert_eq!(city.budget(db).pending, 136_500);
        let old_code = issued.code.clone();
        let found = db
            .read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
                fuel::lookup_voucher_by_code(tx, TENANT, &old_code)
            })
            .unwrap();
        assert_eq!(found, None);
        assert_journal_agrees(db);
    }

    fn what_has_ended_returns_budget_and_quota(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        let expire = |at| run(db, at, fuel::expire_vouchers).unwrap();
        assert_eq!(expire(minute(60)), 0);
        let end: base::UtcMicros = "2026-11-27T00:00:00+08:00".parse().unwrap();
        assert_eq!(expire(end), 1);
        assert_eq!(expire(end), 0);
        assert_eq!(city.lookup(db, voucher).state, VoucherState::Expired);
        assert_eq!((city.budget(db).pending, city.quota(db).pending), (0, 0));
        assert_journal_agrees(db);
    }

    fn a_qr_names_what_was_issued(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.lookup(db, city.issued(db).id);
        let token = city.keys.token(TENANT, &voucher, "DH 8123 A").unwrap();
        assert!(token.len() <= 480, "{} characters", token.len());
        let claims = city.keys.read_token(TENANT, &token, morning().seconds()).unwrap();
        assert_eq!(claims.voucher_id, voucher.id.uuid().into_bytes());
        assert_eq!((claims.millilitres_max, claims.rupiah_max), (10_000, 136_500));
        assert_eq!((claims.plate.as_str(), claims.sequence), ("DH 8123 A", 0));
    }

    fn codes_are_found_as_people_type_them(database) {
        let db = &database.db;
        let city = found_city(db);
        let second = TestPerson::named("Marten Tefa").without_account().insert(db, TENANT, morning());
        let mut input = city.voucher();
        input.vehicle = add_car(db, city.agency, "DH 8125 A", second);
        let issued = city.issue(db, &input).unwrap();
        let typed = issued.code.to_lowercase();
        let typed: voucher_token::ShortCode = format!("{}-{}", &typed[..5], &typed[5..]).parse().unwrap();
        let found = db
            .read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
                fuel::lookup_voucher_by_code(tx, TENANT, &typed.as_stored())
            })
            .unwrap();
        assert_eq!(found.map(|voucher| voucher.id), Some(issued.id));
    }
}

fn add_mower(db: &db::Db, city: &fuel::testkit::FuelCity) -> fleet::VehicleId {
    let (agency, driver) = (city.agency, city.driver);
    run(db, morning(), move |tx, stamp| {
        fleet::testkit::mower(agency).driver(driver).add(tx, stamp)
    })
    .unwrap()
}

/// A recommendation letter that holds until the day after the morning of the tests.
fn recommendation(vehicle: fleet::VehicleId, product: &str) -> fleet::NewLetter {
    fleet::NewLetter {
        vehicle,
        kind: fleet::LetterKind::Recommendation,
        number: "500.10/12".to_owned(),
        issuer: "Dinas Koperasi dan UKM".to_owned(),
        product: product.to_owned(),
        from_on: "2026-09-01".parse().unwrap(),
        until_on: "2026-11-25".parse().unwrap(),
        volume_max: None,
    }
}

fn record(db: &db::Db, letter: &fleet::NewLetter) {
    let letter = letter.clone();
    run(db, morning(), move |tx, stamp| {
        let keeper = fleet::testkit::keeper(stamp.tenant);
        fleet::record_letter(tx, stamp, &keeper, &letter).map(|_| ())
    })
    .unwrap();
}
