use base::{Millilitres, Rupiah};
use fuel::testkit::{FuelCity, found_city, set_ceiling, steps};
use fuel::{
    AuthoriseRefusal, CancelRefusal, CaptureRefusal, Doubt, ReleaseHold, ReleaseRefusal, Typed,
    VoucherState,
};
use stations::testkit::{add_price, run};
use testkit::both_databases;

use crate::{assert_journal_agrees, minute, refusal};

both_databases! {
    steps: steps();

    fn a_capture_posts_what_was_dispensed_and_returns_the_rest(database) {
        let db = &database.db;
        let city = found_city(db);
        let (voucher, receipt) = city.redeem(db, minute(10), 8_000);
        assert_eq!((receipt.volume, receipt.amount), (Millilitres::new(8_000), Rupiah::new(109_200)));
        assert_eq!(receipt.doubts, Vec::new());
        let (budget, quota) = (city.budget(db), city.quota(db));
        assert_eq!((budget.pending, budget.posted), (0, 109_200));
        assert_eq!((quota.pending, quota.posted), (0, 8_000));
        assert_eq!(city.lookup(db, voucher).state, VoucherState::Redeemed);
        assert_journal_agrees(db);
    }

    fn the_same_key_answers_again_and_another_is_refused(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        let held = city.authorise(db, minute(1), &city.presented(voucher)).unwrap();
        let capture = FuelCity::dispensed(&held, 10_000);
        let first = city.capture(db, minute(2), (&capture, Some("key-1"))).unwrap();
        let again = city.capture(db, minute(3), (&capture, Some("key-1"))).unwrap();
        assert_eq!(first, again);
        let other = city.capture(db, minute(3), (&capture, Some("key-2")));
        assert_eq!(refusal(other), CaptureRefusal::AlreadyCaptured);
        let mut changed = capture.clone();
        changed.typed = Typed::Litres(Millilitres::new(9_000));
        let reused = city.capture(db, minute(3), (&changed, Some("key-1")));
        assert!(matches!(reused, Err(db::ActionError::KeyReused)));
        assert_eq!(city.budget(db).posted, 136_500);
        assert_journal_agrees(db);
    }

    fn a_higher_price_takes_more_budget(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        add_price(db, "pertamax", 14_000, minute(5));
        let held = city.authorise(db, minute(90), &city.presented(voucher)).unwrap();
        assert_eq!((held.volume, held.amount), (Millilitres::new(10_000), Rupiah::new(140_000)));
        assert_eq!(city.budget(db).pending, 140_000);
        let capture = FuelCity::dispensed(&held, 10_000);
        city.capture(db, minute(91), (&capture, None)).unwrap();
        assert_eq!((city.budget(db).pending, city.budget(db).posted), (0, 140_000));
        assert_journal_agrees(db);
    }

    fn without_budget_a_higher_price_gives_fewer_litres(database) {
        let db = &database.db;
        let city = found_city(db);
        set_ceiling(db, city.line, Rupiah::new(136_500));
        let voucher = city.issued(db).id;
        add_price(db, "pertamax", 15_000, minute(5));
        let held = city.authorise(db, minute(90), &city.presented(voucher)).unwrap();
        assert_eq!((held.volume, held.amount), (Millilitres::new(9_100), Rupiah::new(136_500)));
        assert_journal_agrees(db);
    }

    fn a_hold_times_out_and_the_voucher_is_free_again(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        let held = city.authorise(db, minute(1), &city.presented(voucher)).unwrap();
        let second = city.authorise(db, minute(2), &city.presented(voucher));
        let until = Some(held.until);
        assert_eq!(refusal(second), AuthoriseRefusal::HeldByOther { until });
        assert_eq!(refusal(city.cancel(db, minute(2), voucher)), CancelRefusal::Held);
        let again = city.authorise(db, minute(17), &city.presented(voucher)).unwrap();
        assert_ne!(again.hold, held.hold);
        assert_eq!(city.budget(db).pending, 136_500);
        assert_journal_agrees(db);
    }

    fn a_capture_after_the_hold_is_late_and_never_refused(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        let held = city.authorise(db, minute(1), &city.presented(voucher)).unwrap();
        let mut capture = FuelCity::dispensed(&held, 10_000);
        capture.dispensed_at = Some(minute(4));
        let receipt = city.capture(db, minute(300), (&capture, None)).unwrap();
        assert_eq!(receipt.doubts, vec![Doubt::Late]);
        assert_eq!(city.lookup(db, voucher).state, VoucherState::Redeemed);
        assert_eq!((city.budget(db).pending, city.budget(db).posted), (0, 136_500));
        assert_journal_agrees(db);
    }

    fn fuel_for_a_voucher_cancelled_meanwhile_is_recorded_as_a_conflict(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        let held = city.authorise(db, minute(1), &city.presented(voucher)).unwrap();
        city.cancel(db, minute(20), voucher).unwrap();
        assert_eq!(city.budget(db).pending, 0);
        let mut capture = FuelCity::dispensed(&held, 10_000);
        capture.dispensed_at = Some(minute(5));
        let receipt = city.capture(db, minute(30), (&capture, None)).unwrap();
        assert!(receipt.doubts.contains(&Doubt::Conflict), "{:?}", receipt.doubts);
        assert_eq!(city.lookup(db, voucher).state, VoucherState::Cancelled);
        assert_eq!((city.budget(db).pending, city.budget(db).posted), (0, 136_500));
        assert_eq!(city.quota(db).posted, 10_000);
        assert_journal_agrees(db);
    }

    fn fuel_under_an_older_hold_is_a_conflict_and_both_are_paid(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        let first = city.authorise(db, minute(1), &city.presented(voucher)).unwrap();
        let second = city.authorise(db, minute(20), &city.presented(voucher)).unwrap();
        city.capture(db, minute(21), (&FuelCity::dispensed(&second, 10_000), None)).unwrap();
        let mut late = FuelCity::dispensed(&first, 4_000);
        late.dispensed_at = Some(minute(3));
        late.meter_value = None;
        let receipt = city.capture(db, minute(40), (&late, None)).unwrap();
        assert!(receipt.doubts.contains(&Doubt::Conflict), "{:?}", receipt.doubts);
        assert_eq!(city.budget(db).posted, 136_500 + 54_600);
        assert_journal_agrees(db);
    }

    fn more_than_voucher_tank_and_budget_is_doubted_and_paid(database) {
        let db = &database.db;
        let city = found_city(db);
        set_ceiling(db, city.line, Rupiah::new(136_500));
        let voucher = city.issued(db).id;
        let held = city.authorise(db, minute(1), &city.presented(voucher)).unwrap();
        let capture = FuelCity::dispensed(&held, 46_000);
        let receipt = city.capture(db, minute(2), (&capture, None)).unwrap();
        let expected = [Doubt::AboveVoucher, Doubt::AboveTank, Doubt::AboveBudget];
        for doubt in expected {
            assert!(receipt.doubts.contains(&doubt), "{doubt:?} in {:?}", receipt.doubts);
        }
        let budget = city.budget(db);
        assert_eq!((budget.pending, budget.posted), (0, 627_900));
        assert_eq!(budget.overdrawn, 627_900 - 136_500);
        assert_eq!(city.quota(db).posted, 46_000);
        assert_journal_agrees(db);
    }

    fn what_is_missing_or_differs_is_doubted(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        let held = city.authorise(db, minute(1), &city.presented(voucher)).unwrap();
        let mut capture = FuelCity::dispensed(&held, 10_000);
        capture.meter_value = None;
        capture.slip_amount = Some(Rupiah::new(150_000));
        capture.photo_wanted = true;
        let receipt = city.capture(db, minute(2), (&capture, None)).unwrap();
        let expected = vec![Doubt::MeterMissing, Doubt::PhotoMissing, Doubt::SlipDiffers];
        assert_eq!(receipt.doubts, expected);
    }

    fn within_an_hour_of_a_change_the_slip_tells_which_price_the_pump_showed(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        add_price(db, "pertamax", 14_000, minute(5));
        let held = city.authorise(db, minute(6), &city.presented(voucher)).unwrap();
        assert_eq!(held.price, Rupiah::new(14_000));
        let mut capture = FuelCity::dispensed(&held, 10_000);
        capture.slip_amount = Some(Rupiah::new(136_500));
        let receipt = city.capture(db, minute(7), (&capture, None)).unwrap();
        assert_eq!((receipt.price, receipt.amount), (Rupiah::new(13_650), Rupiah::new(136_500)));
        assert!(!receipt.doubts.contains(&Doubt::SlipDiffers));
        assert_eq!(city.budget(db).posted, 136_500);
        assert_journal_agrees(db);
    }

    fn an_hour_after_a_change_the_old_price_is_doubted(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        add_price(db, "pertamax", 14_000, minute(5));
        let held = city.authorise(db, minute(66), &city.presented(voucher)).unwrap();
        let mut capture = FuelCity::dispensed(&held, 10_000);
        capture.slip_amount = Some(Rupiah::new(136_500));
        let receipt = city.capture(db, minute(67), (&capture, None)).unwrap();
        assert_eq!(receipt.price, Rupiah::new(14_000));
        assert!(receipt.doubts.contains(&Doubt::SlipDiffers));
    }

    fn a_released_voucher_can_be_drawn_elsewhere(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        let held = city.authorise(db, minute(1), &city.presented(voucher)).unwrap();
        let release = || {
            let (actor, input) = (city.pump.actor.clone(), ReleaseHold { hold: held.hold });
            run(db, minute(2), move |tx, stamp| fuel::release_hold(tx, stamp, &actor, &input))
        };
        release().unwrap();
        assert_eq!(refusal(release()), ReleaseRefusal::Over);
        city.authorise(db, minute(3), &city.presented(voucher)).unwrap();
        assert_journal_agrees(db);
    }

    fn a_station_is_told_by_name_why_it_may_not(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        let usual = city.presented(voucher);
        let told = |at: i64, change: &dyn Fn(&mut fuel::AuthoriseRedemption)| {
            let mut input = usual.clone();
            change(&mut input);
            refusal(city.authorise(db, minute(at), &input))
        };
        let nothing = fuel::VoucherId::new(base::Uuid::from_u128(99));
        assert_eq!(told(1, &|input| input.voucher = nothing), AuthoriseRefusal::Unknown);
        assert_eq!(told(1, &|input| input.sequence = Some(1)), AuthoriseRefusal::Superseded);
        assert_eq!(
            told(1, &|input| input.product = "dexlite".to_owned()),
            AuthoriseRefusal::ProductNotCovered
        );
        let stranger = base::PersonId::new(base::Uuid::from_u128(99));
        assert_eq!(told(1, &|input| input.driver = stranger), AuthoriseRefusal::DriverNotNamed);
        assert_eq!(told(60 * 20, &|_| {}), AuthoriseRefusal::NoShift);
        city.reissue(db, voucher, 0).unwrap();
        assert_eq!(told(1, &|_| {}), AuthoriseRefusal::Superseded);
        city.cancel(db, minute(2), voucher).unwrap();
        assert_eq!(told(3, &|input| input.sequence = Some(1)), AuthoriseRefusal::Cancelled);
    }

    fn a_voucher_is_drawn_once(database) {
        let db = &database.db;
        let city = found_city(db);
        let (voucher, _) = city.redeem(db, minute(10), 8_000);
        let again = city.authorise(db, minute(20), &city.presented(voucher));
        assert_eq!(refusal(again), AuthoriseRefusal::Redeemed { at: Some(minute(12)) });
        assert_eq!(refusal(city.cancel(db, minute(20), voucher)), CancelRefusal::Settled);
    }

    fn nothing_and_the_impossible_are_not_captured(database) {
        let db = &database.db;
        let city = found_city(db);
        let voucher = city.issued(db).id;
        let held = city.authorise(db, minute(10), &city.presented(voucher)).unwrap();
        let nothing = FuelCity::dispensed(&held, 0);
        assert_eq!(
            refusal(city.capture(db, minute(11), (&nothing, None))),
            CaptureRefusal::NothingDispensed
        );
        // Ten tanks of 45 litres; the voucher promises less.
        let too_much = FuelCity::dispensed(&held, 450_001);
        assert_eq!(
            refusal(city.capture(db, minute(11), (&too_much, None))),
            CaptureRefusal::VolumeImpossible
        );
        let mut before = FuelCity::dispensed(&held, 5_000);
        before.dispensed_at = Some(minute(9));
        assert_eq!(
            refusal(city.capture(db, minute(11), (&before, None))),
            CaptureRefusal::TimeImpossible
        );
        let mut elsewhere = city.clone();
        elsewhere.pump.actor = city.officer.clone();
        let usual = FuelCity::dispensed(&held, 5_000);
        assert_eq!(
            refusal(elsewhere.capture(db, minute(11), (&usual, None))),
            CaptureRefusal::HoldUnknown
        );
    }
}
