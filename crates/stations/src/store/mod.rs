//! Rows of this area's tables, read and written; nothing is decided here.

pub(crate) mod contract;
pub(crate) mod device;
pub(crate) mod price;
pub(crate) mod product;
pub(crate) mod rule;
pub(crate) mod samples;
pub(crate) mod shift;
pub(crate) mod start;
pub(crate) mod station;

use base::{Cursor, Uuid};
use db::Failure;

/// Where a list ordered by an instant, newest first, goes on.
fn before(after: Option<&Cursor>) -> Result<(i64, Uuid), Failure> {
    let Some(cursor) = after else {
        return Ok((i64::MAX, Uuid::max()));
    };
    let at = cursor
        .number()
        .map_err(|error| Failure::other("read a cursor", error))?;
    Ok((at, cursor.id))
}
