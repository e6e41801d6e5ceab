//! Start-up, memory at rest, size of the program.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::city::{City, sibling};

/// Starts it so many times.
const STARTS: usize = 5;

/// Measures and prints.
pub(crate) async fn measure(city: &City) -> Result<()> {
    let mut starts = Vec::new();
    let mut resident = 0;
    for _ in 0..STARTS {
        let begun = Instant::now();
        let server = city.place.serve().await?;
        starts.push(begun.elapsed());
        tokio::time::sleep(Duration::from_secs(5)).await;
        resident = server.usage()?.1.max(resident);
        server.stop().await?;
    }
    starts.sort_unstable();
    let median = starts.get(STARTS / 2).copied().unwrap_or_default();
    let bytes = std::fs::metadata(sibling("sihebat")?)?.len();
    println!(
        "start-up    {:>6.0} ms until “ready” (wanted < 1000)",
        median.as_secs_f64() * 1e3
    );
    println!(
        "at rest     {:>6} MB resident (wanted < 150)",
        resident / 1_000_000
    );
    println!("the program {:>6} MB (wanted < 80)", bytes / 1_000_000);
    Ok(())
}
