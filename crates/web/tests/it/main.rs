//! The web layer, asked as a browser and as a program would.
#![expect(clippy::unwrap_used, reason = "a helper of tests may fail the test")]

mod api;
mod browser;
mod errors;
mod forms;
mod headers;
mod locale;
mod samples;
mod sessions;
