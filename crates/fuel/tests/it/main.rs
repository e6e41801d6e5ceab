//! Quotas, vouchers and redemption on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::assigning_clones,
    reason = "a failing test stops here"
)]

mod api;
mod batch;
mod driver_page;
mod imports;
mod issue;
mod pages;
mod quota;
mod race;
mod redemption;
mod site;
mod standing;

use std::collections::HashSet;

use base::UtcMicros;
use db::{Access, ActionError, Command, Db, Lease};
use journal::{Evidence, SigningKey};
use testkit::{TENANT, morning, stamp_at};

/// So many minutes after the morning of the tests.
fn minute(count: i64) -> UtcMicros {
    morning().plus_seconds(count * 60)
}

/// The refusal of an action that was refused.
#[track_caller]
fn refusal<T: std::fmt::Debug, R: std::fmt::Debug>(outcome: Result<T, ActionError<R>>) -> R {
    match outcome {
        Err(ActionError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Seals the journal and proves that it agrees with the tables.
#[track_caller]
fn assert_journal_agrees(db: &Db) {
    let signer = SigningKey::new("kupang.test", &[42; 32]);
    let trusted = vec![signer.verifying_key()];
    let at = minute(60 * 24 * 30);
    db.write_blocking(Command::by(&stamp_at(at)), move |tx| {
        let lease = Lease::take(tx, "sealer", "test", at)?.expect("the lease is free");
        while journal::seal(tx, TENANT, &lease)? > 0 {}
        journal::checkpoint(tx, TENANT, at, &signer).map_err(ActionError::<()>::from)
    })
    .unwrap();
    let evidence = Evidence {
        trusted,
        outside_tables: fuel::testkit::outside()
            .into_iter()
            .map(str::to_owned)
            .collect::<HashSet<_>>(),
        ..Evidence::default()
    };
    let report = db
        .read_blocking(TENANT, Access::Report, move |tx| {
            journal::verify(tx, TENANT, &evidence, &mut |_| {})
        })
        .unwrap();
    assert!(report.is_clean(), "{report:?}");
}
