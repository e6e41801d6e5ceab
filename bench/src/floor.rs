//! The floor program: the least that a durable redemption over HTTP can cost here.
//!
//! FROZEN. It is what our rates are compared with, so it must never change: axum and rusqlite with
//! group commit; a capture is 2 SELECT, 3 UPDATE and 2 INSERT on random vouchers, acknowledged
//! after the commit; no signature check, no rights, no journal.
#![expect(
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program apart, without the house's parts"
)]

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use rusqlite::Connection;
use serde::Deserialize;
use tokio::sync::oneshot;

#[derive(Deserialize)]
struct Capture {
    voucher: i64,
    amount: i64,
}

struct Job {
    capture: Capture,
    done: oneshot::Sender<bool>,
}

const SCHEMA: &str = "
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;
CREATE TABLE voucher (id INTEGER PRIMARY KEY, line INTEGER, quota INTEGER, state INTEGER, amount INTEGER) STRICT;
CREATE TABLE line (id INTEGER PRIMARY KEY, pending INTEGER, posted INTEGER) STRICT;
CREATE TABLE quota (id INTEGER PRIMARY KEY, pending INTEGER, posted INTEGER) STRICT;
CREATE TABLE redemption (id INTEGER PRIMARY KEY, voucher INTEGER, amount INTEGER) STRICT;
CREATE TABLE entry (id INTEGER PRIMARY KEY, redemption INTEGER, bytes BLOB) STRICT;
";

const LINES: i64 = 43;
const QUOTAS: i64 = 1_008;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().unwrap();
    let vouchers: i64 = arguments.next().unwrap().parse().unwrap();
    let mut connection = Connection::open(path).unwrap();
    connection.execute_batch(SCHEMA).unwrap();
    fill(&mut connection, vouchers);
    let (queue, jobs) = flume::bounded::<Job>(1_024);
    std::thread::spawn(move || write_all(&mut connection, &jobs));
    let app = Router::new()
        .route("/ping", get(async || "pong"))
        .route("/capture", post(capture))
        .with_state(queue);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("ready http://{}", listener.local_addr().unwrap());
    axum::serve(listener, app).await.unwrap();
}

fn fill(connection: &mut Connection, vouchers: i64) {
    let transaction = connection.transaction().unwrap();
    for id in 0..LINES {
        transaction
            .execute("INSERT INTO line VALUES (?1, ?2, 0)", (id, i64::MAX / 2))
            .unwrap();
    }
    for id in 0..QUOTAS {
        transaction
            .execute("INSERT INTO quota VALUES (?1, ?2, 0)", (id, i64::MAX / 2))
            .unwrap();
    }
    let mut insert = transaction
        .prepare("INSERT INTO voucher VALUES (?1, ?2, ?3, 0, 200000)")
        .unwrap();
    for id in 0..vouchers {
        insert.execute((id, id % LINES, id % QUOTAS)).unwrap();
    }
    drop(insert);
    transaction.commit().unwrap();
}

async fn capture(
    State(queue): State<flume::Sender<Job>>,
    Json(capture): Json<Capture>,
) -> Json<bool> {
    let (done, waiting) = oneshot::channel();
    queue.send_async(Job { capture, done }).await.unwrap();
    Json(waiting.await.unwrap())
}

fn write_all(connection: &mut Connection, jobs: &flume::Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        while group.len() < 256 {
            let Ok(next) = jobs.try_recv() else { break };
            group.push(next);
        }
        connection
            .prepare_cached("BEGIN IMMEDIATE")
            .unwrap()
            .execute([])
            .unwrap();
        let outcomes: Vec<bool> = group
            .iter()
            .map(|job| write(connection, &job.capture))
            .collect();
        connection
            .prepare_cached("COMMIT")
            .unwrap()
            .execute([])
            .unwrap();
        for (job, outcome) in group.into_iter().zip(outcomes) {
            let _ = job.done.send(outcome);
        }
    }
}

fn write(connection: &Connection, capture: &Capture) -> bool {
    let (line, quota, reserved): (i64, i64, i64) = connection
        .prepare_cached("SELECT line, quota, amount FROM voucher WHERE id = ?1")
        .unwrap()
        .query_row([capture.voucher], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    let _pending: i64 = connection
        .prepare_cached("SELECT pending FROM line WHERE id = ?1")
        .unwrap()
        .query_row([line], |row| row.get(0))
        .unwrap();
    let run = |sql: &str, values: &[i64]| {
        connection
            .prepare_cached(sql)
            .unwrap()
            .execute(rusqlite::params_from_iter(values))
            .unwrap()
    };
    run(
        "UPDATE voucher SET state = 1 WHERE id = ?1",
        &[capture.voucher],
    );
    run(
        "UPDATE line SET pending = pending - ?2, posted = posted + ?3 WHERE id = ?1",
        &[line, reserved, capture.amount],
    );
    run(
        "UPDATE quota SET pending = pending - ?2, posted = posted + ?3 WHERE id = ?1",
        &[quota, reserved, capture.amount],
    );
    run(
        "INSERT INTO redemption (voucher, amount) VALUES (?1, ?2)",
        &[capture.voucher, capture.amount],
    );
    let redemption = connection.last_insert_rowid();
    connection
        .prepare_cached("INSERT INTO entry (redemption, bytes) VALUES (?1, ?2)")
        .unwrap()
        .execute((redemption, [0_u8; 400].as_slice()))
        .unwrap();
    true
}
