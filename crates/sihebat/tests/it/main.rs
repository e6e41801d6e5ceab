//! The real program: spawned, loaded, killed, backed up, restored, verified.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has to stop"
)]

mod backup;
mod books;
mod dice;
#[cfg(target_os = "linux")]
mod disk_full;
mod house;
mod http;
mod keys;
mod killed;
mod odd_requests;
mod openapi;
mod schema;
mod serving;
mod tills;
mod town;
mod two_servers;
mod verdicts;
