use base::Uuid;
use ledger::{Account, LedgerRefusal, TransferId};
use testkit::{OTHER_TENANT, TENANT, morning};

use crate::{STEPS, balances, open, refusal, run};

const VOUCHER: Uuid = Uuid::from_u128(77);

fn reserve(db: &db::Db, account: ledger::AccountId, amount: i64) -> TransferId {
    run(db, move |tx, stamp| {
        ledger::reserve(tx, stamp, account, VOUCHER, amount)
    })
    .unwrap()
}

fn figures(account: &Account) -> (i64, i64, i64, i64) {
    (
        account.pending,
        account.posted,
        account.overdrawn,
        account.available(),
    )
}

testkit::both_databases! {
    steps: STEPS;

    fn a_reservation_is_posted_and_the_rest_returns(db) {
        let account = open(&db.db, 1, 100);
        let transfer = reserve(&db.db, account, 60);
        assert_eq!(figures(&balances(&db.db, account)), (60, 0, 0, 40));
        run(&db.db, move |tx, _| ledger::post(tx, TENANT, transfer, 45, morning())).unwrap();
        assert_eq!(figures(&balances(&db.db, account)), (0, 45, 0, 55));
        let again = run(&db.db, move |tx, _| ledger::post(tx, TENANT, transfer, 1, morning()));
        assert_eq!(refusal(again), LedgerRefusal::NotPending);
    }

    fn voiding_and_expiring_return_everything(db) {
        let account = open(&db.db, 1, 100);
        let (first, second) = (reserve(&db.db, account, 60), reserve(&db.db, account, 40));
        run(&db.db, move |tx, _| ledger::void(tx, TENANT, first, morning())).unwrap();
        run(&db.db, move |tx, _| ledger::expire(tx, TENANT, second, morning())).unwrap();
        assert_eq!(figures(&balances(&db.db, account)), (0, 0, 0, 100));
    }

    fn refuses_with_the_numbers_when_not_enough_is_available(db) {
        let account = open(&db.db, 1, 100);
        reserve(&db.db, account, 60);
        let outcome = run(&db.db, move |tx, stamp| ledger::reserve(tx, stamp, account, VOUCHER, 41));
        let expected = LedgerRefusal::NotEnough { account, available: 40, wanted: 41 };
        assert_eq!(refusal(outcome), expected);
        assert_eq!(figures(&balances(&db.db, account)), (60, 0, 0, 40));
    }

    fn refuses_more_than_promised_and_amounts_that_are_not_positive(db) {
        let account = open(&db.db, 1, 100);
        let transfer = reserve(&db.db, account, 60);
        let more = run(&db.db, move |tx, _| ledger::post(tx, TENANT, transfer, 61, morning()));
        assert_eq!(refusal(more), LedgerRefusal::ExceedsPending { pending: 60, wanted: 61 });
        for amount in [0, -1] {
            let outcome =
                run(&db.db, move |tx, stamp| ledger::reserve(tx, stamp, account, VOUCHER, amount));
            assert_eq!(refusal(outcome), LedgerRefusal::NotPositive);
        }
    }

    fn a_reservation_is_extended_only_as_far_as_available(db) {
        let account = open(&db.db, 1, 100);
        let transfer = reserve(&db.db, account, 60);
        run(&db.db, move |tx, _| ledger::extend(tx, TENANT, transfer, 30)).unwrap();
        assert_eq!(figures(&balances(&db.db, account)), (90, 0, 0, 10));
        let outcome = run(&db.db, move |tx, _| ledger::extend(tx, TENANT, transfer, 11));
        assert!(matches!(refusal(outcome), LedgerRefusal::NotEnough { available: 10, .. }));
    }

    fn a_fact_is_never_denied_and_stops_new_promises(db) {
        let account = open(&db.db, 1, 100);
        reserve(&db.db, account, 90);
        let (_, overdrawn) =
            run(&db.db, move |tx, stamp| ledger::post_fact(tx, stamp, account, VOUCHER, 25)).unwrap();
        assert_eq!(overdrawn, 15);
        assert_eq!(figures(&balances(&db.db, account)), (90, 25, 15, 0));
        let outcome = run(&db.db, move |tx, stamp| ledger::reserve(tx, stamp, account, VOUCHER, 1));
        assert_eq!(refusal(outcome), LedgerRefusal::Overdrawn { account, by: 15 });
    }

    fn a_reversal_gives_back_once_and_stays_visible(db) {
        let account = open(&db.db, 1, 100);
        let transfer = reserve(&db.db, account, 60);
        run(&db.db, move |tx, _| ledger::post(tx, TENANT, transfer, 60, morning())).unwrap();
        run(&db.db, move |tx, stamp| ledger::reverse(tx, stamp, transfer, VOUCHER)).unwrap();
        assert_eq!(figures(&balances(&db.db, account)), (0, 0, 0, 100));
        let again = run(&db.db, move |tx, stamp| ledger::reverse(tx, stamp, transfer, VOUCHER));
        assert_eq!(refusal(again), LedgerRefusal::NotReversible);
        let transfers = db.db.read_blocking(TENANT, db::Access::ReadOwn, |tx| {
            ledger::list_transfers_of(tx, TENANT, VOUCHER)
        });
        let posted: Vec<_> = transfers.unwrap().iter().map(|transfer| transfer.posted).collect();
        assert_eq!(posted.iter().sum::<i64>(), 0);
        assert_eq!(posted.len(), 2);
    }

    fn a_cut_below_what_is_promised_is_accepted_and_lifted_by_a_raise(db) {
        let account = open(&db.db, 1, 100);
        reserve(&db.db, account, 80);
        let overdrawn = run(&db.db, move |tx, _| ledger::reallocate(tx, TENANT, account, 50)).unwrap();
        assert_eq!(overdrawn, 30);
        let outcome = run(&db.db, move |tx, stamp| ledger::reserve(tx, stamp, account, VOUCHER, 1));
        assert!(matches!(refusal(outcome), LedgerRefusal::Overdrawn { by: 30, .. }));
        assert_eq!(run(&db.db, move |tx, _| ledger::reallocate(tx, TENANT, account, 90)).unwrap(), 0);
        reserve(&db.db, account, 10);
    }

    fn a_frozen_account_promises_nothing_and_still_posts(db) {
        let account = open(&db.db, 1, 100);
        let transfer = reserve(&db.db, account, 60);
        run(&db.db, move |tx, _| ledger::freeze(tx, TENANT, account)).unwrap();
        let outcome = run(&db.db, move |tx, stamp| ledger::reserve(tx, stamp, account, VOUCHER, 1));
        assert_eq!(refusal(outcome), LedgerRefusal::Frozen { account });
        run(&db.db, move |tx, _| ledger::post(tx, TENANT, transfer, 60, morning())).unwrap();
        run(&db.db, move |tx, _| ledger::unfreeze(tx, TENANT, account)).unwrap();
        reserve(&db.db, account, 40);
    }

    fn another_city_sees_no_account(db) {
        let account = open(&db.db, 1, 100);
        let seen = db.db.read_blocking(OTHER_TENANT, db::Access::ReadOwn, move |tx| {
            ledger::lookup_account(tx, OTHER_TENANT, account)
        });
        assert_eq!(seen.unwrap(), None);
    }

    fn opening_twice_gives_the_same_account(db) {
        assert_eq!(open(&db.db, 1, 100), open(&db.db, 1, 999));
    }
}
