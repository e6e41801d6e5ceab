//! The real program: spawned, loaded, killed, backed up, restored, verified.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has to stop"
)]

mod backup;
mod house;
mod http;
mod killed;
mod serving;
mod two_servers;
mod verdicts;
