//! Writing the day's letters, and what became of them.

use base::{Stamp, TenantId, UtcMicros};
use db::{Failure, Tx};

use crate::letter::{Day, Letter, next_try_at};
use crate::store;

/// The longest problem that is kept, in characters.
const PROBLEM_CHARS: usize = 300;

/// Writes the letters of a day that are missing; gives how many. May be repeated.
pub fn queue_letters(tx: &mut Tx<'_>, stamp: &Stamp, day: &Day) -> Result<usize, Failure> {
    store::insert_missing(tx, stamp, day)
}

/// The mail server took a letter.
pub fn record_sent(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    letter: &Letter,
    at: UtcMicros,
) -> Result<(), Failure> {
    store::update_sent(tx, tenant, letter.id, at)
}

/// A letter could not be sent: it waits for its next try.
pub fn record_failed(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    letter: &Letter,
    (problem, at): (&str, UtcMicros),
) -> Result<(), Failure> {
    let problem: String = problem.chars().take(PROBLEM_CHARS).collect();
    let next = next_try_at(at, letter.tries.saturating_add(1));
    store::update_failed(tx, tenant, letter.id, (&problem, next))
}
