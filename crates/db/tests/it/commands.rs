use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};

use base::Uuid;
use db::{Access, ActionError, Command, Db, FailureKind, params};
use testkit::{TENANT, morning, stamp_at};

use crate::STEPS;
use crate::statements::insert;

#[derive(Debug, PartialEq)]
enum Refusal {
    NotEnough,
}

/// Takes from an account where it holds enough.
fn take(db: &Db, key: Option<&str>, amount: i64) -> Result<i64, ActionError<Refusal>> {
    let mut command = Command::by(&stamp_at(morning()));
    if let Some(key) = key {
        command = command.keyed(key, "example.take", &amount);
    }
    db.write_blocking(command, move |tx| {
        let taken = tx.change_one(
            "UPDATE account SET balance = balance - $3 \
             WHERE tenant_id = $1 AND id = $2 AND balance >= $3",
            params![TENANT, Uuid::from_u128(1), amount],
        )?;
        let left = tx.last_image().map(|row| row.get("balance")).transpose()?;
        tx.take_changes();
        match left {
            Some(left) if taken => Ok(left),
            _ => Err(ActionError::Refused(Refusal::NotEnough)),
        }
    })
}

fn open_account(db: &Db) {
    db.write_blocking(Command::by(&stamp_at(morning())), |tx| {
        insert(tx, Uuid::from_u128(1), "one")?;
        tx.take_changes();
        Ok::<_, ActionError<()>>(())
    })
    .unwrap();
}

fn balance(db: &Db) -> i64 {
    db.read_blocking(TENANT, Access::ReadOwn, |tx| {
        tx.query_one(
            "SELECT balance FROM account WHERE tenant_id = $1",
            params![TENANT],
        )?
        .get("balance")
    })
    .unwrap()
}

testkit::both_databases! {
    steps: STEPS;

    fn a_repeated_key_changes_nothing_twice(db) {
        open_account(&db.db);
        for _ in 0..3 {
            assert_eq!(take(&db.db, Some("k1"), 4).unwrap(), 6);
        }
        assert_eq!(balance(&db.db), 6);
    }

    fn a_key_with_other_content_is_refused(db) {
        open_account(&db.db);
        take(&db.db, Some("k1"), 4).unwrap();
        assert!(matches!(take(&db.db, Some("k1"), 5), Err(ActionError::KeyReused)));
        assert_eq!(balance(&db.db), 6);
    }

    fn a_refusal_is_undone_and_not_stored(db) {
        open_account(&db.db);
        let refused = take(&db.db, Some("k1"), 11);
        assert!(matches!(refused, Err(ActionError::Refused(Refusal::NotEnough))));
        db.db
            .write_blocking(Command::by(&stamp_at(morning())), |tx| {
                tx.change(
                    "UPDATE account SET balance = $2 WHERE tenant_id = $1",
                    params![TENANT, 20_i64],
                )?;
                tx.take_changes();
                Ok::<_, ActionError<()>>(())
            })
            .unwrap();
        assert_eq!(take(&db.db, Some("k1"), 11).unwrap(), 9);
    }

    fn many_at_once_never_overdraw(db) {
        open_account(&db.db);
        let barrier = Arc::new(Barrier::new(16));
        let threads: Vec<_> = (0..16)
            .map(|_| {
                let (db, barrier) = (db.db.clone(), Arc::clone(&barrier));
                std::thread::spawn(move || {
                    barrier.wait();
                    take(&db, None, 1).is_ok()
                })
            })
            .collect();
        let taken = threads.into_iter().filter_map(|t| t.join().ok()).filter(|ok| *ok).count();
        assert_eq!((taken, balance(&db.db)), (10, 0));
    }

    fn a_refusal_after_a_change_undoes_its_own_command_only(db) {
        open_account(&db.db);
        let barrier = Arc::new(Barrier::new(16));
        let threads: Vec<_> = (0..16)
            .map(|number| {
                let (db, barrier) = (db.db.clone(), Arc::clone(&barrier));
                std::thread::spawn(move || {
                    barrier.wait();
                    db.write_blocking(Command::by(&stamp_at(morning())), move |tx| {
                        tx.change_exactly_one(
                            "UPDATE account SET balance = balance - 1 WHERE tenant_id = $1",
                            params![TENANT],
                        )?;
                        tx.take_changes();
                        match number % 2 {
                            0 => Ok(()),
                            _ => Err(ActionError::Refused(Refusal::NotEnough)),
                        }
                    })
                })
            })
            .collect();
        let kept = threads.into_iter().flat_map(|t| t.join().unwrap()).count();
        assert_eq!(kept, 8);
        assert_eq!(balance(&db.db), 2);
    }

    fn the_same_key_from_many_threads_runs_once(db) {
        open_account(&db.db);
        let barrier = Arc::new(Barrier::new(8));
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let (db, barrier) = (db.db.clone(), Arc::clone(&barrier));
                std::thread::spawn(move || {
                    barrier.wait();
                    take(&db, Some("same"), 3)
                })
            })
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap().unwrap(), 7);
        }
        assert_eq!(balance(&db.db), 7);
    }

    fn a_panic_undoes_its_own_command_only(db) {
        open_account(&db.db);
        let runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&runs);
        let outcome = db.db.write_blocking(Command::by(&stamp_at(morning())), move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            tx.change(
                "UPDATE account SET balance = 0 WHERE tenant_id = $1",
                params![TENANT],
            )?;
            assert!(runs.load(Ordering::SeqCst) == 0, "a planted panic");
            Ok::<_, ActionError<()>>(())
        });
        let Err(ActionError::Failed(failure)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(failure.kind(), FailureKind::Bug);
        assert_eq!(balance(&db.db), 10);
        assert_eq!(take(&db.db, None, 1).unwrap(), 9);
    }

    fn a_change_without_its_journal_entry_is_undone_as_a_bug(db) {
        open_account(&db.db);
        let outcome = db.db.write_blocking(Command::by(&stamp_at(morning())), |tx| {
            tx.change("UPDATE account SET balance = 0 WHERE tenant_id = $1", params![TENANT])?;
            Ok::<_, ActionError<()>>(())
        });
        assert!(matches!(outcome, Err(ActionError::Failed(_))));
        assert_eq!(balance(&db.db), 10);
    }

    fn answers_survive_a_restart(db) {
        open_account(&db.db);
        take(&db.db, Some("k1"), 4).unwrap();
        let mut db = db;
        db.reopen();
        assert_eq!(take(&db.db, Some("k1"), 4).unwrap(), 6);
        assert_eq!(balance(&db.db), 6);
    }
}
