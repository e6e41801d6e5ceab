//! Every page a role can reach, in a city with a million redemptions.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use base::{Entropy as _, PersonId, SystemEntropy};
use db::{ActionError, params};

use crate::city::{City, now};
use crate::client::{self, Client};
use crate::server::Server;

/// Times each page is asked for.
const TIMES: usize = 21;

/// Lists as their forms ask for them, which no link leads to.
const FILTERED: [&str; 7] = [
    "/voucher?status=issued",
    "/voucher?status=authorised",
    "/voucher?status=redeemed",
    "/voucher?status=expired",
    "/voucher?status=cancelled",
    "/voucher?sampai=2025-06-30",
    "/pengisian?ragu=1",
];

/// What was measured of one kind of page.
struct Measured {
    role: String,
    kind: String,
    median: Duration,
    p95: Duration,
    processor: f64,
}

/// Measures and prints every page, the slowest first.
pub(crate) async fn measure(city: &City) -> Result<()> {
    let server = city.place.serve().await?;
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    for (role, person) in people(city)? {
        let cookie = sign_in(city, person)?;
        for (kind, path) in crawl(&server, &cookie).await? {
            // The same page may cost another role more: each role is measured for itself.
            if seen.insert((role.clone(), kind.clone())) {
                all.push(time(&server, &cookie, (&role, &kind, &path)).await?);
            }
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.median));
    let (files, all): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| one.kind.contains("format"));
    println!("files, the slowest");
    print(files.iter().take(8));
    println!("pages, the slowest");
    print(all.iter().take(40));
    tell(&all);
    println!(
        "resident afterwards: {} MB (wanted < 400)",
        server.usage()?.1 / 1_000_000
    );
    server.stop().await
}

fn print<'a>(measured: impl Iterator<Item = &'a Measured>) {
    println!(
        "{:<14} {:<44} {:>9} {:>9} {:>8}",
        "role", "page", "median", "p95", "cpu"
    );
    for one in measured {
        println!(
            "{:<14} {:<44} {:>6.1} ms {:>6.1} ms {:>5.1} ms",
            one.role,
            one.kind,
            one.median.as_secs_f64() * 1e3,
            one.p95.as_secs_f64() * 1e3,
            one.processor * 1e3
        );
    }
}

fn tell(all: &[Measured]) {
    let slow = all.iter().filter(|one| {
        one.median >= Duration::from_millis(60) || one.p95 >= Duration::from_millis(120)
    });
    let roles: BTreeSet<&String> = all.iter().map(|one| &one.role).collect();
    println!(
        "{} pages of {} roles; {} over 60 ms median or 120 ms p95",
        all.len(),
        roles.len(),
        slow.count()
    );
}

/// One person of each role.
fn people(city: &City) -> Result<BTreeMap<String, PersonId>> {
    city.read(|tx, tenant| {
        let rows = tx.query(
            "SELECT g.role, g.person_id FROM role_grant g JOIN account a \
             ON a.tenant_id = g.tenant_id AND a.person_id = g.person_id \
             WHERE g.tenant_id = $1 ORDER BY g.role, g.person_id",
            params![tenant],
        )?;
        let mut people = BTreeMap::new();
        for row in rows {
            people
                .entry(row.get("role")?)
                .or_insert(row.get("person_id")?);
        }
        Ok(people)
    })
}

/// A session for a person, as signing in makes it; gives the cookie.
fn sign_in(city: &City, person: PersonId) -> Result<String> {
    let mut token = [0; 16];
    SystemEntropy.fill(&mut token);
    let token = base::to_hex(&token);
    let (hash, now) = (web::token_hash(&token), now());
    city.write(move |tx, stamp| {
        tx.execute_outside_journal(
            "INSERT INTO login_session (tenant_id, token_hash, id, person_id, csrf_secret, device, \
             origin, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
            params![
                stamp.tenant, &hash, stamp.next_id(), person, &[7_u8; 32], "bench", "bench", now,
                now.plus_seconds(86_400)
            ],
        )?;
        Ok::<_, ActionError<()>>(())
    })?;
    Ok(format!("cookie: sesi={token}\r\n"))
}

/// One address of each kind of page that links lead to, from the front page on.
async fn crawl(server: &Server, cookie: &str) -> Result<BTreeMap<String, String>> {
    let mut client = Client::connect(&server.address).await?;
    let mut found = BTreeMap::new();
    for path in FILTERED {
        if client.send(&client::get(path, cookie)).await?.status == 200 {
            found.insert(path.to_owned(), path.to_owned());
        }
    }
    let mut queue = VecDeque::from(["/".to_owned()]);
    let mut known = BTreeSet::from(["/".to_owned()]);
    while let Some(path) = queue.pop_front() {
        let answer = client.send(&client::get(&path, cookie)).await?;
        ensure!(answer.status < 500, "{path} answered {}", answer.status);
        if answer.status != 200 {
            continue;
        }
        found.insert(kind_of(&path), path.clone());
        for link in links(&String::from_utf8_lossy(&answer.body)) {
            let kind = kind_of(&link);
            if known.insert(kind) && known.len() < 400 {
                queue.push_back(link);
            }
        }
    }
    Ok(found)
}

/// Addresses of pages of this site in the page.
fn links(html: &str) -> Vec<String> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|link| link.replace("&amp;", "&"))
        .filter(|link| link.starts_with('/') && !link.starts_with("/assets"))
        .map(|link| link.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

/// An address without what tells one record from another.
fn kind_of(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| {
            if part.bytes().any(|b| b.is_ascii_digit()) {
                "{}"
            } else {
                part
            }
        })
        .collect();
    let names: Vec<&str> = query
        .split('&')
        .filter_map(|pair| pair.split('=').next())
        .filter(|name| !name.is_empty())
        .collect();
    let mut kind = parts.join("/");
    if !names.is_empty() {
        kind.push('?');
        kind.push_str(&names.join("&"));
    }
    kind
}

async fn time(
    server: &Server,
    cookie: &str,
    (role, kind, path): (&str, &str, &str),
) -> Result<Measured> {
    let mut client = Client::connect(&server.address).await?;
    let request = client::get(path, cookie);
    let before = server.usage()?.0;
    let mut took = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let begun = Instant::now();
        client.send(&request).await?;
        took.push(begun.elapsed());
    }
    let spent = server.usage()?.0 - before;
    took.sort_unstable();
    let at = |place: usize| took.get(place).copied().unwrap_or_default();
    Ok(Measured {
        role: role.to_owned(),
        kind: kind.to_owned(),
        median: at(TIMES / 2),
        p95: at(TIMES * 95 / 100),
        processor: spent / f64::from(u32::try_from(TIMES)?),
    })
}
