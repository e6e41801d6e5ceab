//! The ledger on both engines: single operations, and a long random run against a pure model.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failing test stops here"
)]

mod model;
mod operations;
mod race;
mod simulation;

use base::{Stamp, Uuid};
use db::{Access, ActionError, Command, Db, Step, Tx};
use journal::Subject;
use ledger::{Account, AccountId, LedgerRefusal, NewAccount, Unit};
use testkit::{TENANT, morning, stamp_at};

const STEPS: [Step; 2] = [journal::STEPS[0], ledger::STEPS[0]];

/// Runs an operation as a command with its journal entry.
fn run<T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static>(
    db: &Db,
    f: impl Fn(&mut Tx<'_>, &Stamp) -> Result<T, ActionError<LedgerRefusal>> + Send + 'static,
) -> Result<T, ActionError<LedgerRefusal>> {
    let stamp = stamp_at(morning());
    db.write_blocking(Command::by(&stamp), move |tx| {
        let stamp = stamp.fresh();
        let value = f(tx, &stamp)?;
        if tx.has_unjournaled_changes() {
            let subject = Subject::new("account", Uuid::nil());
            journal::record(tx, &stamp, "ledger.test", subject, None)?;
        }
        Ok(value)
    })
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, ActionError<LedgerRefusal>>) -> LedgerRefusal {
    match outcome {
        Err(ActionError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn open(db: &Db, owner: u128, allocated: i64) -> AccountId {
    run(db, move |tx, stamp| {
        let owner = Uuid::from_u128(owner);
        let new = NewAccount {
            owner,
            period: "2026-11",
            unit: Unit::Rupiah,
            allocated,
        };
        Ok(ledger::open_account(tx, stamp, &new)?)
    })
    .unwrap()
}

fn balances(db: &Db, account: AccountId) -> Account {
    db.read_blocking(TENANT, Access::ReadOwn, move |tx| {
        ledger::lookup_account(tx, TENANT, account)
    })
    .unwrap()
    .expect("the account is there")
}
