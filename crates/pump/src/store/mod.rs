//! What a shift did, read from the rows of `fuel`; nothing here decides.

mod exception;
mod photo;
pub(crate) mod samples;
mod shift;

pub(crate) use exception::insert_exception;
pub(crate) use photo::list_photo_places;
pub(crate) use shift::{ShiftFill, list_open_holds, list_shift_fills, list_shift_totals};
