use base::Uuid;
use db::{Access, ActionError, Command, FailureKind, Owned, params};
use testkit::{OTHER_TENANT, TENANT, morning, stamp_at};

use crate::STEPS;

testkit::both_databases! {
    steps: STEPS;

    fn parameters_bind_by_number_not_by_first_appearance(db) {
        let (id, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let done = db.db.write_blocking(Command::by(&stamp_at(morning())), move |tx| {
            for (id, name) in [(id, "one"), (other, "two")] {
                insert(tx, id, name)?;
            }
            tx.change_exactly_one(
                "UPDATE account SET balance = $2 WHERE tenant_id = $3 AND id = $1",
                params![id, 70_i64, TENANT],
            )?;
            tx.take_changes();
            Ok::<_, ActionError<()>>(())
        });
        assert!(done.is_ok(), "{done:?}");
        let balances = db.db.read_blocking(TENANT, Access::ReadOwn, |tx| {
            tx.query(
                "SELECT name, balance, open, note FROM account WHERE tenant_id = $1 ORDER BY name",
                params![TENANT],
            )
        });
        let balances = balances.unwrap();
        assert_eq!(balances[0].get::<i64>("balance").unwrap(), 70);
        assert_eq!(balances[1].get::<i64>("balance").unwrap(), 10);
        assert!(balances[0].get::<bool>("open").unwrap());
        assert_eq!(balances[0].value("note").unwrap(), &Owned::Null);
        assert!(balances[0].get::<i64>("name").is_err());
    }

    fn a_change_leaves_the_image_of_each_row(db) {
        let images = db.db.write_blocking(Command::by(&stamp_at(morning())), |tx| {
            insert(tx, Uuid::from_u128(1), "one")?;
            insert(tx, Uuid::from_u128(2), "two")?;
            let count = tx.change(
                "UPDATE account SET balance = balance + $2 WHERE tenant_id = $1",
                params![TENANT, 5_i64],
            )?;
            assert_eq!(count, 2);
            let images: Vec<i64> = tx
                .take_changes()
                .iter()
                .map(|change| change.image.get("balance"))
                .collect::<Result<_, _>>()?;
            Ok::<_, ActionError<()>>(images)
        });
        assert_eq!(images.unwrap(), [10, 10, 15, 15]);
    }

    fn a_row_of_another_tenant_is_not_seen(db) {
        let seen = db.db.write_blocking(Command::by(&stamp_at(morning())), |tx| {
            insert(tx, Uuid::from_u128(1), "one")?;
            tx.take_changes();
            let seen = tx.query(
                "SELECT id FROM account WHERE tenant_id = $1",
                params![OTHER_TENANT],
            )?;
            Ok::<_, ActionError<()>>(seen.len())
        });
        assert_eq!(seen.unwrap(), 0);
    }

    fn errors_are_sorted_into_classes(db) {
        let kind_of = |sql: &'static str| {
            let outcome = db.db.write_blocking(Command::by(&stamp_at(morning())), move |tx| {
                insert(tx, Uuid::from_u128(1), "one")?;
                tx.change(sql, params![TENANT, Uuid::from_u128(1)])?;
                tx.take_changes();
                Ok::<_, ActionError<()>>(())
            });
            match outcome {
                Err(ActionError::Failed(failure)) => failure.kind(),
                other => panic!("{other:?}"),
            }
        };
        let insert = "INSERT INTO account (tenant_id, id, name, balance, open) VALUES ($1, $2, 'x', 1, TRUE)";
        assert_eq!(kind_of(insert), FailureKind::Unique);
        let overdraw = "UPDATE account SET balance = balance - 11 WHERE tenant_id = $1 AND id = $2";
        assert_eq!(kind_of(overdraw), FailureKind::Check);
        assert_eq!(kind_of("UPDATE nowhere SET x = $1 WHERE y = $2"), FailureKind::Other);
    }
}

pub(crate) fn insert(tx: &mut db::Tx<'_>, id: Uuid, name: &str) -> Result<(), db::Failure> {
    tx.change_exactly_one(
        "INSERT INTO account (tenant_id, id, name, balance, open) VALUES ($1, $2, $3, $4, $5)",
        params![TENANT, id, name, 10_i64, true],
    )
}
