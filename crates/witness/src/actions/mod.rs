//! What is done with addresses and letters.

mod addresses;
mod letters;

pub use addresses::{AddAddress, AddressRefusal, add_address, remove_address};
pub use letters::{queue_letters, record_failed, record_sent};
