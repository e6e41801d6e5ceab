//! The history of purchases on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failing test stops here"
)]

mod history;
mod import;
mod pages;
mod plates;
mod support;
