use base::PageSize;
use db::{Access, ActionError, Command, params};
use journal::{CheckpointKeyRotation, Finding, ImageValue, SigningKey, Subject};
use testkit::{OTHER_TENANT, TENANT, stamp_at};

use crate::{
    STEPS, account, at, open_account, pay_in, seal_and_sign, seal_and_sign_with, signer, verify,
    verify_with,
};

testkit::both_databases! {
    steps: STEPS;

    fn a_whole_log_is_clean(db) {
        for number in 1..=7 {
            open_account(&db.db, number);
            pay_in(&db.db, number, 5);
        }
        let first = seal_and_sign(&db.db, 2).expect("a checkpoint");
        pay_in(&db.db, 3, 5);
        let second = seal_and_sign(&db.db, 3).expect("a second checkpoint");
        assert_eq!(seal_and_sign(&db.db, 4), None);
        pay_in(&db.db, 3, 5);
        let report = verify(&db.db, &[first, second]);
        assert!(report.is_clean(), "{:?}", report.findings);
        assert_eq!((report.entries, report.leaves, report.rows, report.checkpoints), (16, 15, 7, 4));
    }

    fn whoever_trusts_the_old_key_follows_to_the_new_one(db) {
        let new_signer = || SigningKey::new("kupang.test.2", &[43; 32]);
        open_account(&db.db, 1);
        let first = seal_and_sign(&db.db, 2).expect("a checkpoint");
        pay_in(&db.db, 1, 5);
        let second = seal_and_sign_with(&db.db, 200, new_signer).expect("a second checkpoint");
        let note = CheckpointKeyRotation::sign(&signer(), &new_signer(), at(100)).unwrap();
        let outside = [first, second];
        let followed = verify_with(&db.db, &outside, &[note]);
        assert!(followed.is_clean(), "{:?}", followed.findings);
        assert_eq!(followed.checkpoints, 4);

        let alone = verify(&db.db, &outside);
        let told = [
            Finding::CheckpointDiffers { size: 2, at: at(200) },
            Finding::OutsideUnreadable,
        ];
        assert_eq!(alone.findings, told);
    }

    fn a_deleted_row_stays_proved(db) {
        open_account(&db.db, 1);
        let stamp = stamp_at(at(1));
        db.db
            .write_blocking(Command::by(&stamp), move |tx| {
                tx.change("DELETE FROM account WHERE tenant_id = $1", params![TENANT])?;
                let subject = Subject::new("account", account(1));
                journal::record(tx, &stamp.fresh(), "example.close", subject, None)?;
                Ok::<_, ActionError<()>>(())
            })
            .unwrap();
        let report = verify(&db.db, &[]);
        assert!(report.is_clean(), "{:?}", report.findings);
    }

    fn an_empty_city_is_clean(db) {
        assert!(verify(&db.db, &[]).is_clean());
        assert_eq!(seal_and_sign(&db.db, 1), None);
    }

    fn personal_data_stands_in_the_log_as_a_digest_only(db) {
        let stamp = stamp_at(at(0));
        db.db
            .write_blocking(Command::by(&stamp), move |tx| {
                tx.change_exactly_one(
                    "INSERT INTO citizen (tenant_id, id, name, privacy_salt) VALUES ($1, $2, $3, $4)",
                    params![TENANT, account(1), "Maria Bere", &[9_u8; 16]],
                )?;
                let subject = Subject::new("citizen", account(1));
                journal::record(tx, &stamp.fresh(), "example.register", subject, None)?;
                Ok::<_, ActionError<()>>(())
            })
            .unwrap();
        let history = db.db.read_blocking(TENANT, Access::ReadOwn, |tx| {
            journal::list_history(tx, TENANT, account(1), None, PageSize::default())
        });
        let change = history.unwrap().items.remove(0).changes.remove(0);
        assert!(matches!(change.columns().unwrap()["name"], ImageValue::Personal(_)));
        let shown = String::from_utf8_lossy(&change.image).into_owned();
        assert!(!shown.contains("Maria") && !shown.contains("privacy_salt"));
        assert!(verify(&db.db, &[]).is_clean());

        let stamp = stamp_at(at(1));
        db.db
            .write_blocking(Command::by(&stamp), move |tx| {
                tx.change_exactly_one(
                    "UPDATE citizen SET name = NULL, privacy_salt = NULL WHERE tenant_id = $1 AND id = $2",
                    params![TENANT, account(1)],
                )?;
                let subject = Subject::new("citizen", account(1));
                journal::record(tx, &stamp.fresh(), "example.erase", subject, None)?;
                Ok::<_, ActionError<()>>(())
            })
            .unwrap();
        assert!(verify(&db.db, &[]).is_clean());
    }

    fn a_record_shows_its_history_newest_first(db) {
        open_account(&db.db, 1);
        open_account(&db.db, 2);
        pay_in(&db.db, 1, 5);
        seal_and_sign(&db.db, 2);
        pay_in(&db.db, 1, 7);
        let list = |tenant, size, after: Option<base::Cursor>| {
            db.db
                .read_blocking(tenant, Access::ReadOwn, move |tx| {
                    journal::list_history(tx, tenant, account(1), after.as_ref(), PageSize::clamped(size))
                })
                .unwrap()
        };
        let page = list(TENANT, 2, None);
        let actions: Vec<_> = page.items.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(actions, ["example.pay_in", "example.pay_in"]);
        assert_eq!(page.items.iter().filter(|entry| entry.leaf_index.is_some()).count(), 1);
        let after = base::Cursor::decode(&page.next.unwrap()).unwrap();
        let rest = list(TENANT, 2, Some(after));
        assert_eq!((rest.items.len(), rest.next), (1, None));
        assert_eq!(list(OTHER_TENANT, 2, None).items, []);
    }

    fn a_command_that_forgets_the_journal_changes_nothing(db) {
        open_account(&db.db, 1);
        let outcome = db.db.write_blocking(Command::by(&stamp_at(at(1))), |tx| {
            tx.change("UPDATE account SET balance = 0 WHERE tenant_id = $1", params![TENANT])?;
            Ok::<_, ActionError<()>>(())
        });
        assert!(outcome.is_err());
        assert!(verify(&db.db, &[]).is_clean());
    }
}
