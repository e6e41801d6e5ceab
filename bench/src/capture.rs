//! Durable captures over HTTP against the floor program or pgbench, both in one run.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use anyhow::{Context as _, Result};
use authz::{Role, Scope};
use base::{Clock as _, StationId, SystemClock, SystemEntropy};
use rand::seq::SliceRandom as _;

use crate::city::City;
use crate::client::{self, Run, median};
use crate::floor_side::Floor;
use crate::holds::{self, Held};
use crate::pgbench_side::{Pgbench, server_seconds};
use crate::server::Server;

/// Clients at once.
const CLIENTS: [usize; 2] = [16, 64];

/// The program with vouchers that are held and not captured yet.
struct Sihebat {
    server: Server,
    tokens: BTreeMap<StationId, String>,
    held: Vec<Held>,
}

impl Sihebat {
    async fn start(city: &City, count: usize) -> Result<Self> {
        let mut held = holds::prepare(city, count)?;
        held.shuffle(&mut rand::rng());
        Self::with(city, held).await
    }

    async fn with(city: &City, held: Vec<Held>) -> Result<Self> {
        let mut tokens = BTreeMap::new();
        for one in &held {
            if let Entry::Vacant(free) = tokens.entry(one.station) {
                let scope = Scope::Station(one.station);
                free.insert(city.token(Role::Attendant, scope)?);
            }
        }
        let server = city.place.serve().await?;
        // What the preparation wrote is sealed before: only the captures' own sealing counts.
        city.until_sealed().await?;
        Ok(Self {
            server,
            tokens,
            held,
        })
    }

    async fn capture(&mut self, clients: usize, requests: usize) -> Result<Run> {
        let rest = self.held.len().saturating_sub(clients * requests);
        let now = self.held.split_off(rest);
        let lists: Result<Vec<Vec<Vec<u8>>>> = now
            .chunks(requests)
            .map(|part| part.iter().map(|held| self.request(held)).collect())
            .collect();
        client::run(&self.server.address, lists?).await
    }

    fn request(&self, held: &Held) -> Result<Vec<u8>> {
        let token = self.tokens.get(&held.station).context("a token")?;
        // UUIDv7, as a till makes them.
        let key = base::IdSequence::new(SystemClock.now(), &SystemEntropy).next_id();
        let headers = format!("authorization: Bearer {token}\r\nidempotency-key: {key}\r\n");
        let meter = held
            .meter
            .map_or_else(|| "null".to_owned(), |meter| meter.to_string());
        let body = format!(
            "{{\"hold\":\"{}\",\"volume_ml\":100,\"meter_value\":{meter}}}",
            held.hold
        );
        Ok(client::post("/api/v1/redemptions", &headers, &body))
    }
}

/// Measures on PostgreSQL against pgbench and prints.
pub(crate) async fn measure_postgres(
    city: &City,
    url: &str,
    (requests, rounds): (usize, usize),
) -> Result<()> {
    let needed = CLIENTS.iter().sum::<usize>() * requests * rounds;
    println!("making {needed} vouchers that stations hold, twice …");
    let mut held = holds::prepare(city, needed * 2)?;
    held.shuffle(&mut rand::rng());
    let mut pgbench = Pgbench::start(city, url, &held.split_off(needed))?;
    let mut sihebat = Sihebat::with(city, held).await?;
    for clients in CLIENTS {
        let (mut bare, mut ours) = (Vec::new(), Vec::new());
        let (mut bare_seconds, mut bare_server, mut our_server) = (0.0, 0.0, 0.0);
        let before = sihebat.server.usage()?.0;
        for _ in 0..rounds {
            let begun = server_seconds(city)?;
            let measured = pgbench.capture(clients, requests).await?;
            let between = server_seconds(city)?;
            bare_seconds += measured.processor;
            bare.push(measured.rate);
            ours.push(sihebat.capture(clients, requests).await?);
            bare_server += between - begun;
            our_server += server_seconds(city)? - between;
        }
        bare.sort_by(f64::total_cmp);
        let bare = bare.get(rounds / 2).copied().unwrap_or_default();
        let (ours, spent) = (median(ours), sihebat.server.usage()?.0 - before);
        let count = f64::from(u32::try_from(clients * requests * rounds)?);
        println!("{clients} clients, medians of {rounds} rounds of {requests} requests each");
        println!(
            "  pgbench      {bare:>7.0}/s, {:.0} us of processor time each, and {:.0} us of the server's",
            bare_seconds / count * 1e6,
            bare_server / count * 1e6
        );
        tell("sihebat", &ours, spent / count);
        println!(
            "               and {:.0} us of the server's, sealing included",
            our_server / count * 1e6
        );
        println!(
            "  sihebat/pgbench {:.2} (wanted >= 0.70)",
            ours.rate() / bare
        );
    }
    sihebat.server.stop().await
}

/// Measures and prints.
pub(crate) async fn measure(requests: usize, rounds: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let city = crate::city::make(folder.path(), None, 1).await?;
    let needed = CLIENTS.iter().sum::<usize>() * requests * rounds;
    println!("making {needed} vouchers that stations hold …");
    let mut sihebat = Sihebat::start(&city, needed).await?;
    let mut floor = Floor::start(1_000_000).await?;
    for clients in CLIENTS {
        let (mut ping, mut least, mut ours) = (Vec::new(), Vec::new(), Vec::new());
        let before = (floor.usage()?.0, sihebat.server.usage()?.0);
        let mut floor_seconds = 0.0;
        for _ in 0..rounds {
            ping.push(floor.ping(clients, requests).await?);
            let begun = floor.usage()?.0;
            least.push(floor.capture(clients, requests).await?);
            floor_seconds += floor.usage()?.0 - begun;
            ours.push(sihebat.capture(clients, requests).await?);
        }
        let spent = sihebat.server.usage()?.0 - before.1;
        let (ping, least, ours) = (median(ping), median(least), median(ours));
        let count = f64::from(u32::try_from(clients * requests * rounds)?);
        println!("{clients} clients, medians of {rounds} rounds of {requests} requests each");
        println!("  bare ping    {:>7.0}/s", ping.rate());
        tell("floor", &least, floor_seconds / count);
        tell("sihebat", &ours, spent / count);
        println!(
            "  floor/ping {:.2} (wanted >= 0.12), sihebat/floor {:.2} (wanted >= 0.50), p99 {:.1} x the floor's (wanted <= 3 at 16 clients)",
            least.rate() / ping.rate(),
            ours.rate() / least.rate(),
            ours.permille(990).as_secs_f64() / least.permille(990).as_secs_f64()
        );
    }
    println!(
        "resident after the load: {} MB (wanted < 400)",
        sihebat.server.usage()?.1 / 1_000_000
    );
    sihebat.server.stop().await?;
    floor.stop().await?;
    city.db.close();
    Ok(())
}

fn tell(name: &str, run: &Run, seconds_each: f64) {
    println!(
        "  {name:<12} {:>7.0}/s, p50 {:.2} ms, p99 {:.2} ms, {:.0} us of processor time each",
        run.rate(),
        run.permille(500).as_secs_f64() * 1e3,
        run.permille(990).as_secs_f64() * 1e3,
        seconds_each * 1e6
    );
}
