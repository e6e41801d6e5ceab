//! The area on both databases, through its actions and its pages.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing test stops here"
)]

mod contracts;
mod devices;
mod http;
mod imports;
mod places;
mod prices;
mod rules;
mod shifts;

/// Everything the area's tables stand on.
pub(crate) fn steps() -> Vec<db::Step> {
    journal::STEPS
        .into_iter()
        .chain(identity::STEPS)
        .chain(register::STEPS)
        .chain(stations::STEPS)
        .collect()
}

/// Reads in a snapshot.
pub(crate) fn read<T: Send + 'static>(
    db: &db::Db,
    f: impl FnOnce(&mut db::Tx<'_>) -> Result<T, db::Failure> + Send + 'static,
) -> T {
    db.read_blocking(testkit::TENANT, db::Access::ReadOwn, f)
        .unwrap()
}

/// The refusal an action ended with.
pub(crate) fn refusal<T: std::fmt::Debug, R: std::fmt::Debug>(
    outcome: Result<T, db::ActionError<R>>,
) -> R {
    match outcome {
        Err(db::ActionError::Refused(refusal)) => refusal,
        other => panic!("not a refusal: {other:?}"),
    }
}
