//! Every paper from its request to what stands in the file, and the worker as a process.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failing test stops here"
)]

mod archival;
mod papers;
mod pdf;
mod worker;
