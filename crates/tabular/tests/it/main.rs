//! What the crate promises, through its public face.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod any_bytes;
mod guessing;
mod kinds;
mod open_document;
mod purchases;
mod reading;
mod returning;
mod templates;
