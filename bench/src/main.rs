//! `cargo xtask bench`: every figure beside the one it is compared with, from one run.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

mod client;
mod floor_side;
mod server;

use anyhow::Result;
use clap::Parser;

/// Measures Sihebat against its floor.
#[derive(Parser)]
struct Arguments {
    /// Requests per client and round.
    #[arg(long, default_value_t = 400)]
    requests: usize,
    /// Rounds, of which the median counts.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let mut floor = floor_side::Floor::start(1_000_000).await?;
    for clients in [16, 64] {
        let mut ping = Vec::new();
        let mut capture = Vec::new();
        for _ in 0..arguments.rounds {
            ping.push(floor.ping(clients, arguments.requests).await?);
            capture.push(floor.capture(clients, arguments.requests).await?);
        }
        let (ping, capture) = (median(ping), median(capture));
        println!(
            "floor, {clients} clients: {:.0} captures/s, p50 {:.2} ms, p99 {:.2} ms; ping {:.0}/s; ratio {:.2} (wanted >= 0.12)",
            capture.rate(),
            capture.permille(500).as_secs_f64() * 1e3,
            capture.permille(990).as_secs_f64() * 1e3,
            ping.rate(),
            capture.rate() / ping.rate()
        );
    }
    let (seconds, resident) = floor.usage()?;
    println!(
        "floor: {seconds:.1} s of processor time, {} MB resident",
        resident / 1_000_000
    );
    floor.stop().await
}

/// The run with the middle rate.
fn median(mut runs: Vec<client::Run>) -> client::Run {
    runs.sort_by(|a, b| a.rate().total_cmp(&b.rate()));
    let middle = runs.len() / 2;
    runs.swap_remove(middle)
}
