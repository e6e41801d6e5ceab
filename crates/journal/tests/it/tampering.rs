use db::{Access, ActionError, Command, Db, params};
use journal::{Finding, short_code};
use testkit::{TENANT, TestDb, stamp_at};

use crate::{STEPS, account, at, open_account, pay_in, seal_and_sign, tamper, verify};

/// Three accounts, each with two entries; gives the signed checkpoint.
fn city(db: &Db) -> String {
    for number in 1..=3 {
        open_account(db, number);
        pay_in(db, number, 5);
    }
    seal_and_sign(db, 2).expect("a checkpoint")
}

fn first_finding(db: &Db, outside: &[String]) -> Finding {
    let report = verify(db, outside);
    report.findings.first().cloned().expect("a finding")
}

testkit::both_databases! {
    steps: STEPS;

    fn a_flipped_byte_in_an_entry_is_found(db) {
        city(&db.db);
        db.db
            .write_blocking(Command::by(&stamp_at(at(9))), |tx| {
                let row = tx.query_one(
                    "SELECT e.id, e.bytes FROM journal_entry e JOIN journal_leaf l \
                     ON l.tenant_id = e.tenant_id AND l.entry_id = e.id \
                     WHERE e.tenant_id = $1 AND l.leaf_index = 4",
                    params![TENANT],
                )?;
                let mut bytes: Vec<u8> = row.get("bytes")?;
                let last = bytes.len() - 3;
                bytes[last] ^= 1;
                let id: base::Uuid = row.get("id")?;
                tx.execute_outside_journal(
                    "UPDATE journal_entry SET bytes = $3 WHERE tenant_id = $1 AND id = $2",
                    params![TENANT, id, &bytes],
                )?;
                Ok::<_, ActionError<()>>(())
            })
            .unwrap();
        assert!(matches!(first_finding(&db.db, &[]), Finding::EntryAltered { leaf_index: 4, .. }));
    }

    fn a_deleted_entry_is_found(db) {
        city(&db.db);
        tamper(
            &db.db,
            "DELETE FROM journal_entry WHERE tenant_id = $1 AND id = \
             (SELECT entry_id FROM journal_leaf WHERE tenant_id = $1 AND leaf_index = 2)",
        );
        assert!(matches!(first_finding(&db.db, &[]), Finding::EntryMissing { leaf_index: 2, .. }));
    }

    fn a_deleted_leaf_is_found(db) {
        city(&db.db);
        tamper(&db.db, "DELETE FROM journal_leaf WHERE tenant_id = $1 AND leaf_index = 2");
        let findings = verify(&db.db, &[]).findings;
        assert!(findings.contains(&Finding::LeafMissing { leaf_index: 2 }), "{findings:?}");
    }

    fn an_amount_changed_by_sql_is_named(db) {
        city(&db.db);
        tamper(&db.db, "UPDATE account SET balance = 9999 WHERE tenant_id = $1 AND name = 'account 2'");
        let expected = Finding::RowAltered {
            table: "account".to_owned(),
            key: account(2).to_string(),
            leaf_index: verify_index(&db, 2),
        };
        assert_eq!(verify(&db.db, &[]).findings, [expected]);
    }

    fn a_removed_and_an_added_row_are_found(db) {
        city(&db.db);
        tamper(&db.db, "DELETE FROM account WHERE tenant_id = $1 AND name = 'account 1'");
        tamper(
            &db.db,
            "INSERT INTO account (tenant_id, id, name, balance, open) \
             SELECT tenant_id, tenant_id, 'forged', 1, TRUE FROM account WHERE tenant_id = $1 LIMIT 1",
        );
        let findings = verify(&db.db, &[]).findings;
        assert!(findings.iter().any(|finding| matches!(finding, Finding::RowMissing { .. })));
        assert!(findings.iter().any(|finding| matches!(finding, Finding::RowUnknown { .. })));
        assert_eq!(findings.len(), 2);
    }

    fn an_unsealed_row_is_compared_too(db) {
        open_account(&db.db, 1);
        tamper(&db.db, "UPDATE account SET balance = 9999 WHERE tenant_id = $1");
        assert!(matches!(first_finding(&db.db, &[]), Finding::RowAltered { leaf_index: None, .. }));
    }

    fn a_truncated_log_is_found_by_the_outside_checkpoint(db) {
        let outside = city(&db.db);
        // Cut the last entries with all that speaks of them, rows included.
        tamper(&db.db, "DELETE FROM journal_entry WHERE tenant_id = $1");
        tamper(&db.db, "DELETE FROM journal_leaf WHERE tenant_id = $1");
        tamper(&db.db, "DELETE FROM journal_head WHERE tenant_id = $1");
        tamper(&db.db, "DELETE FROM journal_checkpoint WHERE tenant_id = $1");
        tamper(&db.db, "DELETE FROM account WHERE tenant_id = $1");
        assert!(verify(&db.db, &[]).is_clean());
        assert!(matches!(
            first_finding(&db.db, &[outside]),
            Finding::Truncated { outside_size: 6, size: 0, .. }
        ));
    }

    fn a_rewritten_log_is_found_even_with_the_real_key(db) {
        let early = {
            open_account(&db.db, 1);
            seal_and_sign(&db.db, 1).expect("a checkpoint")
        };
        pay_in(&db.db, 1, 5);
        let honest = seal_and_sign(&db.db, 3).expect("a checkpoint");
        // The same key signs another history after the first entry.
        tamper(&db.db, "DELETE FROM journal_checkpoint WHERE tenant_id = $1 AND size = 2");
        tamper(
            &db.db,
            "DELETE FROM journal_entry WHERE tenant_id = $1 AND id = \
             (SELECT entry_id FROM journal_leaf WHERE tenant_id = $1 AND leaf_index = 1)",
        );
        tamper(&db.db, "DELETE FROM journal_leaf WHERE tenant_id = $1 AND leaf_index = 1");
        tamper(&db.db, "UPDATE account SET balance = 10, revision = 0 WHERE tenant_id = $1");
        rewind_head(&db.db);
        pay_in(&db.db, 1, 500);
        seal_and_sign(&db.db, 3).expect("a forged checkpoint");
        assert!(verify(&db.db, &[]).is_clean());
        assert_eq!(
            verify(&db.db, &[early, honest]).findings,
            [Finding::Rewritten { after: Some(at(1)), before: at(3) }]
        );
    }

    fn an_entry_taken_out_of_the_queue_is_found(db) {
        open_account(&db.db, 1);
        tamper(&db.db, "DELETE FROM journal_pending WHERE tenant_id = $1");
        assert!(matches!(first_finding(&db.db, &[]), Finding::EntryUnsealed { .. }));
    }

    fn a_checkpoint_by_another_key_is_refused(db) {
        city(&db.db);
        let forged = journal::sign_note(
            "sihebat.id/x\n1\nAA==\nat 1\n",
            &journal::SigningKey::new("kupang.test", &[1; 32]),
        );
        assert_eq!(verify(&db.db, &[forged]).findings, [Finding::OutsideUnreadable]);
    }

    fn the_code_on_a_document_names_its_checkpoint(db) {
        let note = city(&db.db);
        let code = short_code(&note);
        let check = |code: &str| {
            let evidence = journal::Evidence {
                codes: vec![code.to_owned()],
                outside_tables: journal::OUTSIDE.iter().map(|&table| table.to_owned()).collect(),
                ..journal::Evidence::default()
            };
            db.db
                .read_blocking(TENANT, Access::Report, move |tx| {
                    journal::verify(tx, TENANT, &evidence, &mut |_| {})
                })
                .unwrap()
                .findings
        };
        assert_eq!(check(&code.to_lowercase()), []);
        assert_eq!(check("0000-0000-0000-0000").len(), 1);
    }
}

/// The place of the last entry about an account.
fn verify_index(db: &TestDb, number: u128) -> Option<i64> {
    db.db
        .read_blocking(TENANT, Access::Report, move |tx| {
            let page = journal::list_history(
                tx,
                TENANT,
                account(number),
                None,
                base::PageSize::clamped(1),
            )?;
            Ok(page.items.first().and_then(|entry| entry.leaf_index))
        })
        .unwrap()
}

/// Sets the head back to one leaf, as a forger with the database's password would.
fn rewind_head(db: &Db) {
    db.write_blocking(Command::by(&stamp_at(at(9))), |tx| {
        let leaf = tx.query_one(
            "SELECT leaf_hash FROM journal_leaf WHERE tenant_id = $1 AND leaf_index = 0",
            params![TENANT],
        )?;
        tx.execute_outside_journal(
            "UPDATE journal_head SET size = 1, frontier = $2 WHERE tenant_id = $1",
            params![TENANT, &leaf.get::<Vec<u8>>("leaf_hash")?],
        )?;
        Ok::<_, ActionError<()>>(())
    })
    .unwrap();
}
