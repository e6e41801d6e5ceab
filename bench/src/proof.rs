//! `sihebat verify` over a long journal.

use std::time::Instant;

use anyhow::{Result, ensure};

use crate::city::City;
use crate::holds;

/// Vouchers issued and authorised, two entries each.
const ENTRIES_EACH: i64 = 2;

/// Lets the journal grow to so many entries, sealed.
pub(crate) async fn grow(city: &City, entries: i64) -> Result<()> {
    let there = city.count("journal_entry")?;
    let missing = (entries - there).max(0) / ENTRIES_EACH;
    println!("{there} entries there; making {missing} vouchers that stations hold …");
    holds::prepare(city, usize::try_from(missing)?)?;
    println!("sealing …");
    let server = city.place.serve().await?;
    city.until_sealed().await?;
    server.stop().await
}

/// Measures and prints.
pub(crate) async fn measure(city: &City) -> Result<()> {
    let entries = city.count("journal_entry")?;
    let begun = Instant::now();
    let ended = city.place.program("verify")?.output().await?;
    let took = begun.elapsed();
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    ensure!(ended.status.success(), "verify found something: {said}");
    println!("{}", said.trim_end());
    println!(
        "verify of {entries} entries: {:.1} s (wanted < 15 for 1,000,000)",
        took.as_secs_f64()
    );
    Ok(())
}
