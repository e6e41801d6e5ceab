use db::{Access, ActionError, Command, FailureKind, Lease, SchemaState, Step, params};
use testkit::{TENANT, morning, stamp_at};

use crate::STEPS;

testkit::both_databases! {
    steps: STEPS;

    fn migrating_twice_runs_nothing_twice(db) {
        assert_eq!(db::migrate(db.location(), &STEPS, morning()).unwrap(), 0);
        assert_eq!(db::schema_state(db.location(), &STEPS).unwrap(), SchemaState::Current);
    }

    fn an_older_program_refuses_a_newer_schema(db) {
        assert_eq!(db::schema_state(db.location(), &[]).unwrap(), SchemaState::Ahead);
        let failure = db::migrate(db.location(), &[], morning()).unwrap_err();
        assert_eq!(failure.kind(), FailureKind::Schema);
    }

    fn an_altered_step_is_named(db) {
        let altered = [Step { sql: "SELECT 1;", ..STEPS[0] }];
        let expected = SchemaState::Altered { area: "example".to_owned(), number: 1 };
        assert_eq!(db::schema_state(db.location(), &altered).unwrap(), expected);
    }

    fn a_failing_step_leaves_nothing_behind(db) {
        let second = Step {
            area: "example",
            number: 2,
            sql: "CREATE TABLE half (tenant_id ID NOT NULL, PRIMARY KEY (tenant_id)) STRICT; CREATE TABLE account (x TEXT);",
        };
        let steps = [STEPS[0], second];
        assert!(db::migrate(db.location(), &steps, morning()).is_err());
        let state = db::schema_state(db.location(), &steps).unwrap();
        assert_eq!(state, SchemaState::Behind(1));
        let tables = db.db.read_blocking(TENANT, Access::ReadOwn, db::tables).unwrap();
        assert!(tables.iter().all(|table| table.name != "half"));
    }

    fn the_catalogue_knows_columns_and_keys(db) {
        let tables = db.db.read_blocking(TENANT, Access::ReadOwn, db::tables).unwrap();
        let account = tables.iter().find(|table| table.name == "account").unwrap();
        assert_eq!(account.key, ["tenant_id", "id"]);
        let names: Vec<_> = account.columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["tenant_id", "id", "name", "balance", "open", "note", "revision"]);
    }

    fn a_lease_has_one_holder_and_a_fence(db) {
        let taken = db.db.write_blocking(Command::by(&stamp_at(morning())), |tx| {
            let now = morning();
            let first = Lease::take(tx, "sealer", "a", now)?.expect("free");
            assert_eq!(Lease::take(tx, "sealer", "b", now)?, None);
            assert!(Lease::take(tx, "sealer", "a", now)?.is_some());
            let later = now.plus_seconds(60);
            let second = Lease::take(tx, "sealer", "b", later)?.expect("run out");
            assert!(!first.check(tx)?);
            assert!(second.check(tx)?);
            assert_eq!(tx.query("SELECT name FROM lease WHERE name = $1", params!["sealer"])?.len(), 1);
            Ok::<_, ActionError<()>>(())
        });
        assert!(taken.is_ok(), "{taken:?}");
    }
}
