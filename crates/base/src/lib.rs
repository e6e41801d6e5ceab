//! Values every crate shares: typed ids, money, volume, instants, the city's zone, paging.
//!
//! Nothing here touches a file, a socket or the system clock, save [`SystemClock`] and
//! [`SystemEntropy`], which the binary hands to everyone else as arguments.
#![warn(missing_docs)]
#![deny(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

mod clock;
mod hex;
mod ids;
mod money;
mod numbers;
mod paging;
mod stamp;
mod time;
mod volume;
mod zone;

pub use clock::{Clock, Entropy, ManualClock, SystemClock, SystemEntropy};
pub use hex::{from_hex, to_hex};
pub use ids::{
    ActorId, AgencyId, DeviceId, IdParseError, PersonId, PostId, StationId, TenantId, UnitId,
};
pub use money::Rupiah;
pub use numbers::{NumberParseError, format_grouped, format_scaled, parse_scaled};
pub use paging::{Cursor, CursorError, Page, PageSize};
#[doc(hidden)]
pub use serde;
pub use stamp::{IdSequence, Stamp};
pub use time::{CivilDate, UtcMicros};
pub use uuid::Uuid;
pub use volume::{Millilitres, price_of, volume_for};
pub use zone::{MonthOfYear, Zone, ZoneError};

/// A quantity left the range its integer can hold, or fell below what the type allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the number is outside the range this quantity can hold")]
pub struct OutOfRange;
