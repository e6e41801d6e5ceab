//! Addresses and letters.

mod addresses;
mod letters;

pub use addresses::{Address, AddressId, AddressLine, count_addresses, list_addresses};
pub(crate) use addresses::{delete_address, insert_address, is_kept, lookup_address};
pub(crate) use letters::{delete_waiting, insert_missing, update_failed, update_sent};
pub use letters::{has_unwritten, list_due, purge_letters};
