//! A person chooses the language of his account.

use base::{PersonId, Stamp};
use db::{Failure, Tx};
use journal::Subject;
use web::Locale;

use crate::store::accounts;

/// The journal's code of choosing a language.
pub const CHOOSE_LOCALE: &str = "identity.locale.choose";

/// Keeps the language for every device.
pub fn choose_locale(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    person: PersonId,
    locale: Locale,
) -> Result<(), Failure> {
    if accounts::update_locale(tx, stamp.tenant, person, locale.code())? {
        journal::record(
            tx,
            stamp,
            CHOOSE_LOCALE,
            Subject::new("person", person),
            None,
        )?;
    }
    Ok(())
}
