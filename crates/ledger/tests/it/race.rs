use std::sync::{Arc, Barrier};

use base::Uuid;
use db::ActionError;
use ledger::LedgerRefusal;

use crate::{STEPS, balances, open, run};

testkit::both_databases! {
    steps: STEPS;

    fn of_64_clients_25_get_room_and_39_are_refused(db) {
        let account = open(&db.db, 1, 25 * 100_000);
        let barrier = Arc::new(Barrier::new(64));
        let clients: Vec<_> = (0..64_u128)
            .map(|number| {
                let (db, barrier) = (db.db.clone(), Arc::clone(&barrier));
                std::thread::spawn(move || {
                    barrier.wait();
                    run(&db, move |tx, stamp| {
                        ledger::reserve(tx, stamp, account, Uuid::from_u128(number), 100_000)
                    })
                })
            })
            .collect();
        let outcomes: Vec<_> = clients.into_iter().map(|client| client.join().unwrap()).collect();
        let reserved = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let refused = outcomes
            .iter()
            .filter(|outcome| {
                matches!(outcome, Err(ActionError::Refused(LedgerRefusal::NotEnough { available: 0, .. })))
            })
            .count();
        assert_eq!((reserved, refused), (25, 39));
        let account = balances(&db.db, account);
        assert_eq!((account.pending, account.available()), (25 * 100_000, 0));
    }
}
