//! The one way to a database: SQLite (bundled) or PostgreSQL, behind one synchronous [`Tx`].
//!
//! Statements are written once, with `$1`, for both engines. Writes are *commands*: repeatable
//! closures that a worker runs in a group, each whole or not at all, and answers only after the
//! group's COMMIT. A command with an idempotency key changes things once, however often it comes.
//!
//! Architecture invariants: no other crate names a driver; a journaled change leaves its
//! after-image in [`Tx::take_changes`]; a command that leaves one behind is refused as a bug.
#![warn(missing_docs)]

mod catalogue;
mod checkpointer;
mod command;
mod engine;
mod error;
mod lease;
mod list_statement;
mod location;
mod migrate;
mod pool;
mod row;
mod statement;
mod tx;
mod value;
mod worker;

pub use catalogue::{Table, tables};
pub use command::{ActionError, Command, KeyOutcome, MAX_KEY_CHARS};
pub use engine::EngineKind;
pub use error::{Failure, FailureKind};
pub use lease::Lease;
pub use list_statement::{Statement, like_pattern};
pub use location::{Location, LocationError};
pub use migrate::{SchemaState, Step, migrate, schema_state, translate};
pub use pool::{Access, Db, Options};
pub use row::{FromColumn, Row};
pub use tx::{Change, ChangeKind, Tx};
pub use value::{Owned, Value};

/// Makes a list of parameters for a statement: `params![tenant, id, amount]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

/// Declares id types of an area, stored in columns of type `ID`.
#[macro_export]
macro_rules! ids {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {
        ::base::typed_ids! { $($(#[$attribute])* $name),+ }
        $crate::store_ids! { $($name),+ }
    };
}

/// Lets existing id types stand in statements and rows.
#[macro_export]
macro_rules! store_ids {
    ($($name:path),+ $(,)?) => {$(
        impl From<$name> for $crate::Value<'_> {
            fn from(id: $name) -> Self {
                $crate::Value::Id(id.uuid())
            }
        }

        impl $crate::FromColumn for $name {
            fn from_column(value: &$crate::Owned) -> Option<Self> {
                <::base::Uuid as $crate::FromColumn>::from_column(value).map(Self::new)
            }
        }
    )+};
}

store_ids! {
    base::ActorId,
    base::AgencyId,
    base::DeviceId,
    base::PersonId,
    base::PostId,
    base::StationId,
    base::TenantId,
    base::UnitId,
}
