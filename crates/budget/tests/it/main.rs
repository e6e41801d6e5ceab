//! The budget on both engines: ceilings, freezes, rights; pages, API and imports.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a failing test stops here"
)]

mod api;
mod ceilings;
mod freezes;
mod imports;
mod lines;
mod lists;
mod pages;
mod site;
mod stage;
