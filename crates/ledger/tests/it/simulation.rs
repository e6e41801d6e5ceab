//! Seeded random operations on the database and on the model, compared after each.

use base::{Stamp, Uuid};
use db::{Access, ActionError, Db, Tx, params};
use ledger::{AccountId, LedgerRefusal, TransferId};
use rand::rngs::StdRng;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use testkit::{TENANT, TestDb, morning};

use crate::model::{Ending, Model, ModelAccount, Operation};
use crate::{STEPS, balances, open, run};

const ACCOUNTS: usize = 4;

/// Chooses an operation; transfers are named by the order of their making.
fn choose(random: &mut StdRng, transfers: usize) -> Operation {
    let account = random.random_range(0..ACCOUNTS);
    let transfer = random.random_range(0..transfers + 1);
    // Recent transfers are more likely still pending.
    let recent = transfers.saturating_sub(random.random_range(0..8));
    let transfer = if random.next_u32().is_multiple_of(4) {
        transfer
    } else {
        recent
    };
    let amount = random.random_range(1..400);
    match random.random_range(0..100) {
        0..40 => Operation::Reserve { account, amount },
        40..62 => Operation::Post { transfer, amount },
        62..70 => Operation::Void { transfer },
        70..76 => Operation::Expire { transfer },
        76..82 => Operation::Extend {
            transfer,
            more: amount,
        },
        82..86 => Operation::Fact { account, amount },
        86..92 => Operation::Reverse { transfer },
        92..97 => Operation::Reallocate {
            account,
            allocated: random.random_range(0..5_000),
        },
        _ => Operation::Freeze {
            account,
            frozen: random.next_u32().is_multiple_of(3),
        },
    }
}

struct Simulation {
    db: TestDb,
    accounts: Vec<AccountId>,
    transfers: Vec<TransferId>,
    model: Model,
}

impl Simulation {
    fn new(db: TestDb) -> Self {
        let mut model = Model::default();
        let mut accounts = Vec::new();
        for number in 0..ACCOUNTS {
            accounts.push(open(&db.db, number as u128, 2_000));
            model.accounts.insert(
                number,
                ModelAccount {
                    allocated: 2_000,
                    ..Default::default()
                },
            );
        }
        Self {
            db,
            accounts,
            transfers: Vec::new(),
            model,
        }
    }

    /// Does an operation on the database; a new transfer is kept under the next number.
    fn perform(&mut self, operation: Operation) -> Ending {
        let unknown = TransferId::new(Uuid::from_u128(1));
        let names = Names {
            account: self.account(operation.account()),
            transfer: self
                .transfers
                .get(operation.transfer())
                .copied()
                .unwrap_or(unknown),
            reference: Uuid::from_u128(self.transfers.len() as u128),
        };
        match run(&self.db.db, move |tx, stamp| {
            act(tx, stamp, operation, names)
        }) {
            Ok(made) => {
                self.transfers.extend(made);
                Ending::Done
            }
            Err(ActionError::Refused(refusal)) => refusal.into(),
            Err(other) => panic!("{operation:?}: {other}"),
        }
    }

    fn account(&self, number: usize) -> AccountId {
        *self.accounts.get(number).unwrap()
    }

    fn run(mut self, seed: u64, operations: usize) {
        let mut random = StdRng::seed_from_u64(seed);
        for step in 0..operations {
            let operation = choose(&mut random, self.transfers.len());
            let next = self.transfers.len();
            let expected = self.model.apply(operation, next);
            let found = self.perform(operation);
            let place = format!("seed {seed}, operation {step}: {operation:?}");
            assert_eq!(found, expected, "{place}");
            if step.is_multiple_of(50) || step + 1 == operations {
                self.compare(&place);
            }
        }
        sums_agree(&self.db.db);
    }

    fn compare(&self, place: &str) {
        for (number, expected) in &self.model.accounts {
            let account = balances(&self.db.db, self.account(*number));
            let found = ModelAccount {
                allocated: account.allocated,
                pending: account.pending,
                posted: account.posted,
                overdrawn: account.overdrawn,
                frozen: account.frozen,
            };
            assert_eq!(&found, expected, "account {number}, {place}");
        }
    }
}

/// What an operation's numbers stand for in the database.
#[derive(Clone, Copy)]
struct Names {
    account: AccountId,
    transfer: TransferId,
    reference: Uuid,
}

/// Does one operation; gives the transfer it made.
fn act(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    operation: Operation,
    names: Names,
) -> Result<Option<TransferId>, ActionError<LedgerRefusal>> {
    let Names {
        account,
        transfer,
        reference,
    } = names;
    match operation {
        Operation::Reserve { amount, .. } => {
            ledger::reserve(tx, stamp, account, reference, amount).map(Some)
        }
        Operation::Fact { amount, .. } => {
            ledger::post_fact(tx, stamp, account, reference, amount).map(|(id, _)| Some(id))
        }
        Operation::Reverse { .. } => ledger::reverse(tx, stamp, transfer, reference).map(Some),
        Operation::Reallocate { allocated, .. } => {
            ledger::reallocate(tx, TENANT, account, allocated).map(|_| None)
        }
        Operation::Freeze { frozen: true, .. } => {
            ledger::freeze(tx, TENANT, account).map(|()| None)
        }
        Operation::Freeze { frozen: false, .. } => {
            ledger::unfreeze(tx, TENANT, account).map(|()| None)
        }
        Operation::Extend { more, .. } => ledger::extend(tx, TENANT, transfer, more).map(|()| None),
        Operation::Post { amount, .. } => {
            ledger::post(tx, TENANT, transfer, amount, morning()).map(|()| None)
        }
        Operation::Void { .. } => ledger::void(tx, TENANT, transfer, morning()).map(|()| None),
        Operation::Expire { .. } => ledger::expire(tx, TENANT, transfer, morning()).map(|()| None),
    }
}

/// Each balance is the sum of its transfers.
fn sums_agree(db: &Db) {
    let wrong = db.read_blocking(TENANT, Access::ReadOwn, |tx| {
        tx.query(
            "SELECT a.id FROM ledger_account a LEFT JOIN \
             (SELECT tenant_id, account_id, CAST(SUM(pending) AS BIGINT) AS pending, \
              CAST(SUM(posted) AS BIGINT) AS posted FROM ledger_transfer \
              WHERE tenant_id = $1 GROUP BY tenant_id, account_id) t \
             ON t.tenant_id = a.tenant_id AND t.account_id = a.id \
             WHERE a.tenant_id = $1 AND (a.pending <> COALESCE(t.pending, 0) \
             OR a.posted <> COALESCE(t.posted, 0))",
            params![TENANT],
        )
    });
    assert_eq!(wrong.unwrap().len(), 0);
}

testkit::both_databases! {
    steps: STEPS;

    fn agrees_with_the_model_over_five_seeds(db) {
        let steps = db.steps().to_vec();
        let kind = db.db.engine_kind();
        drop(db);
        for seed in 1..=5 {
            Simulation::new(TestDb::on(kind, &steps).unwrap()).run(seed, 300);
        }
    }

    fn soak_agrees_with_the_model_over_100_000_operations(db) {
        let steps = db.steps().to_vec();
        let kind = db.db.engine_kind();
        drop(db);
        for seed in 100..110 {
            Simulation::new(TestDb::on(kind, &steps).unwrap()).run(seed, 10_000);
        }
    }

    fn soak_agrees_with_the_model_over_fresh_seeds(db) {
        let steps = db.steps().to_vec();
        let kind = db.db.engine_kind();
        drop(db);
        for _ in 0..20 {
            // A failure names its seed.
            let seed = rand::random();
            Simulation::new(TestDb::on(kind, &steps).unwrap()).run(seed, 1_000);
        }
    }
}
