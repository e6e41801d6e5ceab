//! The words a vehicle is found by; derived, and outside the journal.

use std::collections::BTreeSet;

use base::TenantId;
use db::{Failure, Tx, params};

use crate::VehicleId;

/// The longest word kept: more says nothing more.
const WORD_SIGNS_MAX: usize = 32;

/// Words of one vehicle at most.
const WORDS_MAX: usize = 60;

/// Adds words to find a vehicle by; those it has already stay.
pub(crate) fn add_words(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: VehicleId,
    words: impl IntoIterator<Item = String>,
) -> Result<(), Failure> {
    let distinct: BTreeSet<String> = words
        .into_iter()
        .map(|word| word.chars().take(WORD_SIGNS_MAX).collect())
        .collect();
    for word in distinct.iter().take(WORDS_MAX) {
        tx.execute_outside_journal(
            "INSERT INTO vehicle_word (tenant_id, word, vehicle_id) VALUES ($1, $2, $3) \
             ON CONFLICT (tenant_id, word, vehicle_id) DO NOTHING",
            params![tenant, word, vehicle],
        )?;
    }
    Ok(())
}

/// The least and the greatest key that begin so, for keys of letters and digits of one case.
pub(crate) fn prefix_range(prefix: &str) -> (String, String) {
    let filler = if prefix.bytes().any(|sign| sign.is_ascii_uppercase()) {
        "Z"
    } else {
        "z"
    };
    (prefix.to_owned(), format!("{prefix}{}", filler.repeat(32)))
}
