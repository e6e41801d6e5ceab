//! The journal on both engines: recorded, sealed, signed, proved, and every alteration found.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failing test stops here"
)]

mod tampering;
mod whole;

use std::collections::HashSet;

use base::{UtcMicros, Uuid};
use db::{Access, ActionError, Command, Db, Lease, Step, params};
use journal::{Evidence, Report, SigningKey, Subject};
use testkit::{TENANT, morning, stamp_at};

const TABLES: Step = Step {
    area: "example",
    number: 1,
    sql: "CREATE TABLE account (
        tenant_id ID NOT NULL, id ID NOT NULL, name TEXT NOT NULL, balance BIGINT NOT NULL,
        open BOOL NOT NULL, revision BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (tenant_id, id)
    ) STRICT;
    CREATE TABLE citizen (
        tenant_id ID NOT NULL, id ID NOT NULL, name TEXT, privacy_salt BYTES,
        revision BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (tenant_id, id)
    ) STRICT;",
};

const STEPS: [Step; 2] = [journal::STEPS[0], TABLES];

fn signer() -> SigningKey {
    SigningKey::new("kupang.test", &[42; 32])
}

fn at(minute: i64) -> UtcMicros {
    morning().plus_seconds(minute * 60)
}

fn account(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn open_account(db: &Db, number: u128) {
    let stamp = stamp_at(at(0));
    db.write_blocking(Command::by(&stamp), move |tx| {
        let stamp = stamp.fresh();
        tx.change_exactly_one(
            "INSERT INTO account (tenant_id, id, name, balance, open) VALUES ($1, $2, $3, 10, TRUE)",
            params![TENANT, account(number), &format!("account {number}")],
        )?;
        journal::record(tx, &stamp, "example.open", Subject::new("account", account(number)), None)?;
        Ok::<_, ActionError<()>>(())
    })
    .unwrap();
}

fn pay_in(db: &Db, number: u128, amount: i64) {
    let stamp = stamp_at(at(1));
    db.write_blocking(Command::by(&stamp), move |tx| {
        let stamp = stamp.fresh();
        tx.change_exactly_one(
            "UPDATE account SET balance = balance + $3 WHERE tenant_id = $1 AND id = $2",
            params![TENANT, account(number), amount],
        )?;
        let subject = Subject::new("account", account(number));
        journal::record(tx, &stamp, "example.pay_in", subject, Some("cash"))?;
        Ok::<_, ActionError<()>>(())
    })
    .unwrap();
}

/// Seals all that waits and signs a checkpoint; gives the note.
fn seal_and_sign(db: &Db, minute: i64) -> Option<String> {
    seal_and_sign_with(db, minute, signer)
}

fn seal_and_sign_with(db: &Db, minute: i64, signer: fn() -> SigningKey) -> Option<String> {
    db.write_blocking(Command::by(&stamp_at(at(minute))), move |tx| {
        let lease = Lease::take(tx, "sealer", "test", at(minute))?.expect("the lease is free");
        while journal::seal(tx, TENANT, &lease)? > 0 {}
        journal::checkpoint(tx, TENANT, at(minute), &signer()).map_err(ActionError::<()>::from)
    })
    .unwrap()
}

fn verify(db: &Db, outside: &[String]) -> Report {
    verify_with(db, outside, &[])
}

fn verify_with(db: &Db, outside: &[String], rotations: &[String]) -> Report {
    let evidence = Evidence {
        trusted: vec![signer().verifying_key()],
        rotations: rotations.to_vec(),
        outside: outside.to_vec(),
        outside_tables: journal::OUTSIDE
            .iter()
            .map(|&table| table.to_owned())
            .collect::<HashSet<_>>(),
        ..Evidence::default()
    };
    db.read_blocking(TENANT, Access::Report, move |tx| {
        journal::verify(tx, TENANT, &evidence, &mut |_| {})
    })
    .unwrap()
}

/// Changes something behind the journal's back, as someone with the password could.
fn tamper(db: &Db, sql: &'static str) {
    db.write_blocking(Command::by(&stamp_at(at(9))), move |tx| {
        assert!(
            tx.execute_outside_journal(sql, params![TENANT])? > 0,
            "{sql} changed nothing"
        );
        Ok::<_, ActionError<()>>(())
    })
    .unwrap();
}
