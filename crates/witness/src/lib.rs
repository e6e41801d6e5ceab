//! Checkpoints that leave the house: who keeps them, the daily letters, the public page of proof.
//!
//! Whoever holds server and keys could rewrite everything. What he cannot rewrite is a checkpoint that
//! somebody else has kept.
//!
//! Architecture invariants: a letter for an address and a day exists once; what waits is tried again
//! and never holds anything else up; no address receives more than a signed head of the journal.
#![warn(missing_docs)]

mod actions;
mod audit;
mod letter;
mod pages;
mod start;
mod store;

use db::Step;

web::area_texts!("witness");

pub use actions::{
    AddAddress, AddressRefusal, add_address, queue_letters, record_failed, record_sent,
    remove_address,
};
pub use audit::WitnessAudit;
pub use letter::{Day, Letter, LetterId, next_try_at};
pub use pages::{Mailroom, Proof, ProofDay, Proofs, Shelf, area};
pub use start::{WITNESSES_MIN, start_steps};
pub use store::{
    Address, AddressId, AddressLine, count_addresses, has_unwritten, list_addresses, list_due,
    purge_letters,
};

/// The schema of this area.
pub const STEPS: [Step; 1] = [Step {
    area: "witness",
    number: 1,
    sql: include_str!("migrations/0001_witness.sql"),
}];

/// Tables outside the journal: letters, which repeat what the journal already is.
pub const OUTSIDE: [&str; 1] = ["witness_letter"];
