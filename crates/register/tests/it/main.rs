//! The register on both engines: rules, imports, pages.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failing test stops here"
)]

mod imports;
mod imports_broken;
mod kupang;
mod logo;
mod pages;
mod registers;
mod samples;
mod support;
