//! What tests of every crate need: a fresh database of either engine, a clock, a stamp.
//!
//! PostgreSQL's address comes from `SIHEBAT_TEST_POSTGRES`, which `cargo xtask test` sets to its
//! own private server. Without it the PostgreSQL half of a test says so and ends.
#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot be set up has to stop and say why"
)]

mod database;
mod postgres;

pub use database::TestDb;
pub use db::EngineKind;

use base::{ActorId, ManualClock, Stamp, SystemEntropy, TenantId, UtcMicros, Uuid};

/// The tenant of the tests.
pub const TENANT: TenantId = TenantId::new(Uuid::from_u128(0x5168_0001));

/// A second tenant, which must never see the first one's rows.
pub const OTHER_TENANT: TenantId = TenantId::new(Uuid::from_u128(0x5168_0002));

/// Whoever acts where a test does not care.
pub const SOMEBODY: ActorId = ActorId::new(Uuid::from_u128(0x5168_0003));

/// A morning in Kupang: Tuesday 24 November 2026, 08:00 WITA.
pub fn morning() -> UtcMicros {
    "2026-11-24T08:00:00+08:00"
        .parse()
        .expect("the text is an instant")
}

/// A stamp for a command given by [`SOMEBODY`] at an instant.
pub fn stamp_at(at: UtcMicros) -> Stamp {
    Stamp::new(
        TENANT,
        SOMEBODY,
        "test",
        &ManualClock::at(at),
        &SystemEntropy,
    )
}

/// Runs each test on SQLite and on PostgreSQL.
///
/// ```ignore
/// testkit::both_databases! {
///     steps: ledger::STEPS;
///
///     fn refuses_when_nothing_is_available(db) {
///         // `db` is a fresh, migrated `TestDb`.
///     }
/// }
/// ```
#[macro_export]
macro_rules! both_databases {
    (steps: $steps:expr; $($(#[$attribute:meta])* fn $name:ident($db:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, clippy::wildcard_imports, clippy::allow_attributes, clippy::allow_attributes_without_reason)]
            use super::*;

            fn claim($db: $crate::TestDb) $body

            #[test]
            $(#[$attribute])*
            fn sqlite() {
                claim($crate::TestDb::sqlite(&$steps));
            }

            #[test]
            $(#[$attribute])*
            fn postgres() {
                if let Some(database) = $crate::TestDb::postgres(&$steps) {
                    claim(database);
                }
            }
        }
    )+};
}
