//! `cargo xtask bench`: every figure beside the one it is compared with, from one run.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

mod capture;
mod city;
mod client;
mod floor_side;
mod footprint;
mod history;
mod holds;
mod pages;
mod pgbench_side;
mod proof;
mod server;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Measures Sihebat against what it is compared with.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Durable redemptions over HTTP against the floor program, or on PostgreSQL against pgbench.
    Capture {
        /// A PostgreSQL database, empty or filled before; without it SQLite.
        #[arg(long)]
        database: Option<String>,
        /// Keeps the city on PostgreSQL there for the next time.
        #[arg(long, requires = "database")]
        city: Option<PathBuf>,
        /// Requests per client and round.
        #[arg(long, default_value_t = 200)]
        requests: usize,
        /// Rounds, of which the median counts.
        #[arg(long, default_value_t = 5)]
        rounds: usize,
    },
    /// Every page of every role in a city with many redemptions.
    Pages {
        /// How many redemptions.
        #[arg(long, default_value_t = 1_000_000)]
        redemptions: usize,
        /// A PostgreSQL database, empty or filled before; without it SQLite.
        #[arg(long)]
        database: Option<String>,
        /// Keeps the city there for the next time.
        #[arg(long)]
        city: Option<PathBuf>,
    },
    /// `verify` over a long journal.
    Verify {
        /// How many entries.
        #[arg(long, default_value_t = 1_000_000)]
        entries: i64,
        /// A PostgreSQL database, empty or filled before; without it SQLite.
        #[arg(long)]
        database: Option<String>,
        /// Keeps the city there for the next time.
        #[arg(long)]
        city: Option<PathBuf>,
    },
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<()> {
    match Arguments::parse().what {
        What::Capture {
            database: Some(url),
            city,
            requests,
            rounds,
        } => {
            let folder = tempfile::tempdir()?;
            let data = city.unwrap_or_else(|| folder.path().to_owned());
            let city = begun(data, Some(url.clone())).await?;
            capture::measure_postgres(&city, &url, (requests, rounds)).await
        }
        What::Capture {
            database: None,
            requests,
            rounds,
            ..
        } => capture::measure(requests, rounds).await,
        What::Pages {
            redemptions,
            database,
            city,
        } => {
            let folder = tempfile::tempdir()?;
            let data = city.unwrap_or_else(|| folder.path().to_owned());
            let city = grown(&data, database.as_deref(), redemptions).await?;
            pages::measure(&city).await?;
            footprint::measure(&city).await
        }
        What::Verify {
            entries,
            database,
            city,
        } => {
            let folder = tempfile::tempdir()?;
            let data = city.unwrap_or_else(|| folder.path().to_owned());
            let city = begun(data, database).await?;
            proof::grow(&city, entries).await?;
            proof::measure(&city).await
        }
    }
}

/// A city of a month, made once for a folder.
async fn begun(data: PathBuf, database: Option<String>) -> Result<city::City> {
    let place = city::Place { data, database };
    if place.is_made() {
        return city::open(place);
    }
    city::make(&place.data, place.database.as_deref(), 1).await
}

/// A city with so many redemptions, made once for a folder.
async fn grown(data: &Path, database: Option<&str>, redemptions: usize) -> Result<city::City> {
    let mark = data.join("bench-redemptions");
    if mark.exists() {
        return city::open(city::Place {
            data: data.to_owned(),
            database: database.map(str::to_owned),
        });
    }
    let city = city::make(data, database, 1).await?;
    println!("writing {redemptions} redemptions …");
    history::write(&city, redemptions)?;
    std::fs::write(mark, redemptions.to_string())?;
    Ok(city)
}
